"""Copies to go back to: one SQLite file whatever the engine, written beside, synced, checked, and only then named.

It is taken while everything goes on, and shows one moment. Only whoever has the key can read one that was sealed.
"""

import asyncio
import hashlib
import os
import re
import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import aiosqlite

from storage import schema
from storage.address import engine_of, file_of
from storage.copying import copy_store
from storage.errors import CannotOpen
from storage.sealed import seal

PREFIX, SUFFIX, SEALED = "descant-", ".db", ".sealed"


async def back_up(url: str, folder: Path, now: datetime, key: str | None) -> Path:
    """Keep a checked copy of the store at this address in a folder, named after the instant, with its SHA-256 beside.

    Raises ``CannotOpen`` when there is nothing to copy or the copy is not whole.
    """
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    to = folder / f"{PREFIX}{now:%Y-%m-%dT%H%M%SZ}{SUFFIX}"
    path = file_of(url)
    if path is None:
        return await asyncio.to_thread(_from_server, url, to, key)
    if not path.exists():
        raise CannotOpen(f"There is nothing to keep a copy of: {path} is not there.")
    async with aiosqlite.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True) as source:
        return await keep_copy(source, to, key)


async def keep_copy(source: aiosqlite.Connection, to: Path, key: str | None = None) -> Path:
    """Copy the database behind this connection. One step, because a backup in several starts again whenever another
    connection writes."""
    unfinished = beside(to)
    target = await aiosqlite.connect(unfinished)
    try:
        await source.backup(target)
        await target.execute_fetchall("PRAGMA journal_mode=DELETE")
    finally:
        await target.close()
    return await asyncio.to_thread(_finish, unfinished, to, key)


def _from_server(url: str, to: Path, key: str | None) -> Path:
    unfinished = beside(to)
    source, target = engine_of(url), schema.sqlite_engine(unfinished)
    try:
        copy_store(source, target)
    finally:
        source.dispose()
        target.dispose()
    return _finish(unfinished, to, key)


def beside(to: Path) -> Path:
    """A name for what is not finished yet. Raises ``CannotOpen`` when the finished one is there already."""
    if to.exists():
        raise CannotOpen(f"{to} is there already.")
    unfinished = to.with_name(to.name + ".unfinished")
    unfinished.unlink(missing_ok=True)
    os.close(os.open(unfinished, os.O_CREAT | os.O_EXCL, 0o600))
    return unfinished


def _finish(unfinished: Path, to: Path, key: str | None) -> Path:
    if (found := faults_in(unfinished)) != []:
        raise CannotOpen(f"The copy is not whole ({found[0]}); {unfinished} is left for a look at it.")
    if key is not None:
        to = to.with_name(to.name + SEALED)
        sealed = beside(to)
        sealed.unlink()
        seal(unfinished, sealed, key)
        unfinished.unlink()
        unfinished = sealed
    with unfinished.open("rb") as file:
        os.fsync(file.fileno())
    write_sum(to, sum_of(unfinished))
    unfinished.rename(to)
    sync_folder(to.parent)
    return to


def faults_in(path: Path) -> list[str]:
    """What SQLite's own check finds in this file; empty when nothing."""
    try:
        with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as connection:
            found = [str(row[0]) for row in connection.execute("PRAGMA integrity_check(5)")]
    except sqlite3.DatabaseError as error:
        return [str(error)]
    return [] if found == ["ok"] else found


def made_at(copy: Path) -> datetime:
    """When a copy was made: by its name, otherwise by its file."""
    found = re.search(r"\d{4}-\d\d-\d\dT\d{6}Z", copy.name)
    if found:
        return datetime.strptime(found[0], "%Y-%m-%dT%H%M%SZ").replace(tzinfo=UTC)
    return datetime.fromtimestamp(copy.stat().st_mtime, UTC)


def sum_of(path: Path) -> str:
    """The file's SHA-256."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def seal_of(path: Path) -> Path:
    """Where the sum of this file stands."""
    return path.with_name(path.name + ".sha256")


def write_sum(path: Path, digest: str) -> None:
    """Note what this file's SHA-256 should be, as ``sha256sum --check`` reads it."""
    beside_it = seal_of(path)
    beside_it.write_text(f"{digest}  {path.name}\n")
    beside_it.chmod(0o600)


def sync_folder(folder: Path) -> None:
    """Make a renaming last."""
    handle = os.open(folder, os.O_RDONLY)
    os.fsync(handle)
    os.close(handle)


def kept_in(folder: Path) -> list[Path]:
    """The copies in this folder, the oldest first."""
    if not folder.is_dir():
        return []
    return sorted(p for p in folder.glob(f"{PREFIX}*") if p.name.endswith((SUFFIX, SUFFIX + SEALED)))


def keep_only(folder: Path, number: int) -> list[Path]:
    """Throw away all copies but the newest so many; returns those that went."""
    gone = kept_in(folder)[:-number] if number else []
    for path in gone:
        path.unlink()
        seal_of(path).unlink(missing_ok=True)
    return gone
