"""The power goes at a random moment: the file is whole, and holds all that was acknowledged (SQLite's own method).

Killing a process proves nothing of this, since the system still writes what it held. The layer brings a SQLite of its
own: it is our settings and our order of acknowledging that are proved, not the interpreter's build.
"""

import asyncio
import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from random import Random
from typing import Any

import apsw

from storage import schema
from storage.sqlite import SETTINGS
from storage.sqlite_units import SqliteUnits
from storage.writer import Unit
from tests.crash.test_killed_at_random import seed
from tests.torture.power import Event, Layer, images

TRANSACTIONS = 300
IMAGES = int(os.environ.get("DESCANT_TORTURE_IMAGES", "400"))
CHECKPOINT = 20
"""Pages between checkpoints, so that many cuts fall inside one."""


def written(path: Path, layer: Layer, settings: tuple[str, ...], checkpoint: int) -> None:
    """Write 300 groups of units through our own way of grouping them, noting when each was acknowledged."""
    connection = apsw.Connection(str(path), vfs=layer.called)
    for setting in (*settings, f"PRAGMA wal_autocheckpoint={checkpoint}"):
        connection.execute(setting)
    together = SqliteUnits(connection)  # type: ignore[arg-type]  # it has the same two things that are used of it
    waiting = iter(_units())
    for first in waiting:
        done = together.run(first, lambda: next(waiting, None))
        assert all(unit.error is None for unit in done)
        layer.events.append(Event("acknowledged", at=max(unit.value for unit in done)))
    connection.close()


def _units() -> Iterator[Any]:
    loop = asyncio.new_event_loop()
    number = 0
    for group in range(TRANSACTIONS):
        for _ in range(1 + group % 3):
            number += 1
            yield Unit(_insert(number), "insert", loop.create_future())
        yield None
    loop.close()


def _insert(number: int) -> Any:
    def work(connection: apsw.Connection) -> int:
        key = f"key {number * 7919 % 10_007}"  # all over the tree, so that pages split
        connection.execute("INSERT INTO seen VALUES (?, ?)", (key, number))
        if number % 5 == 0:
            connection.execute("DELETE FROM seen WHERE at = ?", (number - 200,))
        return number

    return work


def looked_at(folder: Path, files: dict[str, bytes], acknowledged: int) -> tuple[bool, int]:
    """Whether the image is whole, and how many acknowledged units it lacks."""
    for name in ("d.db", "d.db-wal", "d.db-shm"):
        (folder / name).unlink(missing_ok=True)
    for name, content in files.items():
        (folder / name).write_bytes(content)
    try:
        with closing(sqlite3.connect(folder / "d.db")) as connection:
            if connection.execute("PRAGMA integrity_check").fetchall() != [("ok",)]:
                return False, 0
            ((newest,),) = connection.execute("SELECT coalesce(max(at), 0) FROM seen").fetchall()
    except sqlite3.DatabaseError:
        return False, 0
    return True, max(0, acknowledged - newest)


def harm(folder: Path, honest: bool, settings: tuple[str, ...], checkpoint: int = CHECKPOINT) -> tuple[int, int]:
    """Of the images, how many are broken, and how many lack something that was acknowledged."""
    dice = Random(seed())
    (folder / "made").mkdir()
    path = folder / "made" / "d.db"
    engine = schema.sqlite_engine(path)
    with engine.connect() as connection:
        schema.upgrade(connection)
        connection.commit()
    engine.dispose()
    with closing(sqlite3.connect(path)) as plain:
        plain.execute("PRAGMA journal_mode=WAL")
    start = {"d.db": path.read_bytes()}
    layer = Layer(f"noting {folder}", honest)
    written(path, layer, settings, checkpoint)
    (folder / "images").mkdir()
    broken = lacking = 0
    for acknowledged, files in images(start, layer.events, IMAGES, dice):
        whole, lost = looked_at(folder / "images", files, acknowledged)
        broken += not whole
        lacking += lost > 0
    return broken, lacking


def test_no_image_is_broken_or_lacks_what_was_acknowledged(tmp_path: Path, record: Any) -> None:
    found = harm(tmp_path, True, SETTINGS)
    record(f"{IMAGES} images: {found[0]} broken, {found[1]} lack something acknowledged")
    assert found == (0, 0)


def test_control_a_disk_that_lies_about_syncing(tmp_path: Path, record: Any) -> None:
    found = harm(tmp_path, False, SETTINGS)
    record(f"{IMAGES} images of a disk that lies: {found[0]} broken")
    assert found[0] > IMAGES // 2


def test_control_synchronous_normal(tmp_path: Path, record: Any) -> None:
    settings = tuple(setting.replace("synchronous=FULL", "synchronous=NORMAL") for setting in SETTINGS)
    assert settings != SETTINGS
    found = harm(tmp_path, True, settings, checkpoint=1000)
    record(f"{IMAGES} images with synchronous=NORMAL: {found[1]} lack something acknowledged")
    assert found[0] == 0
    assert found[1] > IMAGES // 4
