"""An online copy in one step: written beside, synced, checked, and only then given its name."""

import asyncio
import hashlib
import os
import sqlite3
from pathlib import Path

import aiosqlite

from storage.errors import CannotOpen


async def keep_copy(source: aiosqlite.Connection, to: Path) -> str:
    """Copy the database to a new file and a ``.sha256`` beside it; returns that sum. Raises ``FileExistsError`` when
    the file is there already, and ``CannotOpen`` when the copy is not whole.

    One step, because a backup in several starts again whenever another connection writes.
    """
    if to.exists():
        raise FileExistsError(f"{to} is there already.")
    unfinished = to.with_name(to.name + ".unfinished")
    unfinished.unlink(missing_ok=True)
    target = await aiosqlite.connect(unfinished)
    try:
        await source.backup(target)
        await target.execute_fetchall("PRAGMA journal_mode=DELETE")
    finally:
        await target.close()
    return await asyncio.to_thread(_finish, unfinished, to)


def _finish(unfinished: Path, to: Path) -> str:
    unfinished.chmod(0o600)
    connection = sqlite3.connect(unfinished)
    found = [row[0] for row in connection.execute("PRAGMA integrity_check(5)")]
    connection.close()
    if found != ["ok"]:
        raise CannotOpen(f"The copy is not whole ({found[0]}); {unfinished} is left for a look at it.")
    digest = hashlib.sha256(unfinished.read_bytes()).hexdigest()
    with unfinished.open("rb") as file:
        os.fsync(file.fileno())
    unfinished.rename(to)
    seal = to.with_name(to.name + ".sha256")
    seal.write_text(f"{digest}  {to.name}\n")
    seal.chmod(0o600)
    folder = os.open(to.parent, os.O_RDONLY)
    os.fsync(folder)
    os.close(folder)
    return digest
