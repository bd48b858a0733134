"""/qr in dialogue: bob names touchpoints, prints, renames and retires them."""

from io import BytesIO

import pytest
import zxingcpp
from PIL import Image

from sandbox.people import Person
from tests.admins.broadcasting import begin
from tests.touchpoints import (
    LINK,
    acts_of,
    answer_of_many,
    comes,
    make,
    opens,
    says,
    surveys_of,
    taps,
    texts,
)
from tests.world import World

# --- naming ---


async def test_bob_names_a_touchpoint_and_gets_its_link_and_its_sheet(
    world: World, bob: Person
) -> None:
    await world.meet(bob)
    await says(world, bob, "/qr")
    assert bob.last.buttons == [["Новая точка"]]
    await taps(world, bob, "Новая точка")
    assert bob.last.text == "Как назвать? Например: касса, мастер Анна."
    await says(world, bob, "  Мастер   Анна ")
    ((code, name),) = world.rows("SELECT code, name FROM touchpoints")
    assert name == "Мастер Анна"
    card, preview, document = bob.messages[-3:]
    assert card.text == (
        "Мастер Анна\n"
        "Ответов пока нет\n"
        f"\nСсылка: {LINK}{code}\n"
        f"Код, если камеры нет под рукой: t_{code}"
    )
    assert preview.media is not None
    assert preview.media.kind == "photo"
    assert "Мастер Анна" in preview.text
    assert document.media is not None
    assert document.media.kind == "document"
    assert document.media.file is not None
    assert document.media.file.name == f"qr-{code}.png"
    assert acts_of(world) == [("touchpoint_made", "Боб")]
    assert world.rows("SELECT count(*) FROM wizards") == [(0,)]


async def test_the_sheet_in_the_chat_leads_to_the_touchpoint(
    world: World, bob: Person, alice: Person
) -> None:
    await make(world, bob, "Касса")
    for message in bob.messages[-2:]:
        assert message.media is not None
        picture = Image.open(BytesIO(message.media.content))
        assert picture.size == (1240, 1748)
        (code,) = zxingcpp.read_barcodes(picture)
        await opens(world, alice, code.text)
    await taps(world, alice, "Согласен, продолжить")
    assert surveys_of(world) == [("touchpoint", "asked", "Касса")]


@pytest.mark.parametrize("name", ["к" * 41, "две\nстроки", "x\n" * 30])
async def test_a_name_that_is_none_is_asked_for_again(world: World, bob: Person, name: str) -> None:
    await world.meet(bob)
    await says(world, bob, "/qr")
    await taps(world, bob, "Новая точка")
    await says(world, bob, name)
    assert bob.last.text.startswith("Название — одна строка, не длиннее 40 знаков")
    await says(world, bob, "к" * 40)
    assert world.rows("SELECT name FROM touchpoints") == [("к" * 40,)]


async def test_a_picture_is_no_name(world: World, bob: Person) -> None:
    await world.meet(bob)
    await says(world, bob, "/qr")
    await taps(world, bob, "Новая точка")
    bob.send_photo(caption="касса")
    await world.settle()
    assert bob.last.text.startswith("Название — одна строка")
    assert world.rows("SELECT count(*) FROM touchpoints") == [(0,)]


async def test_two_in_use_are_not_called_the_same(world: World, bob: Person) -> None:
    await make(world, bob, "Касса", "КАССА")
    assert bob.last.text == "Точка «КАССА» уже есть. Придумайте другое название."
    assert bob.last.buttons == [["Отмена"]]
    await says(world, bob, "Касса на входе")
    rows = world.rows("SELECT name FROM touchpoints ORDER BY id")
    assert rows == [("Касса",), ("Касса на входе",)]


async def test_a_name_that_looks_like_a_tag_does_no_harm(world: World, bob: Person) -> None:
    await make(world, bob, "<b>&касса")
    assert bob.messages[-3].text.startswith("<b>&касса\n")
    await says(world, bob, "/qr")
    assert bob.last.buttons[0] == ["<b>&касса · нет ответов"]
    assert not world.failures


async def test_cancel_leaves_the_naming(world: World, bob: Person) -> None:
    await world.meet(bob)
    await says(world, bob, "/qr")
    await taps(world, bob, "Новая точка", "Отмена")
    assert bob.last.buttons == [["Новая точка"]]
    await says(world, bob, "касса")
    assert world.rows("SELECT count(*) FROM touchpoints") == [(0,)]


@pytest.mark.parametrize("word", ["/help", "/broadcast", "стоп"])
async def test_a_command_goes_before_the_name_and_leaves_the_naming(
    world: World, bob: Person, word: str
) -> None:
    await world.meet(bob)
    await says(world, bob, "/qr")
    await taps(world, bob, "Новая точка")
    await says(world, bob, word, "касса")
    assert world.rows("SELECT count(*) FROM touchpoints") == [(0,)]
    assert world.rows("SELECT count(*) FROM wizards WHERE state IS NOT NULL") == [(0,)]


async def test_the_name_goes_before_a_draft_of_a_broadcast(world: World, bob: Person) -> None:
    await world.meet(bob)
    await begin(world, bob)
    await make(world, bob, "Касса")
    assert world.rows("SELECT name FROM touchpoints") == [("Касса",)]
    assert world.rows("SELECT state FROM campaigns") == [("draft",)]
    assert world.rows("SELECT count(*) FROM variants") == [(0,)]


async def test_a_restart_in_the_middle_of_naming_forgets_nothing(world: World, bob: Person) -> None:
    await world.meet(bob)
    await says(world, bob, "/qr")
    await taps(world, bob, "Новая точка")
    await world.restart()
    await says(world, bob, "Касса")
    assert world.rows("SELECT name FROM touchpoints") == [("Касса",)]


# --- the list and the card ---


async def test_the_list_shows_answers_and_nps_and_the_retired_last(
    world: World, bob: Person
) -> None:
    first, *_ = await make(world, bob, "Ёлка", "Анна", "Бар")
    await answer_of_many(world, first, [10, 10, 10, 9, 8])
    await says(world, bob, "/qr")
    await taps(world, bob, "Анна · нет ответов", "Убрать", "‹ Все точки")
    assert bob.last.buttons == [
        ["Бар · нет ответов"],
        ["Ёлка · 5 ответов · +80"],
        ["Анна (убрана) · нет ответов"],
        ["Новая точка"],
    ]


async def test_a_long_list_has_pages(world: World, bob: Person) -> None:
    await make(world, bob, *(f"Мастер {number:02}" for number in range(17)))
    await says(world, bob, "/qr")
    assert [row[0][:9] for row in bob.last.buttons[:8]] == [f"Мастер {n:02}" for n in range(8)]
    assert bob.last.buttons[8:] == [["›"], ["Новая точка"]]
    await taps(world, bob, "›")
    assert bob.last.buttons[8:] == [["‹", "›"], ["Новая точка"]]
    await taps(world, bob, "›")
    assert bob.last.buttons == [["Мастер 16 · нет ответов"], ["‹"], ["Новая точка"]]


async def test_the_card_shows_the_answers_and_from_five_on_the_nps(
    world: World, bob: Person
) -> None:
    (link,) = await make(world, bob, "Касса")
    await answer_of_many(world, link, [10, 9, 3, 7])
    await says(world, bob, "/qr")
    await taps(world, bob, "Касса · 4 ответа")
    assert bob.last.text.startswith("Касса\n4 ответа\n\nСсылка")
    await comes(world, world.alice, link, 10)
    await says(world, bob, "/qr")
    await taps(world, bob, "Касса · 5 ответов · +40")
    assert bob.last.text.startswith("Касса\n5 ответов\nNPS +40\n")


async def test_a_new_name_keeps_the_code_and_the_answers(
    world: World, bob: Person, alice: Person
) -> None:
    (link,) = await make(world, bob, "Касса")
    await comes(world, alice, link, 10)
    await says(world, bob, "/qr")
    await taps(world, bob, "Касса · 1 ответ", "Переименовать")
    assert bob.last.text == "Как теперь назвать точку «Касса»?"
    await says(world, bob, "касса")
    assert bob.last.text.startswith(f"касса\n1 ответ\n\nСсылка: {link}\n")
    assert world.rows("SELECT name FROM touchpoints") == [("касса",)]
    assert acts_of(world) == [("touchpoint_made", "Боб"), ("touchpoint_renamed", "Боб")]


async def test_cancel_of_a_renaming_goes_back_to_the_card(world: World, bob: Person) -> None:
    await make(world, bob, "Касса")
    await taps(world, bob, "Переименовать", "Отмена")
    assert bob.last.text.startswith("Касса\n")
    await says(world, bob, "Бар")
    assert world.rows("SELECT name FROM touchpoints") == [("Касса",)]


async def test_a_touchpoint_is_retired_once_and_brought_back_once(
    world: World, bob: Person
) -> None:
    await make(world, bob, "Касса")
    card = bob.messages[-3]
    for _ in range(2):
        bob.tap("Убрать", message=card)
    await world.settle()
    assert "Точка убрана" in card.text
    assert card.buttons == [["Переименовать", "Вернуть"], ["‹ Все точки"]]
    for _ in range(2):
        bob.tap("Вернуть", message=card)
    await world.settle()
    assert "Ссылка: " in card.text
    assert [kind for kind, _ in acts_of(world)] == [
        "touchpoint_made",
        "touchpoint_retired",
        "touchpoint_returned",
    ]
    assert (bob.spinners, sum(world.failures.values())) == (0, 0)


async def test_a_retired_one_does_not_come_back_beside_its_namesake(
    world: World, bob: Person
) -> None:
    await make(world, bob, "Касса")
    old = bob.messages[-3]
    bob.tap("Убрать", message=old)
    await world.settle()
    await make(world, bob, "касса")
    bob.tap("Вернуть", message=old)
    await world.settle()
    assert bob.alerts[-1].startswith("Точка «Касса» уже есть")
    assert world.rows("SELECT count(*) FROM touchpoints WHERE retired_at IS NULL") == [(1,)]


async def test_the_sheet_of_a_retired_one_is_not_printed_by_an_old_button(
    world: World, bob: Person
) -> None:
    await make(world, bob, "Касса")
    card = bob.messages[-3]
    kept = card.markup
    await taps(world, bob, "Убрать")
    card.markup, sent = kept, len(bob.messages)
    bob.tap("QR для печати", message=card)
    await world.settle()
    assert len(bob.messages) == sent


@pytest.mark.parametrize(
    "data",
    ["points:0", "point:1", "point-new", "point-qr:1", "point-name:1", "point-off:1", "point-on:1"],
)
async def test_a_customer_can_forge_none_of_it(
    world: World, bob: Person, alice: Person, data: str
) -> None:
    await make(world, bob, "Касса")
    await world.meet(alice)
    said = len(alice.messages)
    world.forge_tap(alice, data)
    await world.settle()
    await says(world, alice, "/qr")
    assert texts(alice, len(alice.messages) - said)[1:] == [alice.last.text]
    assert world.rows("SELECT name, retired_at FROM touchpoints") == [("Касса", None)]
    assert world.rows("SELECT count(*) FROM wizards") == [(0,)]


@pytest.mark.parametrize("data", ["point:99", "point-qr:99", "point-name:99", "point-off:99"])
async def test_a_forged_button_of_bob_is_answered_as_a_stale_one(
    world: World, bob: Person, data: str
) -> None:
    await make(world, bob, "Касса")
    world.forge_tap(bob, data)
    await world.settle()
    assert bob.alerts[-1].startswith("Эта кнопка устарела.")
    assert not world.failures
