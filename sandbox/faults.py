"""Faults on order: errors, HTML instead of JSON, delays, and connections that break."""

from dataclasses import dataclass
from typing import Literal

from sandbox.refusals import Refusal

Trouble = Literal["error", "html_502", "delay", "drop_before", "drop_after"]

HTML_502 = (
    "<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n"
    "<body>\r\n<center><h1>502 Bad Gateway</h1></center>\r\n</body>\r\n</html>\r\n"
)

WORDS = {
    400: "chat not found",
    401: "",
    403: "bot was blocked by the user",
    404: "",
    409: "terminated by other getUpdates request; make sure that only one bot instance is running",
    500: "",
    502: "",
}


@dataclass(frozen=True)
class Kind:
    trouble: Trouble
    refusal: Refusal | None = None
    seconds: float = 0

    @property
    def instead(self) -> bool:
        """The request does not take effect at all."""
        return self.trouble in ("error", "html_502", "drop_before")


def error(code: int, description: str | None = None, retry_after: int | None = None) -> Kind:
    """An error of Telegram's; `description` is the whole sentence, with its "Bad Request: "."""
    if code == 429:
        seconds = 1 if retry_after is None else retry_after
        refusal = Refusal(429, f"retry after {seconds}", retry_after=seconds)
    else:
        refusal = Refusal(code, WORDS.get(code, ""), retry_after=retry_after)
    if description is not None:
        refusal.description = description
    return Kind("error", refusal)


html_502 = Kind("html_502")
drop_before = Kind("drop_before")
drop_after = Kind("drop_after")


def delay(seconds: float) -> Kind:
    """The request takes effect at once, its answer comes late."""
    return Kind("delay", seconds=seconds)


@dataclass
class Fault:
    method: str | None
    chat_id: int | None
    times: int
    after: int
    kind: Kind

    def concerns(self, method: str, chat_id: int | None) -> bool:
        return (self.method is None or self.method.lower() == method.lower()) and (
            self.chat_id is None or self.chat_id == chat_id
        )


class Faults:
    def __init__(self) -> None:
        self._waiting: list[Fault] = []

    def add(
        self,
        method: str | None = None,
        chat_id: int | None = None,
        times: int = 1,
        after: int = 0,
        *,
        kind: Kind,
    ) -> Fault:
        """The next `times` calls fail, once `after` calls like them have gone well."""
        fault = Fault(method, chat_id, times, after, kind)
        self._waiting.append(fault)
        return fault

    def clear(self) -> None:
        self._waiting.clear()

    def take(self, method: str, chat_id: int | None) -> Kind | None:
        """The fault that this call meets. Every fault counts down by itself; the first due wins."""
        met = [fault for fault in self._waiting if fault.concerns(method, chat_id)]
        for fault in met:
            if fault.after > 0:
                fault.after -= 1
            else:
                fault.times -= 1
                if fault.times <= 0:
                    self._waiting.remove(fault)
                return fault.kind
        return None
