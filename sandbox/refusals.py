"""How Telegram says no."""

from typing import Any

WORDS = {
    400: "Bad Request",
    401: "Unauthorized",
    403: "Forbidden",
    404: "Not Found",
    409: "Conflict",
    413: "Request Entity Too Large",
    429: "Too Many Requests",
    500: "Internal Server Error",
    501: "Not Implemented",
    502: "Bad Gateway",
}


class Refusal(Exception):
    """An answer with `ok: false`; the HTTP status equals the error code."""

    def __init__(self, code: int, words: str = "", *, retry_after: int | None = None) -> None:
        start = WORDS.get(code, "Error")
        self.code = code
        self.description = f"{start}: {words}" if words else start
        self.retry_after = retry_after
        super().__init__(self.description)

    def body(self) -> dict[str, Any]:
        said: dict[str, Any] = {
            "ok": False,
            "error_code": self.code,
            "description": self.description,
        }
        if self.retry_after is not None:
            said["parameters"] = {"retry_after": self.retry_after}
        return said


def bad_request(words: str) -> Refusal:
    return Refusal(400, words)


def forbidden(words: str) -> Refusal:
    return Refusal(403, words)


def too_many_requests(seconds: int) -> Refusal:
    return Refusal(429, f"retry after {seconds}", retry_after=seconds)
