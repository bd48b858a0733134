"""Promoters are asked, once, whether they would tell a friend."""

from datetime import timedelta

from models.rules.contact import Reason
from models.tables import NudgeState, Person, Response
from sandbox import people
from tests.scheduler.bench import NOON, Bench

DAY = timedelta(days=1)
PROMPT = "Расскажете о нас тем, кому это пригодится?"


async def test_a_promoter_is_prompted_when_it_is_due(bench: Bench, alice: people.Person) -> None:
    await bench.change(Person, 1, referral_at=NOON + timedelta(hours=3))
    await bench.lives_through(timedelta(hours=2))
    assert alice.texts == []
    await bench.lives_through(timedelta(days=30))
    assert [PROMPT in text for text in alice.texts] == [True]
    assert alice.last.buttons == [["Поделиться"], ["Не сейчас"]]
    person = await bench.row(Person, 1)
    assert person.referral_shown_at == NOON + timedelta(hours=3)
    assert person.referral_at is None


async def test_planning_the_prompt_twice_plans_it_once(bench: Bench, alice: people.Person) -> None:
    await bench.change(Person, 1, referral_at=NOON)
    await bench.scheduler.tick()
    await bench.scheduler.tick()
    nudge = await bench.nudge()
    assert nudge.key.startswith("referral:1:2026-05-15")
    assert nudge.good_until == NOON + timedelta(days=7)


async def is_to_be_prompted(bench: Bench) -> None:
    """Gave a nine yesterday; the prompt is planned."""
    await bench.asked(1, NOON - DAY)
    await bench.scored(1, 9)
    await bench.change(Response, 1, answered_at=NOON - DAY)
    await bench.change(Person, 1, referral_at=NOON)
    await bench.scheduler.tick()


async def test_a_promoter_whose_score_stands_is_prompted(
    bench: Bench, alice: people.Person
) -> None:
    await is_to_be_prompted(bench)
    await bench.scheduler.settle()
    assert PROMPT in alice.last.text


async def test_a_score_lowered_meanwhile_takes_the_prompt_back(
    bench: Bench, alice: people.Person
) -> None:
    await is_to_be_prompted(bench)
    await bench.scored(1, 8)
    await bench.scheduler.settle()
    assert alice.texts == []
    assert (await bench.nudge()).reason == "not_needed"


async def test_who_has_asked_for_the_link_meanwhile_is_not_prompted(
    bench: Bench, alice: people.Person
) -> None:
    await is_to_be_prompted(bench)
    await bench.change(Person, 1, referral_shown_at=NOON)
    await bench.scheduler.settle()
    assert (await bench.nudge()).reason == "not_needed"


async def test_a_prompt_put_off_by_a_newer_score_keeps_its_new_time(
    bench: Bench, alice: people.Person
) -> None:
    later = NOON + timedelta(days=2)
    await bench.change(Person, 1, referral_at=NOON)
    await bench.scheduler.tick()
    await bench.change(Person, 1, referral_at=later)
    await bench.lives_through(timedelta(days=1))
    assert alice.texts == []
    await bench.lives_through(timedelta(days=1))
    assert PROMPT in alice.last.text


async def test_no_prompt_while_a_case_is_open(bench: Bench, alice: people.Person) -> None:
    await bench.asked(1)
    await bench.scored(1, 3)
    await bench.change(Person, 1, referral_at=NOON)
    await bench.scheduler.settle()
    nudge = await bench.nudge("referral")
    assert (nudge.state, nudge.reason) == (NudgeState.SKIPPED, Reason.OPEN_CASE)
    assert (await bench.row(Person, 1)).referral_at is None
