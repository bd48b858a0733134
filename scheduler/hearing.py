"""Up to when everything has been heard: what people said before that moment is in the tables."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(slots=True)
class Hearing:
    """One for the whole bot: polling writes it down, and plans that judge by what people did
    wait for it. After a stand-still Telegram still keeps what they said meanwhile."""

    until: datetime | None = None
