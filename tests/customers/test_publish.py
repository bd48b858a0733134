"""Words to publish: asked once, allowed with the name or without, taken back at any time."""

from datetime import timedelta

import pytest

from sandbox.people import Person
from tests.customers.steps import labels, say, tap
from tests.world import World

QUESTION = "Можно показать ваши слова другим"
OFFERS = "Присылать вам иногда"
NAMED, NAMELESS, NO = "Да, с именем", "Да, без имени", "Нет"
UNPUBLISH = "Больше не показывать мои слова"
LATER = timedelta(minutes=1)


def kept(world: World) -> list[str | None]:
    return [choice for (choice,) in world.rows("SELECT publish FROM responses ORDER BY id")]


def publishable(world: World) -> list[str]:
    rows = world.rows("SELECT text FROM reasons WHERE publishable ORDER BY id")
    return [text for (text,) in rows]


def consents(world: World) -> list[tuple[int, str]]:
    return world.rows("SELECT given, source FROM consents WHERE kind = 'publish' ORDER BY id")


def asked(person: Person) -> int:
    return sum(QUESTION in text for text in person.texts)


# --- which question comes ---


async def test_a_promoter_who_wrote_words_is_asked_about_them_and_nothing_else(
    world: World, alice: Person
) -> None:
    await world.answer(alice, 10, "Уютно")
    assert alice.texts[-2].startswith("Спасибо! Нам важно это слышать")
    assert alice.last.text.startswith(QUESTION)
    assert "Алиса Ким" in alice.last.text
    assert alice.last.buttons == [[NAMED, NAMELESS], [NO]]
    assert not any(OFFERS in text for text in alice.texts)
    assert world.rows("SELECT publish_asked_at IS NOT NULL, publish FROM responses") == [(1, None)]
    assert world.rows("SELECT offers_asked_at FROM people") == [(None,)]


@pytest.mark.parametrize("score", [7, 8])
async def test_a_passive_is_asked_about_offers(world: World, alice: Person, score: int) -> None:
    await world.answer(alice, score, "Мало места")
    assert alice.last.text.startswith(OFFERS)
    assert asked(alice) == 0


async def test_a_detractor_is_asked_nothing_more(world: World, alice: Person) -> None:
    await world.answer(alice, 3, "Ждала час")
    assert alice.last.text.startswith("Спасибо, что сказали прямо")


async def test_voice_subjects_and_silence_are_no_words_to_show(
    world: World, alice: Person, dave: Person, charlie: Person
) -> None:
    for person in alice, dave, charlie:
        await world.answer(person, 10)
    alice.send_voice()
    await tap(world, dave, "мастер", "Готово")
    await tap(world, charlie, "Пропустить")
    for person in alice, dave, charlie:
        assert person.last.text.startswith(OFFERS)
        assert asked(person) == 0


async def test_the_other_question_waits_for_a_later_talk(world: World, alice: Person) -> None:
    talks = [("Уютно", QUESTION), ("Снова уютно", OFFERS), ("И опять", QUESTION)]
    for words, question in talks:
        alice.send("/rate") if alice.chat.started else None
        await world.settle()
        await world.answer(alice, 10, words)
        assert alice.last.text.startswith(question)
        await world.pass_time(timedelta(days=2))
    assert asked(alice) == 2


async def test_more_words_bring_no_second_question(world: World, alice: Person) -> None:
    await world.answer(alice, 10, "Уютно")
    await say(world, alice, "И тихо")
    assert asked(alice) == 1
    assert alice.last.text.startswith(QUESTION)


# --- the choice ---


@pytest.mark.parametrize(
    ("button", "choice", "given", "told"),
    [
        (NAMED, "named", 1, "Покажем с именем: Алиса Ким."),
        (NAMELESS, "nameless", 1, "Покажем без имени."),
        (NO, "no", 0, "никому не покажем"),
    ],
)
async def test_each_choice_is_kept_with_its_consent(
    world: World, alice: Person, button: str, choice: str, given: int, told: str
) -> None:
    await world.answer(alice, 9, "Уютно")
    await tap(world, alice, button)
    assert told in alice.last.text
    assert f"✓ {button}" in labels(alice)
    assert len(labels(alice)) == 3
    assert kept(world) == [choice]
    assert publishable(world) == (["Уютно"] if given else [])
    assert world.rows(
        "SELECT given, source, text_version, substr(at, 1, 16) FROM consents WHERE kind = 'publish'"
    ) == [(given, "answer:1", 1, "2026-05-15 09:00")]


async def test_a_wrong_tap_is_put_right_by_its_neighbour(world: World, alice: Person) -> None:
    await world.answer(alice, 9, "Уютно")
    question = alice.last
    await tap(world, alice, NO, NAMED, NAMELESS)
    assert alice.last is question
    assert labels(alice) == [NAMED, f"✓ {NAMELESS}", NO]
    assert kept(world) == ["nameless"]
    assert consents(world) == [(0, "answer:1"), (1, "answer:1"), (1, "answer:1")]
    await tap(world, alice, NO)
    assert publishable(world) == []


async def test_two_quick_taps_are_one(world: World, alice: Person) -> None:
    await world.answer(alice, 9, "Уютно")
    question = alice.last
    alice.tap(NAMED, message=question)
    alice.tap(NAMED, message=question)
    await world.settle()
    assert consents(world) == [(1, "answer:1")]
    assert kept(world) == ["named"]
    assert alice.spinners == 0
    assert not world.failures


async def test_a_tap_months_later_still_counts(world: World, alice: Person) -> None:
    await world.answer(alice, 9, "Уютно")
    question = alice.last
    await world.pass_time(timedelta(days=60))
    await world.restart()
    alice.tap(NAMED, message=question)
    await world.settle()
    assert publishable(world) == ["Уютно"]


@pytest.mark.parametrize(
    "data", ["publish:1:named", "publish:99:named", "publish:2:all", "publish:-1:no"]
)
async def test_nobody_publishes_somebody_elses_words(
    world: World, alice: Person, dave: Person, data: str
) -> None:
    await world.answer(alice, 10, "Уютно")
    await world.answer(dave, 10, "Тихо")
    world.forge_tap(dave, data)
    await world.settle()
    assert kept(world) == [None, None]
    assert publishable(world) == []
    assert consents(world) == []
    assert "устарела" in dave.alerts[-1]
    assert dave.spinners == 0


async def test_no_words_means_nothing_to_allow(world: World, alice: Person) -> None:
    await world.answer(alice, 10)
    alice.send_voice()
    await world.settle()
    world.forge_tap(alice, "publish:1:named")
    await world.settle()
    assert kept(world) == [None]
    assert "устарела" in alice.alerts[-1]


async def test_who_is_of_the_staff_by_now_is_told_that_the_button_is_old(
    world: World, alice: Person, olga: Person
) -> None:
    await world.meet(olga)
    await say(world, olga, "/staff")
    await tap(world, olga, "Пригласить администратора")
    link = next(word for word in olga.last.text.split() if word.startswith("https://"))
    await world.answer(alice, 10, "Уютно")
    question = alice.last
    alice.open_link(link)
    await world.settle()
    alice.tap(NAMED, message=question)
    await world.settle()
    assert "устарела" in alice.alerts[-1]
    assert question.buttons == []
    assert (kept(world), consents(world)) == ([None], [])


# --- what a yes covers ---


async def test_a_yes_covers_what_was_said_until_then_and_a_new_yes_the_rest(
    world: World, alice: Person
) -> None:
    await world.answer(alice, 10, "Уютно")
    question = alice.last
    await say(world, alice, "И тихо")
    alice.tap(NAMED, message=question)
    await world.pass_time(LATER)
    await say(world, alice, "А мой начальник — зануда")
    assert publishable(world) == ["Уютно", "И тихо"]
    alice.tap(f"✓ {NAMED}", message=question)
    await world.settle()
    assert publishable(world) == ["Уютно", "И тихо", "А мой начальник — зануда"]
    assert consents(world) == [(1, "answer:1"), (1, "answer:1")]


async def test_words_edited_after_a_yes_are_shown_only_after_another(
    world: World, alice: Person
) -> None:
    await world.answer(alice, 10)
    said = alice.send("Уютно")
    await world.settle()
    question = alice.last
    await tap(world, alice, NAMED)
    alice.edit(said, "Уютно, но дорого")
    await world.settle()
    assert publishable(world) == []
    alice.tap(f"✓ {NAMED}", message=question)
    await world.settle()
    assert publishable(world) == ["Уютно, но дорого"]


# --- taking back ---


async def test_settings_say_that_words_may_be_shown_only_where_they_may(
    world: World, alice: Person
) -> None:
    await world.answer(alice, 10, "Уютно")
    await say(world, alice, "/settings")
    assert UNPUBLISH not in labels(alice)
    assert "можно показывать" not in alice.last.text


async def test_one_tap_takes_all_words_back(world: World, alice: Person) -> None:
    await world.answer(alice, 10, "Уютно")
    await tap(world, alice, NAMED)
    for words in ("Снова уютно", "И опять"):
        await world.pass_time(timedelta(days=2))
        await say(world, alice, "/rate")
        await world.answer(alice, 10, words)
    await tap(world, alice, NAMELESS)
    assert publishable(world) == ["Уютно", "И опять"]

    await say(world, alice, "/settings")
    settings = alice.last
    assert "Ваши слова можно показывать другим." in settings.text
    alice.tap(UNPUBLISH, message=settings)
    alice.tap(UNPUBLISH, message=settings)
    await world.settle()
    assert alice.alerts[-1] == "Хорошо, ваши слова больше никому не показываем."
    assert UNPUBLISH not in labels(alice)
    assert "можно показывать" not in settings.text
    assert publishable(world) == []
    assert kept(world) == ["no", None, "no"]
    assert consents(world) == [(1, "answer:1"), (1, "answer:3"), (0, "settings")]
    assert alice.spinners == 0


async def test_the_data_consent_takes_the_words_along(world: World, alice: Person) -> None:
    await world.answer(alice, 10, "Уютно")
    question = alice.last
    await tap(world, alice, NAMED)
    await say(world, alice, "/settings")
    await tap(world, alice, "Отозвать согласие на данные")
    assert "ваших слов никому не покажем" in alice.last.text
    assert publishable(world) == []
    assert consents(world)[1:] == [(0, "settings")]
    alice.tap(f"✓ {NAMED}", message=question)
    await world.settle()
    assert publishable(world) == []
    assert consents(world)[2:] == []


async def test_forget_takes_the_words_along(world: World, alice: Person) -> None:
    await world.answer(alice, 10, "Уютно")
    question = alice.last
    await tap(world, alice, NAMED)
    await say(world, alice, "/forget")
    await tap(world, alice, "Стереть мои данные", "Да, стереть навсегда")
    assert (kept(world), publishable(world), consents(world)) == ([None], [], [])
    await world.meet(alice)
    alice.tap(f"✓ {NAMED}", message=question)
    await world.settle()
    assert kept(world) == [None]
    assert "устарела" in alice.alerts[-1]
