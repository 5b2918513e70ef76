"""What happens to a store by itself: a look over it after the start, and copies.

How old the newest copy is stands in its name, so nothing else has to be kept."""

import asyncio
import logging
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bot.ports import Clock
from storage.backup import PREFIX, back_up, keep_only, kept_in
from storage.config import KeepConfig
from storage.doctor import examine
from storage.errors import CannotOpen

log = logging.getLogger(__name__)

LOOK_EVERY = 600.0
"""Seconds between looks at whether it is time; also before the next try after one that failed."""


async def watch_over(url: str, keep: KeepConfig, clock: Clock) -> None:
    """Look the store over once, then make a copy whenever it is time, until cancelled."""
    await look_over(url, keep, clock.now())
    while True:
        await copy_if_due(url, keep, clock.now())
        await asyncio.sleep(LOOK_EVERY)


async def look_over(url: str, keep: KeepConfig, now: datetime) -> None:
    """Count every closed poll again and check all that must hold; the log says what is wrong."""
    try:
        report = await examine(url, Path(keep.backups or "backups"), now)
    except (CannotOpen, OSError) as error:
        log.error("The store could not be looked over: %s", error)
        return
    for sentence in report.wrong:
        log.error("%s", sentence)


async def copy_if_due(url: str, keep: KeepConfig, now: datetime) -> Path | None:
    """Make a copy if the newest is too old, and let the oldest go; where it went, if one was made.

    One that can not be made is told in the log; the others stay.
    """
    if not keep.backups or not keep.backup_hours:
        return None
    folder = Path(keep.backups)
    newest = max(map(_instant, kept_in(folder)), default=None)
    if newest is not None and now - timedelta(hours=keep.backup_hours) < newest <= now:
        return None
    try:
        made = await back_up(url, folder, now, keep.key)
        keep_only(folder, keep.backups_kept)
    except (CannotOpen, OSError) as error:
        log.error("No backup could be made: %s", error)
        return None
    return made


def _instant(copy: Path) -> datetime:
    written = copy.name.removeprefix(PREFIX).partition(".")[0]
    try:
        return datetime.strptime(written, "%Y-%m-%dT%H%M%SZ").replace(tzinfo=UTC)
    except ValueError:
        return datetime.min.replace(tzinfo=UTC)
