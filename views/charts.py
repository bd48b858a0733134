"""Pictures. Slow to draw (some 0.2 s): a handler has it done in a thread."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from io import BytesIO
from threading import Lock
from typing import TYPE_CHECKING

from models.rules.nps import Group, group_of
from models.rules.question import SCORES

if TYPE_CHECKING:
    from matplotlib.axes import Axes

WIDTH, HEIGHT, DPI = 1080, 864, 150  # sharp on a phone, and still legible in the chat's list
GROUPS = {
    Group.DETRACTOR: ("#cf6b5e", 0, "left"),
    Group.PASSIVE: ("#cf9f36", 0.5, "center"),
    Group.PROMOTER: ("#4f9a70", 1, "right"),
}
"""The colour of each, and where its label stands over the band."""
INK, FAINT, EMPTY, PAPER = "#2b3038", "#7a828e", "#e9e7e2", "#fcfbf9"
CROWDED = 10_000  # counts from here on are as wide as their bars

_drawing = Lock()  # matplotlib is not safe in two threads at once


@dataclass(frozen=True, slots=True)
class Distribution:
    """What the picture shows, its words in the reader's language."""

    title: str
    subtitle: str
    scores: Mapping[int, int]
    labels: Mapping[Group, str]


def draw(chart: Distribution) -> bytes:
    """A PNG: how many gave each score, and over it the share of each group."""
    from matplotlib.figure import Figure

    with _drawing:
        figure = Figure(figsize=(WIDTH / DPI, HEIGHT / DPI), dpi=DPI, facecolor=PAPER)
        figure.text(0.055, 0.895, chart.title, fontsize=24, fontweight="bold", color=INK)
        figure.text(0.055, 0.835, chart.subtitle, fontsize=14, color=FAINT)
        _band(figure.add_axes((0.055, 0.695, 0.89, 0.035)), chart)
        _bars(figure.add_axes((0.055, 0.09, 0.89, 0.52)), chart.scores)
        png = BytesIO()
        figure.savefig(png, format="png")
    return png.getvalue()


def _band(axes: "Axes", chart: Distribution) -> None:
    """From the detractors on the left to the promoters on the right, as the bars stand."""
    axes.set_axis_off()
    axes.set_xlim(0, 1)
    counts = Counter[Group]()
    for score, count in chart.scores.items():
        counts[group_of(score)] += count
    left = 0.0
    for group, (colour, place, side) in GROUPS.items():
        share = counts[group] / (counts.total() or 1)
        axes.barh(0, share, left=left, height=1, color=colour, edgecolor=PAPER, linewidth=1.5)
        axes.text(
            place,
            0.85,
            chart.labels[group],
            ha=side,
            color=colour,
            fontsize=13.5,
            fontweight="bold",
        )
        left += share
    if not left:
        axes.barh(0, 1, height=1, color=EMPTY)


def _bars(axes: "Axes", scores: Mapping[int, int]) -> None:
    counts = [scores.get(score, 0) for score in SCORES]
    axes.bar(SCORES, counts, width=0.72, color=[GROUPS[group_of(score)][0] for score in SCORES])
    for score, count in zip(SCORES, counts, strict=True):
        if count:
            axes.annotate(
                f"{count:,}".replace(",", "\N{NO-BREAK SPACE}"),
                (score, count),
                (0, 5),
                textcoords="offset points",
                ha="center",
                color=INK,
                fontsize=13.5 if max(counts) < CROWDED else 9,
            )
    axes.set_ylim(0, max(counts) * 1.1 or 1)
    axes.set_xlim(-0.5, 10.5)
    axes.set_yticks([])
    axes.set_xticks(SCORES, [str(score) for score in SCORES], fontsize=14, color=INK)
    axes.tick_params(length=0, pad=8)
    axes.set_facecolor(PAPER)
    axes.spines[["left", "right", "top"]].set_visible(False)
    axes.spines["bottom"].set_color("#d8d5ce")
