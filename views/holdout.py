"""Whether messages help: those who get them beside those who by chance do without."""

from collections.abc import Sequence
from fractions import Fraction

from models.holdout import Compared
from models.rules.holdout import ENOUGH, Difference
from views.say import Html, Say
from views.stats import percent, signed


def comparison(say: Say, compared: Sequence[Compared], held_out: int) -> list[Html]:
    """A paragraph a kind, and one for all of which it is too early to tell; none where nothing
    has been compared yet. `held_out`: per cent."""
    if not compared:
        return []
    told = [
        _line(say, one, difference)
        for one in compared
        if (difference := one.difference) is not None
    ]
    few = [one for one in compared if one.difference is None]
    return [say("holdout-title", percent=held_out), *told, *([_few(say, few)] if few else [])]


def _few(say: Say, few: Sequence[Compared]) -> Html:
    kinds = ", ".join(say.plain("holdout-kind", kind=str(one.kind)).lower() for one in few)
    return say("holdout-few", kinds=kinds, enough=ENOUGH)


def _line(say: Say, one: Compared, difference: Difference) -> Html:
    treated, held = (percent(side.share or Fraction(0)) for side in (one.treated, one.held))
    return say(
        "holdout-line",
        kind=str(one.kind),
        treated=treated,
        held=held,
        low=signed(say, difference.low),
        high=signed(say, difference.high),
        verdict=str(difference.verdict),
    )
