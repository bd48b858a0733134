"""What is asked after the thanks: one thing at most; the other waits for a later talk."""

from enum import StrEnum

from models.rules.nps import Group


class LastQuestion(StrEnum):
    PUBLISH = "publish"
    """May these words be shown to others?"""
    OFFERS = "offers"
    """Are offers welcome?"""


def last_question(
    group: Group,
    *,
    wrote_words: bool,
    has_open_case: bool,
    publish_asked: bool,
    offers_asked: bool,
) -> LastQuestion | None:
    """`publish_asked`: about any words of this customer, before these. Who waits for a human has
    other things in mind, and so has every detractor: the score has opened a case."""
    if has_open_case:
        return None
    may_publish = group is Group.PROMOTER and wrote_words
    if may_publish and not publish_asked:
        return LastQuestion.PUBLISH
    if not offers_asked:
        return LastQuestion.OFFERS
    return LastQuestion.PUBLISH if may_publish else None
