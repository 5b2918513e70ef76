"""What is to be said about a store: that all is well, or what is not and what to do."""

import asyncio
import sqlite3
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy import Connection, Engine, create_engine, select
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import NullPool

from bot.ports import EVERYWHERE
from storage import schema
from storage.address import engine_of, file_of
from storage.backup import kept_in, seal_of, sum_of
from storage.check import worth_knowing, wrong_in
from storage.errors import CannotOpen
from storage.lockfile import LockFile
from storage.look import Look
from storage.restore import RESTORED
from storage.sqlite import warn_of_version
from storage.tables import settings
from storage.values import moment

AHEAD = timedelta(minutes=2)
"""How far two clocks may differ before it is worth a word."""


@dataclass(slots=True)
class Report:
    """What was found: what is well, what deserves a thought, and what is wrong."""

    well: list[str] = field(default_factory=list)
    thoughts: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)


async def examine(url: str, copies: Path, now: datetime) -> Report:
    """Look the store over without changing anything. Raises ``CannotOpen`` when it can not even be looked at."""
    return await asyncio.to_thread(_examine, url, copies, now)


def _examine(url: str, copies: Path, now: datetime) -> Report:
    report = Report()
    path = file_of(url)
    if path is not None:
        _the_file(path, report)
    engine = _reading(path) if path is not None else engine_of(url)
    try:
        with engine.connect() as connection:
            if _the_schema(connection, report):
                _the_rows(connection, now, report)
            _the_clock(connection, now, report)
    except (DBAPIError, sqlite3.Error) as error:
        raise CannotOpen(f"The store can not be read ({type(error).__name__}). Restore a backup.") from None
    finally:
        engine.dispose()
    _the_copies(copies, now, report)
    return report


def _reading(path: Path) -> Engine:
    address = f"{path.absolute().as_uri()}?mode=ro"
    return create_engine("sqlite://", creator=lambda: sqlite3.connect(address, uri=True), poolclass=NullPool)


def _the_file(path: Path, report: Report) -> None:
    if not path.is_file():
        raise CannotOpen(f"There is no store at {path}.")
    try:
        lock = LockFile(path)
    except CannotOpen:
        report.well.append("A Descant is running on it.")
    else:
        if not lock.stopped_cleanly:
            report.thoughts.append("The last stop was not a clean one. The next start brings everything up to date.")
        lock.abandon()
    if warn_of_version(sqlite3.sqlite_version_info):
        report.thoughts.append(
            f"SQLite {sqlite3.sqlite_version} can damage a database that several programs write to. Descant does not "
            "do so; let nothing else open the file, or use SQLite 3.51.3 or newer."
        )
    if path.stat().st_mode & 0o077:
        report.wrong.append(f"Others on this machine can read {path}. Change that: chmod 600 {path}")
    with sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True) as connection:
        found = [str(row[0]) for row in connection.execute("PRAGMA integrity_check(5)")]
    connection.close()
    if found == ["ok"]:
        report.well.append("Every page of the file is whole.")
    else:
        report.wrong.append(f"The file is damaged ({found[0]}). Restore a backup.")


def _the_schema(connection: Connection, report: Report) -> bool:
    found, newest = schema.current(connection), schema.newest()
    if found == newest:
        report.well.append(f"The schema is {newest}, as this Descant needs it.")
    elif found in schema.known():
        report.thoughts.append(f"The schema is {found}; the next start brings it to {newest}, after a backup.")
    else:
        report.wrong.append(f"The schema is {found}, which this Descant does not know. Run a newer one.")
    return found == newest


def _the_rows(connection: Connection, now: datetime, report: Report) -> None:
    report.wrong += [f"{trouble}." for trouble in wrong_in(connection, now)]
    report.thoughts += [f"{trouble}." for trouble in worth_knowing(connection, now)]
    report.thoughts += _restored(connection)
    ((closed,),) = Look(connection).rows("SELECT count(*) FROM polls WHERE state = 'closed'")
    report.well.append(f"Closed polls that were counted again: {closed}.")


def _restored(connection: Connection) -> list[str]:
    here = (settings.c.community == EVERYWHERE) & (settings.c.name == RESTORED)
    return [
        f"This store was restored {value}. What was recorded after that copy was made is not in it."
        for (value,) in connection.execute(select(settings.c.value).where(here))
    ]


def _the_clock(connection: Connection, now: datetime, report: Report) -> None:
    look = Look(connection)
    if connection.dialect.name == "postgresql":
        ((there,),) = look.rows("SELECT (extract(epoch FROM clock_timestamp()) * 1000000)::bigint")
        if abs(moment(there) - now) > AHEAD:
            report.thoughts.append("The clocks of this machine and of the database differ by more than two minutes.")
    newest = [at for (at,) in look.rows("SELECT max(at) FROM seen UNION ALL SELECT max(created_at) FROM outbox") if at]
    if newest and moment(max(newest)) > now + AHEAD:
        report.wrong.append(
            f"The newest entry is of {moment(max(newest)):%Y-%m-%d %H:%M} UTC, and this machine's clock says "
            f"{now:%Y-%m-%d %H:%M}. Deadlines follow the clock: set it right."
        )


def _the_copies(folder: Path, now: datetime, report: Report) -> None:
    copies = kept_in(folder)
    if not copies:
        report.thoughts.append(f"There is no backup in {folder}. descant backup makes one.")
        return
    newest = copies[-1]
    age = now.timestamp() - newest.stat().st_mtime
    report.well.append(f"Backups in {folder}: {len(copies)}, the newest {age / 3600:.0f} hours old.")
    for copy in copies:
        noted = seal_of(copy)
        if noted.exists() and noted.read_text().split()[:1] != [sum_of(copy)]:
            report.wrong.append(f"The backup {copy.name} is not what it was when it was made. Do not rely on it.")
