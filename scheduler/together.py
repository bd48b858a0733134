"""What many tasks want done is done for all of them at once: one transaction serves as many as have
come while the last one was under way."""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

One = TypeVar("One")
Result = TypeVar("Result")


@dataclass(frozen=True, slots=True, eq=False)
class Waiting(Generic[One, Result]):
    one: One
    result: asyncio.Future[Result]


class Together(Generic[One, Result]):
    """`work` gets several and gives a result for each, in their order. Where it fails for several
    it is asked for each by itself: an error of one spoils no other. Errors that are `of_all` of
    them (a busy database) are told to each at once.

    `choose` says, when it is time, how many of those that wait come next: all, unless told
    otherwise.
    """

    def __init__(
        self,
        work: Callable[[Sequence[One]], Awaitable[Sequence[Result]]],
        choose: Callable[["Together[One, Result]"], Awaitable[int]] | None = None,
        *,
        of_all: tuple[type[Exception], ...] = (),
    ) -> None:
        self._work = work
        self._choose = choose
        self._of_all = of_all
        self._waiting: deque[Waiting[One, Result]] = deque()
        self._worker: asyncio.Task[None] | None = None

    async def do(self, one: One) -> Result:
        result: asyncio.Future[Result] = asyncio.get_running_loop().create_future()
        self._waiting.append(Waiting(one, result))
        if self._worker is None:
            self._worker = asyncio.create_task(self._serve())
        return await result

    @property
    def waiting(self) -> list[One]:
        """Those that still want it, the first to come first."""
        while self._waiting and self._waiting[0].result.done():
            self._waiting.popleft()
        return [each.one for each in self._waiting if not each.result.done()]

    async def close(self) -> None:
        """Whoever still waits has no use for it."""
        if self._worker is not None:
            self._worker.cancel()
            await asyncio.gather(self._worker, return_exceptions=True)

    async def _serve(self) -> None:
        try:
            while self.waiting:
                count = await self._choose(self) if self._choose else len(self._waiting)
                await self._do(self._next(count))
        finally:
            self._worker = None

    def _next(self, count: int) -> list[Waiting[One, Result]]:
        """Who has gone meanwhile is not counted."""
        taken: list[Waiting[One, Result]] = []
        while self._waiting and len(taken) < count:
            each = self._waiting.popleft()
            if not each.result.done():
                taken.append(each)
        return taken

    async def _do(self, together: list[Waiting[One, Result]]) -> None:
        if not together:
            return
        try:
            results = await self._work([each.one for each in together])
        except Exception as error:
            if len(together) > 1 and not isinstance(error, self._of_all):
                for each in together:
                    await self._do([each])
                return
            for each in together:
                if not each.result.done():
                    each.result.set_exception(error)
            return
        for each, result in zip(together, results, strict=True):
            if not each.result.done():
                each.result.set_result(result)
