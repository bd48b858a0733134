"""What an owner reads of whether messages help."""

import pytest

from models.holdout import Compared
from models.rules.contact import MAY_BE_HELD_OUT, Kind
from models.rules.holdout import Side
from tests.views.test_report import plain
from views.holdout import comparison
from views.say import LANGUAGES, Say, say_in

RU, EN = say_in("ru"), say_in("en")
HELPS = Compared(Kind.REMINDER, Side(1000, 340), Side(200, 42))
HURTS = Compared(Kind.OFFER, Side(1000, 100), Side(200, 42))
UNCLEAR = Compared(Kind.REFERRAL, Side(400, 20), Side(60, 6))
FEW = Compared(Kind.GREETING, Side(80, 8), Side(12, 1))


def lines(say: Say, *compared: Compared) -> list[str]:
    return [plain(line) for line in comparison(say, compared, 20)]


def test_each_kind_begins_with_whether_it_helps_and_tells_both_shares() -> None:
    title, *told = lines(RU, HELPS, HURTS, UNCLEAR)
    assert "20 % клиентов, выбранных жребием" in title
    assert told == [
        "Напоминания: <b>помогают</b>. С ними ответили за неделю 34 %, без них 21 % "
        "(разница в пунктах: от +6 до +20)",
        "Предложения: <b>мешают</b>. С ними ответили за неделю 10 %, без них 21 % "
        "(разница в пунктах: от −18 до −5)",
        "Просьбы рассказать о нас: <b>разницы пока не видно</b>. С ними привели друга за две "
        "недели 5 %, без них 10 % (разница в пунктах: от −15 до +3)",
    ]


def test_all_of_which_it_is_too_early_to_tell_stand_in_one_line() -> None:
    invitation = Compared(Kind.INVITATION, Side(29, 8), Side(29, 1))
    assert lines(RU, FEW, HELPS, invitation)[2:] == [
        "Пока рано судить: поздравления, приглашения ко дню рождения "
        "(нужно по 30 клиентов с каждой стороны)"
    ]


def test_the_same_is_told_in_english() -> None:
    title, helps, few = lines(EN, HELPS, FEW)
    assert "20% of customers, chosen by lot" in title
    assert helps == (
        "Reminders: <b>they help</b>. With them 34% answered within a week, without them 21% "
        "(a difference of +6 to +20 points)"
    )
    assert few == "Too early to tell: greetings (it takes 30 customers on each side)"


def test_no_line_breaks_before_a_per_cent_sign() -> None:
    assert not any(" %" in line for line in comparison(RU, [HELPS, UNCLEAR], 20))


@pytest.mark.parametrize("language", LANGUAGES)
def test_where_nothing_is_compared_nothing_is_said(language: str) -> None:
    assert comparison(say_in(language), [], 20) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_kind_has_its_name(language: str) -> None:
    told = [
        comparison(say_in(language), [Compared(kind, HELPS.treated, HELPS.held)], 20)[1]
        for kind in sorted(MAY_BE_HELD_OUT)
    ]
    assert len({line.split(":")[0] for line in told}) == len(MAY_BE_HELD_OUT)
