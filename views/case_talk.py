"""What was said in a case: its end on the card, and the whole of it at a tap."""

from collections.abc import Iterator, Sequence
from html import escape

from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup

from models.case_file import CaseFile
from models.lines import Fate, Told
from models.rules.business import Business
from models.tables import Line, Person
from views import Screen
from views.length import TEXT, bare, cut, shortened, units_of_html
from views.names import shown
from views.say import Html, Say

NAME, WORDS = 24, 80
"""Units of each on the card."""
RESERVE = 200
"""Units left for the title and for what tells that something was left out."""


def last(say: Say, file: CaseFile) -> Iterator[Html]:
    for line in file.lines:
        who = _who(say, file.people.get(line.sender_id))
        words = _plain(line) or _kind(say, line)
        yield say("talk-short", who=who, words=shortened(words, WORDS))


def whole(
    say: Say,
    business: Business,
    customer: Person,
    told: Sequence[Told],
    back: InlineKeyboardButton,
) -> Screen:
    """Its newest part, where there is no room for all."""
    blocks = _that_fit([_block(say, business, one) for one in told])
    parts = [say("talk-title", name=_who(say, customer))]
    if len(blocks) < len(told):
        parts.append(say("talk-earlier"))
    text = Html("\n\n".join([*parts, *blocks])) if told else say("talk-none")
    return Screen(text, InlineKeyboardMarkup(inline_keyboard=[[back]]))


def _that_fit(blocks: Sequence[Html]) -> list[Html]:
    room, fit = TEXT - RESERVE, list[Html]()
    for block in reversed(blocks):
        room -= units_of_html(block) + 2
        if room < 0:
            break
        fit.insert(0, block)
    if blocks and not fit:
        fit.append(Html(escape(cut(bare(blocks[-1]), TEXT - RESERVE), quote=False)))
    return fit


def _block(say: Say, business: Business, told: Told) -> Html:
    key = "talk-line-edited" if told.line.edited_at else "talk-line"
    moment = say.moment(told.line.at, business.zone)
    parts = [say(key, who=_who(say, told.sender), moment=moment)]
    if told.line.kind != "text":
        parts.append(Html(_kind(say, told.line)))
    if _plain(told.line):
        parts.append(Html(told.line.html or ""))
    if told.fate is not Fate.DELIVERED:
        failed = told.fate is Fate.FAILED
        parts.append(say("talk-undelivered" if failed else "talk-waiting"))
    return Html("\n".join(parts))


def _plain(line: Line) -> str:
    return bare(line.html or "").strip()


def _kind(say: Say, line: Line) -> str:
    return say.plain("talk-kind", kind=line.kind)


def _who(say: Say, person: Person | None) -> str:
    return shown(say, person.name if person else "", NAME)
