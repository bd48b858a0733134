"""The picture of a distribution."""

import struct
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO

import pytest
from matplotlib.image import imread

from models.rules.nps import Group
from views.charts import GROUPS, HEIGHT, WIDTH, Distribution, draw

LABELS = {Group.PROMOTER: "Промоутеры", Group.PASSIVE: "Нейтралы", Group.DETRACTOR: "Критики"}


def picture(scores: Mapping[int, int]) -> bytes:
    return draw(Distribution("NPS +30", "За 30 дней · 100 ответов", scores, LABELS))


def pixels_of(png: bytes, group: Group) -> int:
    """How much of the picture has the group's colour."""
    red, green, blue = bytes.fromhex(GROUPS[group][0][1:])
    image = (imread(BytesIO(png), format="png") * 255).round()
    same = (image[..., 0] == red) & (image[..., 1] == green) & (image[..., 2] == blue)
    return int(same.sum())


@pytest.mark.parametrize("scores", [{}, {0: 1}, {10: 10**9}, dict.fromkeys(range(11), 3)])
def test_it_is_a_png_of_the_expected_size(scores: dict[int, int]) -> None:
    png = picture(scores)
    assert png[:8] == b"\x89PNG\r\n\x1a\n"
    assert struct.unpack(">II", png[16:24]) == (WIDTH, HEIGHT)


def test_bars_have_the_colours_of_their_groups() -> None:
    names_alone = {group: pixels_of(picture({}), group) for group in Group}
    for score, its_group in (0, Group.DETRACTOR), (7, Group.PASSIVE), (9, Group.PROMOTER):
        png = picture({score: 5})
        for group in Group:
            drawn = pixels_of(png, group) - names_alone[group]
            assert (drawn > 20_000) is (group is its_group), (score, group)


def test_the_picture_of_nothing_is_calm() -> None:
    assert all(pixels_of(picture({}), group) < 5_000 for group in Group)


def test_two_owners_may_ask_at_once() -> None:
    expected = picture({9: 1}), picture({3: 2})
    with ThreadPoolExecutor(4) as threads:
        drawn = threads.map(picture, [{9: 1}, {3: 2}] * 4)
    assert list(drawn) == [*expected] * 4
