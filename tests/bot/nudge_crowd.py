"""Customers whose times come, round by round: rows in which the plans of the real process find
whom to write to. What each of them is to get is told beside them."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import create_engine, insert

from models.tables import Case, Person
from sandbox.telegram import Telegram

OPENS = datetime(2027, 3, 1, 8, tzinfo=ZoneInfo("UTC"))
"""The first round; eleven o'clock in Moscow."""
APART = timedelta(hours=12)
"""From one round to the next: more than a clock is ever wrong by, or its people would mix."""
ZONES = ("Europe/Moscow", "Pacific/Gambier")
"""Where it is eleven when an even round opens, and an odd one."""
GETS = {
    "asked": ("survey", "reminder"),
    "promoter": ("referral",),
    "recovered": ("recovery", "reask", "reminder"),
    "celebrant": ("greeting",),
    "invited": ("invitation",),
    "unhappy": (),
}
OWNERS = range(900, 905)
AHEAD = timedelta(days=14)
FIRST_ID = 10_000


@dataclass(frozen=True)
class Share:
    """Of one round."""

    asked: int
    promoter: int
    recovered: int
    celebrant: int
    invited: int
    unhappy: int

    @property
    def nudges(self) -> int:
        return sum(count * len(GETS[role]) for role, count in vars(self).items())

    @property
    def roles(self) -> list[str]:
        return [role for role, count in vars(self).items() for _ in range(count)]

    @property
    def calls(self) -> int:
        """In the round itself: the rest falls due later."""
        return len(self.roles) + self.unhappy * (len(OWNERS) - 1)


@dataclass(frozen=True)
class Customer:
    number: int
    role: str
    round: int

    @property
    def chat(self) -> int:
        return FIRST_ID + self.number

    @property
    def name(self) -> str:
        """None is part of another."""
        return f"Клиент-{self.number:04}."

    @property
    def opens(self) -> datetime:
        return opening(self.round)


class Crowd:
    def __init__(self, database: Path, rounds: int, share: Share) -> None:
        self._database = database
        people = ((role, round) for round in range(rounds) for role in share.roles)
        self.customers = [Customer(n, role, round) for n, (role, round) in enumerate(people, 1)]

    def of(self, role: str) -> list[Customer]:
        return [customer for customer in self.customers if customer.role == role]

    def come(self, telegram: Telegram) -> None:
        """All have started the bot long ago."""
        names = {one.chat: one.name for one in self.customers} | {
            id: f"Владелец-{id}" for id in OWNERS
        }
        for id, name in names.items():
            telegram.add_person(id, name, on_page=False).chat.started = True
        self._write(Person, [*map(_owner, OWNERS), *map(_person, self.customers)])
        self._write(Case, [_closed(one) for one in self.of("recovered")])

    def complain(self, round: int) -> None:
        """Those of this round whose case opens now."""
        self._write(Case, [_open(one) for one in self.of("unhappy") if one.round == round])

    def _write(self, table: type[Person | Case], values: list[dict[str, Any]]) -> None:
        engine = create_engine(f"sqlite:///{self._database}", connect_args={"timeout": 30})
        with engine.begin() as connection:
            connection.execute(insert(table), values)
        engine.dispose()


def opening(round: int) -> datetime:
    return OPENS + round * APART


def _owner(id: int) -> dict[str, Any]:
    return _anybody(id, f"Владелец-{id}") | {"role": "owner"}


def _person(one: Customer) -> dict[str, Any]:
    zone = ZONES[one.round % 2]
    ahead = AHEAD if one.role == "invited" else timedelta(0)
    birthday = (one.opens + ahead).astimezone(ZoneInfo(zone))
    is_born = one.role in ("celebrant", "invited")
    return _anybody(one.chat, one.name) | {
        "id": one.number,
        "zone": zone if is_born else None,
        "birth_month": birthday.month if is_born else None,
        "birth_day": birthday.day if is_born else None,
        "survey_at": one.opens if one.role == "asked" else None,
        "referral_at": one.opens if one.role == "promoter" else None,
        "greeting_at": one.opens if one.role == "celebrant" else None,
        "invitation_at": one.opens if one.role == "invited" else None,
    }


def _anybody(id: int, name: str) -> dict[str, Any]:
    long_ago = OPENS - timedelta(days=30)
    due = ("survey_at", "referral_at", "greeting_at", "invitation_at")
    of_birth = ("zone", "birth_month", "birth_day")
    return dict.fromkeys((*due, *of_birth)) | {
        "id": FIRST_ID + id,
        "telegram_id": id,
        "role": "customer",
        "name": name,
        "language": "ru",
        "code": f"{id:010}",
        "met_at": long_ago,
        "started_at": long_ago,
        "consented_at": long_ago,
        "offers_at": long_ago,
    }


def _closed(one: Customer) -> dict[str, Any]:
    """Asked whether it is solved in this round, and the question again in the next."""
    closed_at = one.opens - timedelta(days=3)
    return {
        "customer_id": one.number,
        "state": "closed",
        "opened_at": closed_at - timedelta(days=1),
        "closed_at": closed_at,
        "closing": "wishes",
        "check_at": one.opens,
        "reask_at": one.opens + APART,
    }


def _open(one: Customer) -> dict[str, Any]:
    return {"customer_id": one.number, "state": "new", "opened_at": one.opens}
