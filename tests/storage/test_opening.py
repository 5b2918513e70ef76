"""Opening a database: what is found is said in one sentence, and nothing is changed by looking."""

import asyncio
import signal
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from bot.chat.ids import CommunityId
from bot.delivery import COMMUNITY, KEEP_COMMUNITY
from bot.polls.views import CARD
from bot.ports import Tx
from storage import schema
from storage.errors import CannotOpen
from storage.lockfile import LockFile
from storage.sqlite import SqliteStore, open_store, warn_of_version
from tests.fakes import CountedIds, FakeClock, LoadedDice

GARDEN = CommunityId("test:garden")


async def opened(path: Path) -> SqliteStore:
    return await open_store(path, FakeClock(), CountedIds(), LoadedDice())


def settle_in(tx: Tx, language: str) -> None:
    tx.change(KEEP_COMMUNITY, community=tx.community, language=language, zone="Europe/London")


async def made(path: Path) -> bytes:
    """A database with something in it, closed cleanly; its bytes."""
    store = await opened(path)
    await store.write(GARDEN, settle_in, "cy")
    await store.close()
    return path.read_bytes()


async def refused(path: Path) -> str:
    """What whoever runs it is told."""
    with pytest.raises(CannotOpen) as error:
        await opened(path)
    return str(error.value)


async def test_what_was_written_is_there_again(tmp_path: Path) -> None:
    path = tmp_path / "deep" / "down" / "d.db"
    await made(path)
    store = await opened(path)
    assert (await store.read(COMMUNITY, community=GARDEN)).language == "cy"
    await store.close()


async def test_nobody_else_can_read_what_is_kept(tmp_path: Path) -> None:
    path = tmp_path / "d.db"
    store = await opened(path)
    await store.write(GARDEN, settle_in, "cy")
    modes = {file.name: oct(file.stat().st_mode & 0o777) for file in tmp_path.iterdir()}
    assert modes == dict.fromkeys(("d.db", "d.db-wal", "d.db-shm", "d.db.lock"), "0o600")
    await store.close()


async def test_a_damaged_file_is_refused_and_left_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "d.db"
    whole = await made(path)
    damaged = whole[:4096] + b"\xff" * 4096 + whole[8192:]
    path.write_bytes(damaged)
    assert "damaged" in await refused(path)
    assert path.read_bytes() == damaged


async def test_a_truncated_file_is_refused_and_left_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "d.db"
    truncated = (await made(path))[: 4096 * 3 + 100]
    path.write_bytes(truncated)
    assert "Restore a backup" in await refused(path)
    assert path.read_bytes() == truncated


async def test_an_empty_file_is_not_taken_for_a_new_database(tmp_path: Path) -> None:
    path = tmp_path / "d.db"
    path.touch()
    assert "is empty" in await refused(path)
    assert path.read_bytes() == b""


async def test_a_file_that_is_no_database_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "d.db"
    path.write_text("Dear diary, " * 500)
    assert "can not be read as a database" in await refused(path)
    assert path.read_text().startswith("Dear diary")


async def test_a_database_of_something_else_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "d.db"
    with closing(sqlite3.connect(path)) as other:
        other.execute("CREATE TABLE recipes (name TEXT)")
    before = path.read_bytes()
    assert "something else" in await refused(path)
    assert path.read_bytes() == before


async def test_a_newer_schema_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "d.db"
    await made(path)
    with closing(sqlite3.connect(path)) as newer:
        newer.execute("UPDATE alembic_version SET version_num = '9999'")
        newer.commit()
    before = path.read_bytes()
    assert "newer Descant (schema 9999)" in await refused(path)
    assert path.read_bytes() == before


async def test_a_folder_in_its_place_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "d.db"
    path.mkdir()
    assert "can not be read as a database" in await refused(path)


async def test_a_folder_that_can_not_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    assert "can not be used" in await refused(tmp_path / "file" / "d.db")


async def test_a_second_process_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "d.db"
    store = await opened(path)
    told = await refused(path)
    assert "Another Descant is running" in told
    assert "d.db.lock" in told
    await store.write(GARDEN, settle_in, "cy")
    await store.close()
    again = await opened(path)
    await again.close()


async def test_after_a_kill_everything_acknowledged_is_there(tmp_path: Path) -> None:
    path = tmp_path / "d.db"
    killed(path)
    assert path.with_name("d.db-wal").exists()
    store = await opened(path)
    assert (await store.read(COMMUNITY, community=GARDEN)).language == "cy"
    await store.close()


async def test_a_lost_wal_after_an_unclean_stop_is_told(tmp_path: Path) -> None:
    path = tmp_path / "d.db"
    killed(path)
    path.with_name("d.db-wal").unlink()
    before = path.read_bytes()
    assert "d.db-wal is gone" in await refused(path)
    assert path.read_bytes() == before


async def test_a_lost_database_after_an_unclean_stop_is_told(tmp_path: Path) -> None:
    path = tmp_path / "d.db"
    killed(path)
    path.unlink()
    assert "is gone" in await refused(path)
    assert not path.exists()


async def test_a_kill_while_opening_again_does_not_look_like_a_lost_wal(tmp_path: Path) -> None:
    path = tmp_path / "d.db"
    killed(path)
    killed(path, at="before the start")
    store = await opened(path)
    assert (await store.read(COMMUNITY, community=GARDEN)).language == "cy"
    await store.close()


KILLED = """
import asyncio, os, signal, sys
from pathlib import Path
from storage import sqlite
from tests.storage.test_opening import GARDEN, opened, settle_in

async def main(path, at):
    if at:
        async def start(store):
            os.kill(os.getpid(), signal.SIGKILL)
        sqlite.SqliteStore.start = start
    store = await opened(path)
    await store.write(GARDEN, settle_in, "cy")
    os.kill(os.getpid(), signal.SIGKILL)

asyncio.run(main(Path(sys.argv[1]), sys.argv[2]))
"""


def killed(path: Path, at: str = "") -> None:
    """A process that opened this database, wrote, and was killed."""
    ran = subprocess.run([sys.executable, "-c", KILLED, str(path), at], cwd=Path(__file__).parents[2], check=False)
    assert ran.returncode == -signal.SIGKILL


async def test_a_kill_while_closing_does_not_look_like_a_lost_wal(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The last connection takes the log away when it closes; what comes after that in a stop may never happen."""
    path = tmp_path / "d.db"
    store = await opened(path)
    await store.write(GARDEN, settle_in, "cy")
    monkeypatch.setattr(LockFile, "release", LockFile.abandon)
    await store.close()
    monkeypatch.undo()
    assert not path.with_name("d.db-wal").exists()
    again = await opened(path)
    await again.close()


async def test_a_first_start_that_was_killed_is_begun_again(tmp_path: Path) -> None:
    path = tmp_path / "d.db"
    path.with_name("d.db.new").write_bytes(b"half a schema")
    await made(path)
    assert not path.with_name("d.db.new").exists()


@pytest.mark.parametrize(
    ("version", "warned"),
    [
        ((3, 40, 1), True),
        ((3, 44, 5), True),
        ((3, 44, 6), False),
        ((3, 45, 0), True),
        ((3, 50, 6), True),
        ((3, 50, 7), False),
        ((3, 51, 2), True),
        ((3, 51, 3), False),
        ((3, 52, 0), False),
        ((4, 0, 0), False),
    ],
)
def test_a_version_that_can_damage_a_shared_file_is_told(
    version: tuple[int, ...], warned: bool, caplog: pytest.LogCaptureFixture
) -> None:
    assert warn_of_version(version) is warned
    assert bool(caplog.records) is warned


def test_the_lock_says_whether_the_last_stop_was_clean(tmp_path: Path) -> None:
    path = tmp_path / "d.db"
    first = LockFile(path)
    assert first.stopped_cleanly
    first.mark_open()
    first.abandon()
    second = LockFile(path)
    assert not second.stopped_cleanly
    second.mark_open()
    second.release()
    third = LockFile(path)
    assert third.stopped_cleanly
    third.abandon()


def test_a_lock_file_that_can_not_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "d.db.lock").mkdir()
    with pytest.raises(CannotOpen, match=r"d\.db\.lock can not be opened"):
        LockFile(tmp_path / "d.db")


async def test_reads_that_are_given_up_leave_no_reader_behind(tmp_path: Path) -> None:
    store = await opened(tmp_path / "d.db")
    for _ in range(20):
        reading = asyncio.create_task(store.read(CARD, subject="none"))
        await asyncio.sleep(0)
        reading.cancel()
    await asyncio.gather(*(store.read(CARD, subject="none") for _ in range(20)))
    await store.write(GARDEN, settle_in, "cy")
    assert (await store.read(COMMUNITY, community=GARDEN)).language == "cy"
    await store.close()


def test_schema_knows_its_own_revisions() -> None:
    assert schema.newest() in schema.known()
