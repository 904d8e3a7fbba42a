"""What the centre writes about itself: one JSON object a line on stderr, with ids only.

Nobody's name, text, code or token comes into it: a fault is told by the names of its kinds and places, since the
words of an exception may repeat what somebody sent.
"""

from __future__ import annotations

import logging
import re
import sys
import traceback
from types import TracebackType
from typing import IO, Any

import structlog
from structlog.types import EventDict, Processor

_MOST_FRAMES = 30
_MOST_LETTERS = 500
_SECRETS = (
    (re.compile(r"(?i)\b(bearer|basic)\s+\S+"), r"\1 …"),
    (re.compile(r"://[^/\s@]+@"), "://…@"),
    (re.compile(r"(?<![\w.-])(/[\w./{}-]*)\?\S+"), r"\1?…"),
    (re.compile(r"(?<!\w)\+?\d(?:[ .-]?\d){9,}(?!\w)"), "…"),
)
"""Tokens, passwords in addresses, queries, and long numbers such as telephones: should one get here after all."""


def configure(stream: IO[str] | None = None) -> None:
    """For a process that serves. Everything goes through the standard library's loggers."""
    formatter = structlog.stdlib.ProcessorFormatter(
        processors=[
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            structlog.processors.JSONRenderer(),
        ],
        foreign_pre_chain=_CHAIN,
    )
    handler = logging.StreamHandler(stream or sys.stderr)
    handler.setFormatter(formatter)
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(logging.WARNING)
    logging.getLogger("lorong").setLevel(logging.INFO)
    for name in ("uvicorn", "uvicorn.error", "uvicorn.access"):
        logging.getLogger(name).handlers = []
        logging.getLogger(name).propagate = True
    logging.getLogger("uvicorn.access").disabled = True


def _told_without_words(_: Any, __: str, event: EventDict) -> EventDict:
    """Instead of a traceback with its messages: which kinds of errors, and where in the code."""
    found = event.pop("exc_info", None)
    error = sys.exc_info()[1] if found is True else found[1] if isinstance(found, tuple) else found
    event.pop("exc_text", None)
    if isinstance(error, BaseException):
        event["errors"], event["where"] = _kinds(error), _places(error.__traceback__)
    return event


def _kinds(error: BaseException | None) -> list[str]:
    kinds: list[str] = []
    while error is not None and len(kinds) < 10:
        kinds.append(f"{type(error).__module__}.{type(error).__qualname__}")
        error = error.__cause__ or error.__context__
    return kinds


def _places(found: TracebackType | None) -> list[str]:
    frames = traceback.extract_tb(found)[-_MOST_FRAMES:]
    return [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in frames]


def _without_secrets(_: Any, __: str, event: EventDict) -> EventDict:
    text = str(event.get("event", ""))[:_MOST_LETTERS]
    for pattern, instead in _SECRETS:
        text = pattern.sub(instead, text)
    event["event"] = text
    return event


_CHAIN: list[Processor] = [
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_log_level,
    structlog.stdlib.add_logger_name,
    structlog.stdlib.ExtraAdder(),
    structlog.processors.TimeStamper(fmt="iso", utc=True),
    _told_without_words,
    _without_secrets,
]
