"""The question, the score, the why, the thanks."""

from datetime import timedelta

import pytest

from sandbox.faults import error
from sandbox.people import Person
from tests.world import World

QUESTION = (
    "На сколько, по 10-балльной шкале, вы готовы рекомендовать наш продукт "
    "своим друзьям, знакомым, коллегам?"
)


async def test_the_first_start_leads_to_the_question(world: World, alice: Person) -> None:
    alice.start()
    await world.settle()
    assert "«Салон «Астра»»" in alice.last.text
    assert "/privacy" in alice.last.text
    assert alice.last.buttons == [["Согласен, продолжить"]]

    alice.tap("Согласен, продолжить")
    await world.settle()
    assert QUESTION in alice.last.text
    assert "0 — точно не порекомендую, 10 — обязательно порекомендую" in alice.last.text
    assert alice.last.buttons == [["0", "1", "2", "3", "4", "5"], ["6", "7", "8", "9", "10"]]


@pytest.mark.parametrize(
    ("score", "why"),
    [
        (10, "Что вам понравилось больше всего?"),
        (8, "Что нам сделать, чтобы вы поставили 10?"),
        (0, "Что пошло не так? Что нам исправить?"),
    ],
)
async def test_each_group_is_asked_its_own_why(
    world: World, alice: Person, score: int, why: str
) -> None:
    await world.answer(alice, score)
    assert f"Ваша оценка — {score} из 10." in alice.texts
    assert why in alice.last.text
    assert alice.spinners == 0


async def test_a_score_can_be_changed_and_the_last_one_counts(world: World, alice: Person) -> None:
    await world.answer(alice, 9)
    alice.tap("Изменить оценку")
    await world.settle()
    alice.tap("3")
    await world.settle()
    assert "Ваша оценка — 3 из 10." in alice.texts
    assert alice.last.text.startswith("Что пошло не так?")
    assert world.rows("SELECT score FROM responses") == [(3,)]
    assert world.rows("SELECT count(*) FROM surveys") == [(1,)]


async def test_two_taps_at_once_store_one_answer(world: World, alice: Person) -> None:
    await world.meet(alice)
    question = alice.last
    alice.tap("9", message=question)
    alice.tap("9", message=question)
    alice.tap("10", message=question)
    await world.settle()
    assert world.rows("SELECT score FROM responses") == [(10,)]
    assert sum("Что вам понравилось" in text for text in alice.texts) == 1
    assert alice.spinners == 0


async def test_a_score_is_final_after_a_day(world: World, alice: Person) -> None:
    await world.answer(alice, 9)
    await world.pass_time(timedelta(hours=24))
    alice.tap("Изменить оценку")
    await world.settle()
    assert alice.alerts[-1] == "Оценку можно изменить в течение суток. Оценить заново — /rate"
    assert world.rows("SELECT score FROM responses") == [(9,)]


async def test_words_are_the_reason_and_thanks_come_once(world: World, alice: Person) -> None:
    await world.answer(alice, 10, "Анна — волшебница")
    assert any(text.startswith("Спасибо! Нам важно это слышать") for text in alice.texts)
    thanked = len(alice.texts)
    first = alice.send("И кофе вкусный")
    await world.settle()
    assert len(alice.texts) == thanked
    assert list(first.reactions.values()) == [["🙏"]]
    assert world.rows("SELECT text FROM reasons ORDER BY id") == [
        ("Анна — волшебница",),
        ("И кофе вкусный",),
    ]


async def test_a_voice_a_photo_and_a_video_are_reasons_too(world: World, alice: Person) -> None:
    await world.answer(alice, 8)
    for send in (alice.send_voice, alice.send_photo, alice.send_video):
        send()
    await world.settle()
    kinds = world.rows("SELECT kind, file_id IS NOT NULL FROM reasons ORDER BY id")
    assert kinds == [("voice", 1), ("photo", 1), ("video", 1)]


async def test_the_why_closes_half_an_hour_after_the_last_words(
    world: World, alice: Person
) -> None:
    await world.answer(alice, 10, "Всё хорошо")
    await world.pass_time(timedelta(minutes=31))
    alice.send("А ещё вопрос")
    await world.settle()
    assert "Я бот и понимаю кнопки и команды" in alice.last.text
    assert world.rows("SELECT count(*) FROM reasons") == [(1,)]


async def test_skipping_the_why_is_a_full_answer(world: World, alice: Person) -> None:
    await world.answer(alice, 8)
    alice.tap("Пропустить")
    await world.settle()
    assert any(text.startswith("Спасибо! Подумаем") for text in alice.texts)
    alice.send("Просто слова")
    await world.settle()
    assert world.rows("SELECT count(*) FROM reasons") == [(0,)]


async def test_skipping_twice_thanks_once(world: World, alice: Person) -> None:
    await world.answer(alice, 8)
    why = alice.last
    alice.tap("Пропустить", message=why)
    alice.tap("Пропустить", message=why)
    await world.settle()
    assert sum(text.startswith("Спасибо! Подумаем") for text in alice.texts) == 1


async def test_whether_offers_are_welcome_is_asked_once(world: World, alice: Person) -> None:
    await world.answer(alice, 8, "Спасибо")
    assert alice.last.text == "Присылать вам иногда наши предложения и скидки?"
    alice.tap("Да, присылайте")
    await world.settle()
    assert world.rows("SELECT kind, given, source FROM consents ORDER BY id") == [
        ("data", 1, "start"),
        ("offers", 1, "survey"),
    ]
    await world.pass_time(timedelta(days=2))
    alice.send("/rate")
    await world.settle()
    await world.answer(alice, 7, "И снова спасибо")
    assert sum("Присылать вам" in text for text in alice.texts) == 0
    assert world.rows("SELECT count(*) FROM consents") == [(2,)]


async def test_a_detractor_is_not_asked_about_offers(world: World, alice: Person) -> None:
    await world.answer(alice, 2, "Ждала час")
    assert "Нам очень жаль" in alice.last.text


async def test_rating_again_within_a_day_changes_the_last_answer(
    world: World, alice: Person
) -> None:
    await world.answer(alice, 7)
    await world.pass_time(timedelta(hours=23))
    alice.send("/rate")
    await world.settle()
    alice.tap("9")
    await world.settle()
    assert world.rows("SELECT score FROM responses") == [(9,)]


async def test_rating_again_later_is_a_new_answer(world: World, alice: Person) -> None:
    await world.answer(alice, 7)
    await world.pass_time(timedelta(hours=25))
    alice.send("/rate")
    await world.settle()
    alice.tap("9")
    await world.settle()
    assert world.rows("SELECT score FROM responses ORDER BY id") == [(7,), (9,)]


async def test_a_typed_number_is_a_score_too(world: World, alice: Person) -> None:
    await world.meet(alice)
    alice.send("0")
    await world.settle()
    assert world.rows("SELECT score FROM responses") == [(0,)]
    assert "Ваша оценка — 0 из 10." in alice.texts


async def test_words_before_the_score_are_answered_with_the_question(
    world: World, alice: Person
) -> None:
    await world.meet(alice)
    alice.send("11")
    await world.settle()
    assert "Сначала выберите оценку" in alice.texts[-2]
    assert QUESTION in alice.last.text


async def test_a_late_tap_is_told_so_and_offered_a_new_survey(world: World, alice: Person) -> None:
    await world.meet(alice)
    question = alice.last
    await world.pass_time(timedelta(days=15))
    alice.tap("9", message=question)
    await world.settle()
    assert "Этот опрос уже закрыт" in question.text
    assert world.rows("SELECT count(*) FROM responses") == [(0,)]
    alice.tap("Оценить сейчас")
    await world.settle()
    alice.tap("9")
    await world.settle()
    assert world.rows("SELECT score FROM responses") == [(9,)]


async def test_nobody_answers_for_somebody_else(world: World, alice: Person, dave: Person) -> None:
    await world.meet(alice)
    await world.meet(dave)
    survey = world.rows(
        "SELECT s.id FROM surveys s JOIN people p ON p.id = customer_id WHERE telegram_id = 1"
    )[0][0]
    world.forge_tap(dave, f"score:{survey}:0")
    await world.settle()
    assert dave.alerts[-1] == "Этот вопрос был задан не вам. Ваш — по команде /rate"
    assert world.rows("SELECT count(*) FROM responses") == [(0,)]


@pytest.mark.parametrize(
    "data", ["score:1:11", "score:1:-1", "score:x:1", "score", "nonsense", "score:99999999999:5"]
)
async def test_a_forged_tap_does_no_harm_and_is_answered(
    world: World, alice: Person, data: str
) -> None:
    await world.meet(alice)
    world.forge_tap(alice, data)
    await world.settle()
    assert alice.spinners == 0
    assert alice.alerts
    assert world.rows("SELECT count(*) FROM responses") == [(0,)]
    assert not world.failures


async def test_staff_rehearse_and_nothing_is_kept(world: World, olga: Person) -> None:
    await world.meet(olga)
    olga.send("/rate")
    await world.settle()
    assert olga.last.text.startswith("Репетиция.")
    olga.tap("3")
    await world.settle()
    olga.tap("Пропустить")
    await world.settle()
    assert world.rows("SELECT (SELECT count(*) FROM surveys) + (SELECT count(*) FROM cases)") == [
        (0,)
    ]


async def test_everything_survives_a_restart_at_any_point(world: World, alice: Person) -> None:
    alice.start()
    await world.settle()
    await world.restart()
    alice.tap("Согласен, продолжить")
    await world.settle()
    await world.restart()
    alice.tap("9")
    await world.settle()
    await world.restart()
    alice.send("Уютно")
    await world.settle()
    assert world.rows("SELECT score, text FROM responses JOIN reasons ON response_id = 1") == [
        (9, "Уютно")
    ]


async def test_the_spinner_stops_before_all_that_may_have_to_wait(
    world: World, alice: Person
) -> None:
    await world.meet(alice)
    world.telegram.faults.add(method="editMessageText", times=1, kind=error(500))
    alice.tap("9")
    await world.settle()
    assert alice.alerts == ["Оценка 9 сохранена"]
    assert world.rows("SELECT score FROM responses") == [(9,)]
    world.failures.clear()


async def test_a_toast_that_fails_holds_nothing_up(world: World, alice: Person) -> None:
    await world.meet(alice)
    world.telegram.faults.add(method="answerCallbackQuery", times=1, kind=error(500))
    alice.tap("9")
    await world.settle()
    assert alice.last.text.startswith("Что вам понравилось больше всего?")
    assert not world.failures
