"""What a person sends without a file: a contact, a place, a die, a poll."""

from typing import Any

from sandbox.account import NotPossible
from sandbox.chats import Media

Json = dict[str, Any]

# The highest value that each die can show.
DICE = {"🎲": 6, "🎯": 6, "🎳": 6, "🏀": 5, "⚽": 5, "🎰": 64}
OPTIONS = range(2, 13)
# What Telegram copies for nobody.
STAY = frozenset(
    {"checklist", "game", "giveaway", "giveaway_winners", "invoice", "paid_media", "story"}
)


def contact(phone: str, first_name: str, user_id: int | None) -> Media:
    known = {} if user_id is None else {"user_id": user_id}
    return Media("contact", details={"phone_number": phone, "first_name": first_name, **known})


def location(latitude: float, longitude: float) -> Media:
    return Media("location", details={"latitude": latitude, "longitude": longitude})


def venue(title: str, address: str, latitude: float, longitude: float) -> Media:
    place = {"latitude": latitude, "longitude": longitude}
    return Media("venue", details={"location": place, "title": title, "address": address})


def dice(emoji: str, value: int) -> Media:
    if emoji not in DICE or not 1 <= value <= DICE[emoji]:
        raise NotPossible(f"No die shows {value} as {emoji!r}")
    return Media("dice", details={"emoji": emoji, "value": value})


def poll(poll_id: str, question: str, options: tuple[str, ...], correct: int | None) -> Media:
    """`correct` is the number of the right answer, from 0: it makes the poll a quiz."""
    if not question or len(options) not in OPTIONS or not all(options):
        raise NotPossible("A poll has a question and 2 to 12 answers")
    if correct is not None and correct not in range(len(options)):
        raise NotPossible(f"The poll has no answer number {correct}")
    quiz = {} if correct is None else {"correct_option_ids": [correct]}
    facts: Json = {
        "id": poll_id,
        "question": question,
        "options": [_option(number, text) for number, text in enumerate(options)],
        "total_voter_count": 0,
        "is_closed": False,
        "is_anonymous": True,
        "type": "quiz" if quiz else "regular",
        "allows_multiple_answers": False,
        "allows_revoting": not quiz,
        "members_only": False,
    }
    return Media("poll", details=facts | quiz)


def can_be_copied(media: Media) -> bool:
    """A quiz can where the bot knows the answer."""
    is_quiz = media.kind == "poll" and media.details["type"] == "quiz"
    return media.kind not in STAY and (not is_quiz or "correct_option_ids" in media.details)


def copied(media: Media, poll_id: str) -> Media:
    """A copy is thrown and voted anew: another die, a poll of its own. All else stays the same."""
    facts = media.details
    if media.kind == "dice":
        return dice(facts["emoji"], facts["value"] % DICE[facts["emoji"]] + 1)
    if media.kind == "poll":
        return Media("poll", details=facts | {"id": poll_id})
    return media


def _option(number: int, text: str) -> Json:
    return {"persistent_id": str(number), "text": text, "voter_count": 0}
