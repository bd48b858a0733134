"""At most one question after the thanks, and which."""

import pytest

from models.rules.last_question import LastQuestion, last_question
from models.rules.nps import Group

PUBLISH, OFFERS = LastQuestion.PUBLISH, LastQuestion.OFFERS


@pytest.mark.parametrize(
    ("group", "wrote_words", "publish_asked", "offers_asked", "question"),
    [
        (Group.PROMOTER, True, False, False, PUBLISH),
        (Group.PROMOTER, True, False, True, PUBLISH),
        (Group.PROMOTER, True, True, False, OFFERS),
        (Group.PROMOTER, True, True, True, PUBLISH),
        (Group.PROMOTER, False, False, False, OFFERS),
        (Group.PROMOTER, False, False, True, None),
        (Group.PASSIVE, True, False, False, OFFERS),
        (Group.PASSIVE, True, False, True, None),
        (Group.DETRACTOR, True, False, False, OFFERS),
        (Group.DETRACTOR, True, False, True, None),
    ],
)
def test_words_go_first_and_then_they_take_turns(
    group: Group,
    wrote_words: bool,
    publish_asked: bool,
    offers_asked: bool,
    question: LastQuestion | None,
) -> None:
    facts = {
        "wrote_words": wrote_words,
        "publish_asked": publish_asked,
        "offers_asked": offers_asked,
    }
    assert last_question(group, has_open_case=False, **facts) is question
    assert last_question(group, has_open_case=True, **facts) is None
