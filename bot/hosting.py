"""How it is hosted: what the log says and in which shape, and where a host can look at how it is."""

import asyncio
import json
import logging
import traceback
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, TextIO

log = logging.getLogger(__name__)

OURS = ("bot", "adapters", "storage", "descant")
"""Loggers of this program. Those of libraries stay at WARNING: below that some write statements with their values."""

LEVELS = ("debug", "info", "warning", "error")
SHAPES = ("plain", "json")


def _level(value: str) -> str:
    return "" if value in LEVELS else f"should be one of {', '.join(LEVELS)}"


def _shape(value: str) -> str:
    return "" if value in SHAPES else f"should be one of {', '.join(SHAPES)}"


def _port(value: int) -> str:
    return "" if 0 <= value <= 65535 else "should be from 0 to 65535"


@dataclass(frozen=True, slots=True)
class LogConfig:
    """``[log]``: what is written on standard error."""

    level: str = field(default="warning", metadata={"check": _level})
    """Ids stand in it at debug only; what people wrote at no level."""
    shape: str = field(default="plain", metadata={"check": _shape})
    """``json``: an object a line."""


@dataclass(frozen=True, slots=True)
class HealthConfig:
    """``[health]``: where a host can ask how it is, in ``descant run``."""

    host: str = "127.0.0.1"
    port: int = field(default=0, metadata={"check": _port})
    """0: nowhere."""


def where(error: BaseException) -> str:
    """The kind of an error and the lines it came through. Its message is left out: it may hold people's words."""
    lines = (f"{frame.filename}:{frame.lineno} {frame.name}" for frame in traceback.extract_tb(error.__traceback__))
    return f"{type(error).__name__} at {' < '.join(reversed(list(lines)))}"


def _said(record: logging.LogRecord) -> str:
    said = record.getMessage()
    error = record.exc_info[1] if record.exc_info else None
    return said if error is None else f"{said}: {where(error)}"


class Plain(logging.Formatter):
    """A line for people."""

    def format(self, record: logging.LogRecord) -> str:
        """``WARNING bot.courier: …``"""
        return f"{record.levelname} {record.name}: {_said(record)}"


class Json(logging.Formatter):
    """A line for machines: ``at`` (UTC), ``level``, ``from`` and ``says``."""

    def format(self, record: logging.LogRecord) -> str:
        """One object, without a line break in it."""
        at = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")
        line = {"at": at, "level": record.levelname.lower(), "from": record.name, "says": _said(record)}
        return json.dumps(line, ensure_ascii=False)


def untold(loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
    """What failed where nobody waited for it, without the words that the loop itself would write along."""
    error = context.get("exception")
    log.error("something failed that nobody waited for: %s", where(error) if error else "no error is known")


class Written(logging.StreamHandler[TextIO]):
    """Our own writing, to be told from what whoever started us has set up."""


def write_log(config: LogConfig, to: TextIO) -> None:
    """From now on the log is written there, in this shape, from this level on; unless whoever started us writes it."""
    root = logging.getLogger()
    root.handlers[:] = [handler for handler in root.handlers if not isinstance(handler, Written)]
    if not root.handlers:
        writing = Written(to)
        writing.setFormatter(Json() if config.shape == "json" else Plain())
        root.addHandler(writing)
    root.setLevel(logging.WARNING)
    for name in OURS:
        logging.getLogger(name).setLevel(config.level.upper())
