"""What a person does with inline mode: asks, looks at the results, sends one of them on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sandbox.account import Account, NotPossible
from sandbox.chats import Chat, Message
from sandbox.inline import CHAT_TYPES, Answer, InlineQuery, Letter, Result

Json = dict[str, Any]

QUERY_LIMIT = 256


class Sharer(Account):
    inline: InlineQuery | None = None
    """The query on the screen, until a result is chosen or the list is closed."""

    if TYPE_CHECKING:

        def start(self, payload: str | None = None) -> Message: ...

    @property
    def inbox(self) -> list[Letter]:
        """What other people sent this person by way of a bot, oldest first."""
        return [letter for letter in self.telegram.letters if letter.recipient is self]

    @property
    def inline_results(self) -> list[Result]:
        """What the list shows now: nothing, until the bot has answered."""
        return self._answer.results if self._answer else []

    @property
    def _answer(self) -> Answer | None:
        return self.inline.answer if self.inline else None

    def asks_inline(
        self, query: str = "", *, chat_type: str = "private", offset: str = ""
    ) -> InlineQuery:
        """Types @bot and the query. The bot need not know this person, nor be started by them."""
        if not self.bot.supports_inline_queries:
            raise NotPossible(f"@{self.bot.username} does nothing: the bot has no inline mode")
        if self.deactivated:
            raise NotPossible(f"{self.first_name} is deactivated")
        if chat_type not in CHAT_TYPES:
            raise NotPossible(f"No chat is of the type {chat_type!r}")
        if len(query) > QUERY_LIMIT:
            raise NotPossible(f"An inline query has up to {QUERY_LIMIT} characters")
        self._since = self.telegram.version
        number, now = self.telegram.new_callback_id(), self.telegram.clock.now()
        self.inline = InlineQuery(number, self, self.bot, query, offset, chat_type, now)
        self._put(self.inline)
        self.telegram.tell(self)
        return self.inline

    async def sees_results(self, *, timeout: float = 10) -> list[Result]:  # noqa: ASYNC109
        """What the bot answered to the last query."""
        if self.inline is None:
            raise NotPossible(f"{self.first_name} has asked nothing inline")
        await self._wait(lambda: self._answer is not None, "see inline results", timeout)
        return self.inline_results

    def choose(self, result: Result | str, to: Account | None = None) -> Message:
        """Sends a result, by its id or title, to a person of this sandbox or to somebody else.

        What was asked in the chat with the bot goes there; all other chats the bot cannot see.
        """
        chosen, query = self._find(result), self.inline
        assert query is not None
        if to is not None and query.chat_type != "private":
            raise NotPossible(f"This query was typed in a chat of type {query.chat_type!r}")
        if to is not None and to.deactivated:
            raise NotPossible(f"{to.first_name} is deactivated")
        if query.chat_type == "sender" and self.blocked:
            raise NotPossible(f"{self.first_name} has blocked the bot: unblock() or start() first")
        self._since = self.telegram.version
        self.inline = None
        message = self._write(chosen, query, to)
        if query.bot.inline_feedback:
            query.bot.updates.put("chosen_inline_result", _feedback(chosen, query, message))
        return message

    def press_results_button(self) -> str | None:
        """The button over the results: starts the bot, or gives the address of its web app."""
        button = self._answer.button if self._answer else None
        if button is None:
            raise NotPossible(f"{self.first_name} sees no button over the results")
        self.close_results()
        if "web_app" in button:
            url: str = button["web_app"]["url"]
            return url
        self.start(button["start_parameter"])
        return None

    def close_results(self) -> None:
        self.inline = None
        self.telegram.tell(self)

    def _switch_inline(self, kind: str, button: Json) -> None:
        """A button that types the query in another chat, or in this one."""
        if kind == "switch_inline_query_current_chat":
            self.asks_inline(button[kind], chat_type="sender")
        elif kind == "switch_inline_query":
            self.asks_inline(button[kind])
        else:
            self.asks_inline(button[kind].get("query", ""), chat_type=_chosen(button[kind]))

    def _put(self, query: InlineQuery) -> None:
        query.answer = self.bot.inline.kept(query)
        if query.answer is None:
            self.bot.inline.waiting[query.id] = query
            self.bot.updates.put("inline_query", query.json())

    def _find(self, wanted: Result | str) -> Result:
        for result in self.inline_results:
            if result is wanted or wanted in (result.id, result.title):
                return result
        titles = [result.title for result in self.inline_results]
        raise NotPossible(f"{self.first_name} sees no {wanted!r} among the results: {titles}")

    def _write(self, result: Result, query: InlineQuery, to: Account | None) -> Message:
        if query.chat_type == "sender":
            chat = query.bot.chat_with(self)
            chat.started = True
            more = result.content()
            message = self.telegram.post(chat, from_bot=False, words=result.words, **more)
            query.bot.inline.remember(message)
            query.bot.updates.put("message", message.json())
            return message
        letter = Letter(
            query.bot.new_message_id(),
            Chat(query.bot, to or self),
            from_bot=False,
            date=self.telegram.clock.now(),
            text=result.words.text,
            entities=result.words.entities,
            sender=self,
            recipient=to,
            **result.content(),
        )
        query.bot.inline.remember(letter)
        self.telegram.letters.append(letter)
        self.telegram.touch(letter)
        self.telegram.tell(self)
        return letter


def _chosen(allowed: Json) -> str:
    """The first kind of chat that the button lets a person choose."""
    if allowed.get("allow_user_chats") or allowed.get("allow_bot_chats"):
        return "private"
    return "supergroup" if allowed.get("allow_group_chats") else "channel"


def _feedback(result: Result, query: InlineQuery, message: Message) -> Json:
    told: Json = {"result_id": result.id, "from": query.person.json(), "query": query.text}
    if message.inline_message_id:
        told["inline_message_id"] = message.inline_message_id
    return told
