"""How SQLite goes about a query: its steps, with the values bound as they are when it runs."""

from collections.abc import Awaitable, Callable
from typing import Any

from sqlalchemy import event
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession


async def steps_of(
    session: AsyncSession, engine: AsyncEngine, act: Callable[[], Awaitable[Any]]
) -> list[str]:
    seen: list[tuple[str, Any]] = []

    def note(_c: Any, _cursor: Any, statement: str, values: Any, *_: Any) -> None:
        seen.append((statement, values))

    connection = await session.connection()
    await connection.exec_driver_sql("ANALYZE")
    event.listen(engine.sync_engine, "before_cursor_execute", note)
    await act()
    event.remove(engine.sync_engine, "before_cursor_execute", note)
    steps = [
        await connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", values)
        for statement, values in seen
    ]
    return [row.detail for rows in steps for row in rows]
