"""What friends do over and over: come by a link, show a code, be confirmed."""

from sandbox.people import Person
from tests.world import World

REWARD = "скидка 500 ₽ вам и другу"
CONFIRM = "Подтвердить визит"
COUNTED = "Приглашение засчитано. Спасибо, что пришли к нам!"
QUESTION = "На сколько, по 10-балльной шкале"
TOLD = "По вашей ссылке к нам пришёл друг. Спасибо, что рассказали о нас!"


def code_of(world: World, person: Person) -> str:
    """As it stands in the link and is typed."""
    [(code,)] = world.rows(f"SELECT code FROM people WHERE telegram_id = {person.id}")
    return f"r_{code}"


async def says(world: World, person: Person, *words: str) -> None:
    for text in words:
        person.send(text)
        await world.settle()


async def comes(world: World, friend: Person, inviter: Person, *, agrees: bool = True) -> None:
    """By the inviter's link, up to the question."""
    friend.start(code_of(world, inviter))
    await world.settle()
    if agrees:
        friend.tap("Согласен, продолжить")
        await world.settle()


async def come(world: World, inviter: Person, count: int, *, first: int = 50) -> list[Person]:
    """So many new friends, one after the other, at once."""
    friends = [world.telegram.add_person(first + n, f"Друг {n}") for n in range(count)]
    for friend in friends:
        await comes(world, friend, inviter)
    return friends


def heard(person: Person, before: int) -> list[str]:
    """What the bot has said since there were so many messages, without their own."""
    return [message.text for message in person.messages[before:] if message.from_bot]


def shared(world: World, person: Person) -> bool:
    rows = world.rows(f"SELECT shared_at IS NOT NULL FROM people WHERE telegram_id = {person.id}")
    return bool(rows[0][0])


def proofs(world: World) -> list[tuple[str, str | None, str | None]]:
    """Who came, what proves it, and who of the staff has seen them."""
    return world.rows(
        "SELECT f.name, r.proof, s.name FROM referrals r JOIN people f ON f.id = r.friend_id "
        "LEFT JOIN people s ON s.id = r.proven_by_id ORDER BY r.id"
    )


def flagged(world: World) -> list[str]:
    rows = world.rows(
        "SELECT f.name FROM referrals r JOIN people f ON f.id = r.friend_id "
        "WHERE r.flagged_at IS NOT NULL ORDER BY r.id"
    )
    return [name for (name,) in rows]


async def scans(world: World, staff: Person, guest: Person) -> None:
    staff.open_link(f"https://t.me/sarafan_bot?start={code_of(world, guest)}")
    await world.settle()


async def confirms(world: World, staff: Person, guest: Person) -> None:
    await scans(world, staff, guest)
    staff.tap(CONFIRM)
    await world.settle()


async def types(world: World, person: Person, code: str) -> list[str]:
    before = len(person.messages)
    await says(world, person, code)
    return heard(person, before)


def begins(texts: list[str], *beginnings: str) -> None:
    assert len(texts) == len(beginnings), texts
    for text, beginning in zip(texts, beginnings, strict=True):
        assert text.startswith(beginning), texts
