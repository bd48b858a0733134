"""People who talk to the bot all at once, and behave as people do: where no answer comes, they
tap or say it again. Each remembers what they did."""

import asyncio
from collections.abc import Callable

from sandbox.account import NotPossible
from sandbox.people import Person
from tests.bot.watch import Condition, comes

PATIENCE = 5.0
"""Seconds without an answer, while the bot is up, until a person tries again."""
TRIES = 12
SORRY = "Что-то пошло не так."
OFFER = "Скидка на стрижку до пятницы"


class Somebody:
    def __init__(self, person: Person, up: asyncio.Event) -> None:
        self.person = person
        self._up = up

    async def gets(self, words: str, do: Callable[[], object]) -> None:
        """Does it until the bot's message comes."""
        await self._insists(self._hears(words), do, words)

    async def may_get(self, words: str) -> bool:
        """What comes by itself; not everything survives a crash."""
        heard = self._hears(words, since=0)
        if await comes(self.person.telegram, heard, PATIENCE):
            return True
        await self._up.wait()
        return await comes(self.person.telegram, heard, PATIENCE)

    def tap(self, *buttons: str) -> bool:
        """The first of these buttons that is there."""
        for button in buttons:
            try:
                self.person.tap(button)
            except NotPossible:
                continue
            return True
        return False

    async def _insists(self, heard: Condition, do: Callable[[], object], what: str) -> None:
        for _ in range(TRIES):
            do()
            sorry = self._hears(SORRY)
            await comes(self.person.telegram, lambda: heard() or sorry(), PATIENCE)  # noqa: B023
            if heard():
                return
            await self._up.wait()
        raise AssertionError(f"never heard {what!r}\n{self.person.transcript()}")

    def _hears(self, words: str, since: int | None = None) -> Condition:
        after = self.person.telegram.version if since is None else since
        return lambda: any(
            message.from_bot and message.version > after and words in message.text
            for message in self.person.chat.messages
        )


class Customer(Somebody):
    """The number makes the character: how happy, how talkative, how quick."""

    def __init__(self, person: Person, up: asyncio.Event, number: int) -> None:
        super().__init__(person, up)
        self.number = number
        self.scores: list[int] = []
        self.words: list[str] = []
        self.publish: bool | None = None
        self.offers: list[bool] = []
        self.awaits_the_offer = False
        """Welcomed offers before one was broadcast."""

    @property
    def is_promoter(self) -> bool:
        return self.scores[-1] >= 9

    @property
    def is_detractor(self) -> bool:
        return self.scores[-1] <= 6

    async def live(self) -> None:
        await self.gets("Мы храним", self.person.start)
        await self.gets("10-балльной шкале", self._agree)
        if self.number % 6 == 5:
            await self.may_get("Мы всё ещё хотим узнать")
        await self._rate()
        await self._explain()
        if self.is_promoter and await self.may_get("Можно показать ваши слова"):
            await self._choose_about_words(willing=self.number % 3 != 1)
        if self.is_promoter and self.number % 4 != 2:
            await self.gets("Настройки", self._welcome_offers)
            await self.gets("Настройки", self._welcome_offers)
        elif not self.is_detractor and await self.may_get("Присылать вам"):
            await self._choose(willing=self.number % 4 != 2)
        if self.is_promoter and await self.may_get("Расскажете о нас тем") and self.number % 3 == 0:
            await self.gets("личная ссылка", lambda: self.tap("Поделиться"))

    def _agree(self) -> None:
        self.tap("Согласен, продолжить") or self.person.start()

    async def _rate(self) -> None:
        first, last = _scores(self.number)
        await self.gets(_why(first), lambda: self._tap_score(first))
        if last != first:
            await self.gets("10-балльной шкале", self._change)
            await self.gets(f"Ваша оценка — {last} из", lambda: self._tap_score(last))

    def _tap_score(self, score: int) -> None:
        if self.tap(str(score)):
            self.scores.append(score)
        else:
            self.person.send("/rate")

    def _change(self) -> None:
        self.tap("Изменить оценку") or self.person.send("/rate")

    async def _explain(self) -> None:
        thanked = self._hears("Хорошего вам дня")
        await self._insists(lambda: thanked() or self._was_heard(), self._say, "thanks")
        if self.number % 7 == 3:
            said = len(self.words)
            await self._insists(lambda: self._was_heard(said), self._say, "a reaction")

    def _say(self) -> None:
        words = f"{self.person.first_name}, слова {len(self.words) + 1}"
        self.words.append(words)
        self.person.send(words)

    def _was_heard(self, since: int = 0) -> bool:
        """A reaction to any of the words."""
        said = self.words[since:]
        return any(message.reactions and message.text in said for message in self.person.messages)

    async def _choose_about_words(self, *, willing: bool) -> None:
        button = "Да, с именем" if willing else "Нет"
        answer = "Покажем с именем" if willing else "никому не покажем"

        def choose() -> None:
            if self.tap(button, f"✓ {button}"):
                self.publish = willing

        await self.gets(answer, choose)

    def _welcome_offers(self) -> None:
        """In the settings, which open first; a second tap would take it back."""
        if self.offers or not self.tap("Предложения"):
            self.person.send("/settings")
        else:
            self.offers.append(True)

    async def _choose(self, *, willing: bool) -> None:
        button = "Да, присылайте" if willing else "Нет, спасибо"
        answer = "будем присылать только стоящее" if willing else "без предложений"

        def choose() -> None:
            if self.tap(button):
                self.offers.append(willing)

        await self.gets(answer, choose)


def _why(score: int) -> str:
    if score >= 9:
        return "больше всего"
    return "поставили 10" if score >= 7 else "пошло не так"


def _scores(number: int) -> tuple[int, int]:
    """The first tap, and the last; most are the same."""
    if number % 11 == 7:
        return 3, 9
    if number % 11 == 9:
        return 10, 2
    score = (10, 9, 4, 8, 10)[number % 5]
    return score, score


class Admin(Somebody):
    async def come(self) -> None:
        await self.gets("администратор", self.person.start)

    async def broadcast(self) -> None:
        await self.gets("на них действует закон", lambda: self.person.send("/broadcast"))
        await self.gets("Что отправить?", lambda: self.tap("Понятно, дальше"))
        await self.gets("Другое сообщение заменит", lambda: self.person.send(OFFER))
        await self.gets("Получат сейчас", lambda: self.tap("Посмотреть и отправить"))
        await self.gets("Отправл", self._confirm)

    def _confirm(self) -> None:
        buttons = [label for row in self.person.last.buttons for label in row]
        self.tap(*(label for label in buttons if label.startswith("Отправить")))

    @property
    def knows_the_result(self) -> bool:
        return any("Рассылка завершена" in text for text in self.person.texts)


class Owner(Somebody):
    async def come(self) -> None:
        await self.gets("владелец", self.person.start)
