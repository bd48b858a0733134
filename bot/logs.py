"""Logs: structured, without the token and without what people wrote."""

import logging
import sys
from collections.abc import MutableMapping
from typing import Any

import structlog
from structlog.typing import Processor

NOISY = (
    *("aiogram.event", "aiogram.middlewares"),  # a line for each update, and for each tap
    *("apscheduler", "aiosqlite", "fontTools", "matplotlib"),
)


def configure(level: str, *, as_json: bool, secret: str) -> None:
    def hide_secret(_logger: Any, _name: str, event: MutableMapping[str, Any]) -> Any:
        return {
            key: value.replace(secret, "***") if isinstance(value, str) else value
            for key, value in event.items()
        }

    shared: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.format_exc_info,  # plain: no local variables
        hide_secret,
    ]
    last: Processor = (
        structlog.processors.JSONRenderer(ensure_ascii=False)
        if as_json
        else structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty())
    )
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelName(level)),
    )
    handler = logging.StreamHandler()
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, last],
            foreign_pre_chain=[*shared[:-1], hide_secret],
        )
    )
    logging.basicConfig(handlers=[handler], level=level, force=True)
    for noisy in NOISY:
        logging.getLogger(noisy).setLevel(logging.WARNING)
