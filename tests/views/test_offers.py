"""An offer as Telegram takes it, and the legal line under it: to the unit, whatever the kind."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from aiogram.enums import ContentType
from aiogram.types import Chat, Message, MessageEntity, PhotoSize, Poll, PollOption
from hypothesis import given
from hypothesis import strategies as st

from views import copies, legal, offers
from views.length import CAPTION, TEXT, units
from views.say import say_in

SAY = say_in("ru")
CHAT = Chat(id=1, type="private")
NOW = datetime(2026, 5, 15, 9, tzinfo=UTC)

words = st.text(
    st.characters(exclude_categories=["Cs"]) | st.sampled_from("😀👩‍👩‍👧🇷🇺𝔘"),
    min_size=1,
    max_size=50,
)


def cut(text: str, entity: MessageEntity) -> str:
    """As Telegram cuts: by UTF-16 units."""
    end = 2 * (entity.offset + entity.length)
    return text.encode("utf-16-le")[2 * entity.offset : end].decode("utf-16-le")


@given(before=words, bold=words, after=words, footer=words)
def test_the_formatting_covers_what_it_covered(
    before: str, bold: str, after: str, footer: str
) -> None:
    entity = MessageEntity(type="bold", offset=units(before), length=units(bold))
    text, entities = legal.signed(before + bold + after, [entity], footer)
    assert [(one.type, cut(text, one)) for one in entities] == [("bold", bold), ("italic", footer)]
    assert text.startswith(before + bold + after)


def test_a_legal_line_alone_stands_at_the_top() -> None:
    text, entities = legal.signed("", None, "ООО «Астра»")
    assert text == "ООО «Астра»"
    assert [(one.offset, one.length) for one in entities] == [(0, 11)]


def text_message(text: str) -> Message:
    return Message(message_id=1, date=NOW, chat=CHAT, text=text)


def photo(caption: str) -> Message:
    size = PhotoSize(file_id="p", file_unique_id="p", width=1, height=1)
    return Message(message_id=1, date=NOW, chat=CHAT, photo=[size], caption=caption)


@pytest.mark.parametrize(("make", "limit"), [(text_message, TEXT), (photo, CAPTION)])
@given(excess=st.integers(-3, 3), footer=words)
def test_what_is_too_long_is_told_by_how_much(
    make: Callable[[str], Message], limit: int, excess: int, footer: str
) -> None:
    room = limit - units("\n\n" + footer)
    message = make("😀" + "я" * (room - 2 + excess))
    said = offers.refusal(SAY, message, footer)
    assert said == (SAY("offer-too-long", excess=excess, why="line") if excess > 0 else None)


@pytest.mark.parametrize("fallback", ["", "|гость", f"|{'я' * 40}"])
@pytest.mark.parametrize("footer", ["", "ООО «Астра»"])
@pytest.mark.parametrize(("make", "limit"), [(text_message, TEXT), (photo, CAPTION)])
@pytest.mark.parametrize("excess", [0, 1])
def test_there_is_room_for_the_longest_name(
    make: Callable[[str], Message], limit: int, footer: str, fallback: str, excess: int
) -> None:
    longest = max(26, len(fallback) - 1)
    line = units("\n\n" + footer) if footer else 0
    message = make(f"{{имя{fallback}}}" + "я" * (limit - line - longest + excess))
    said = offers.refusal(SAY, message, footer)
    assert said == (SAY("offer-too-long", excess=1, why="name") if excess else None)


def test_a_text_that_is_nothing_but_a_name_needs_a_fallback() -> None:
    said = [offers.refusal(SAY, text_message(text), "") for text in ["{имя}!", "{имя|Гость}!"]]
    assert said == [SAY("offer-nameless", open="{", close="}"), None]


@pytest.mark.parametrize("footer", ["", "ООО «Астра»"])
def test_every_kind_of_message_is_either_sent_or_refused_in_words(footer: str) -> None:
    """The kinds a message can have are Telegram's to add to: what is new is refused."""
    taken = {ContentType.TEXT, *offers.CAPTIONED, *offers.WORDLESS}
    for kind in ContentType:
        message = Kind(message_id=1, date=NOW, chat=CHAT, kind=kind)
        assert (offers.refusal(SAY, message, footer) is None) is (kind in taken)
        in_album = message.model_copy(update={"media_group_id": "1"})
        assert (offers.refusal(SAY, in_album, footer) is None) is (kind in copies.IN_ALBUMS)


class Kind(Message):
    kind: str

    @property
    def content_type(self) -> str:
        return self.kind


def test_what_telegram_copies_for_nobody_is_refused_by_name() -> None:
    forbidden = photo("Зал").model_copy(update={"has_protected_content": True})
    assert offers.refusal(SAY, forbidden, "") == SAY("offer-wrong-kind", kind="protected")
    assert (offers.refusal(SAY, quiz(None), ""), offers.refusal(SAY, quiz([1]), "")) == (
        SAY("offer-wrong-kind", kind="quiz"),
        None,
    )


def quiz(answers: list[int] | None) -> Message:
    """A quiz that was forwarded hides its answer."""
    options = [PollOption(persistent_id=str(n), text=str(n), voter_count=0) for n in range(2)]
    poll = Poll(
        id="1",
        question="Сколько?",
        options=options,
        total_voter_count=0,
        is_closed=False,
        is_anonymous=True,
        type="quiz",
        allows_multiple_answers=False,
        allows_revoting=False,
        members_only=False,
        correct_option_ids=answers,
    )
    return Message(message_id=1, date=NOW, chat=CHAT, poll=poll)


def test_an_album_has_its_legal_line_under_it_and_its_captions_to_themselves() -> None:
    piece = photo("я" * CAPTION).model_copy(update={"media_group_id": "1"})
    long = photo("я" * (CAPTION + 1)).model_copy(update={"media_group_id": "1"})
    assert offers.refusal(SAY, piece, "ООО «Астра»") is None
    assert offers.refusal(SAY, long, "") == SAY("offer-too-long", excess=1, why="caption")
