"""What was changed changes in its copies, and says that it was."""

from datetime import timedelta
from pathlib import Path

from models import people
from models.tables import Role
from sandbox.faults import drop_before
from tests.relay.talks import GATHERED, Salon, card_of, has, refuse, said_to, told

PNG = (Path(__file__).parents[2] / "docs" / "stats.png").read_bytes()


async def test_changed_words_change_in_all_copies(world: Salon) -> None:
    said = await world.replies(world.olga, card_of(world.olga), "Скидка 5 %")
    copy, at_peter = told(world.alice, "Скидка"), told(world.peter, "Скидка")
    world.olga.edit(said, "Скидка 50 %")
    await world.settle()
    assert copy.text.endswith("Скидка 50 %\n(изменено)")
    assert copy.text.startswith("Салон «Астра». Вам отвечает человек")
    assert at_peter.text == "↩️ Ольга → Алиса Ким:\nСкидка 50 %\n(изменено)"
    assert len(said_to(world.alice, "Скидка")) == 1


async def test_the_customers_changed_words_change_at_each_owner(world: Salon) -> None:
    answer = await world.replies(world.alice, await world.talks(), "Ждала чай")
    world.alice.edit(answer, "Ждала час")
    await world.settle()
    for owner in world.owners:
        assert told(owner, "Ждала").text == "Алиса Ким:\nЖдала час\n(изменено)"


async def test_a_changed_caption_changes_under_the_picture(world: Salon) -> None:
    said = world.olga.send_photo(caption="до", reply_to=card_of(world.olga))
    await world.settle()
    world.olga.edit(said, "после")
    await world.settle()
    assert "после\n(изменено)" in world.alice.last.text
    assert world.alice.last.media is not None


async def test_a_changed_caption_of_an_album_changes_where_it_stands(world: Salon) -> None:
    said = world.olga.send_album("photo", "photo", caption="до", reply_to=card_of(world.olga))
    await world.gathers()
    world.olga.edit(said[0], "после")
    await world.settle()
    first, second = [m for m in world.alice.messages if m.media]
    assert "после\n(изменено)" in first.text
    assert second.text == ""


async def test_another_picture_in_its_place_takes_the_place_of_the_copy(world: Salon) -> None:
    said = world.olga.send_photo(caption="вот", reply_to=card_of(world.olga))
    await world.settle()
    other = world.olga.send_photo(PNG)
    said.media = other.media
    said.edited_at = world.app.now()
    world.olga.bot.updates.put("edited_message", said.json())
    await world.settle()
    copy = next(m for m in world.alice.messages if m.media)
    assert copy.media is not None
    assert copy.media.content == PNG


async def test_an_edit_before_the_copy_went_is_what_goes(world: Salon) -> None:
    world.telegram.faults.add("sendMessage", chat_id=1, kind=drop_before)
    said = await world.replies(world.olga, card_of(world.olga), "Завтра")
    world.olga.edit(said, "Сегодня")
    await world.pass_time(timedelta(hours=1))
    await world.settle()
    assert not has(world.alice, "Завтра")
    assert told(world.alice, "Сегодня")


async def test_an_edit_while_an_album_gathers_is_what_goes(world: Salon) -> None:
    said = world.olga.send_album("photo", "photo", caption="до", reply_to=card_of(world.olga))
    await world.settle()
    world.olga.edit(said[0], "после")
    await world.settle()
    await world.pass_time(GATHERED)
    [copy] = [m for m in world.alice.messages if m.media and m.text]
    assert "после" in copy.text
    assert "изменено" not in copy.text


async def test_the_same_edit_twice_is_told_once(world: Salon) -> None:
    said = await world.replies(world.olga, card_of(world.olga), "Раз")
    world.olga.edit(said, "Два")
    await world.settle()
    world.olga.bot.updates.put("edited_message", said.json())
    await world.settle()
    assert world.rows("SELECT count(*) FROM nudges WHERE kind = 'line_edit'") == [(3,)]


async def test_a_reason_is_corrected_as_before(world: Salon) -> None:
    await world.answer(world.dave, 2)
    reason = world.dave.send("Ждал чай")
    await world.settle()
    world.dave.edit(reason, "Ждал час")
    await world.settle()
    assert world.rows("SELECT text FROM reasons") == [("Ждал час",)]
    assert "Ждал час" in card_of(world.olga, "Давид").text


async def test_what_was_too_long_goes_once_it_is_shortened(world: Salon) -> None:
    refuse(world, "Bad Request: message is too long")
    said = await world.replies(world.olga, card_of(world.olga), "Длинно")
    assert "Сократите" in world.olga.last.text
    world.olga.edit(said, "Кратко")
    await world.settle()
    assert has(world.alice, "Кратко")
    assert world.olga.last.text == "Теперь доставлено 👌"


async def test_who_was_an_owner_once_changes_no_words_of_theirs(world: Salon) -> None:
    said = await world.replies(world.peter, card_of(world.peter), "Простите")
    async with world.app.sessions.begin() as session:
        peter = await people.find(session, world.peter.id)
        assert peter is not None
        peter.role = Role.CUSTOMER
    world.peter.edit(said, "Сами виноваты")
    await world.settle()
    assert not has(world.alice, "Сами виноваты")
    assert has(world.alice, "Простите")


async def test_who_took_their_consent_back_tells_owners_no_more(world: Salon) -> None:
    said = await world.replies(world.alice, await world.talks(), "Ждала час")
    async with world.app.sessions.begin() as session:
        alice = await people.find(session, world.alice.id)
        assert alice is not None
        await people.withdraw(session, alice, source="settings", now=world.app.now())
    world.alice.edit(said, "Мой телефон 123")
    await world.settle()
    assert not has(world.olga, "Мой телефон")
