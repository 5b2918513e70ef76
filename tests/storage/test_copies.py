"""Copies to go back to, the way back from them, and the way to another engine."""

import asyncio
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

import descant
from bot.chat.events import ActionPressed
from storage.address import engine_of
from storage.backup import back_up, keep_only, kept_in
from storage.config import KeepConfig
from storage.doctor import examine
from storage.errors import CannotOpen
from storage.restore import migrate, restore
from storage.schedule import copy_if_due, look_over
from storage.sealed import CannotUnseal, seal, unseal
from tests.databases import address, databases, on
from tests.fakes import START, FakeChat, FakeClock
from tests.people import Stage, stage

ENGINES = ("sqlite", "postgres")


@pytest.fixture(params=ENGINES)
def engine(request: pytest.FixtureRequest) -> Iterator[str]:
    with on(request.param):
        yield request.param


async def asked(s: Stage) -> None:
    await s.member("ana").says("/poll question: When do we meet? options: Tuesday; Saturday closes: in 3 days")
    await s.member("ana").presses("Post it")


async def answered(s: Stage, first: int, last: int) -> None:
    for number in range(first, last):
        await s.member(f"m{number}").presses("Saturday" if number % 3 else "Tuesday")


async def closed_poll(path: Path, clock: FakeClock | None = None) -> None:
    """A store with a closed poll of nine answers in it."""
    async with stage(path, clock) as s:
        await asked(s)
        await answered(s, 0, 9)
        await s.later(days=4)


def place(url: str, path: Path) -> str:
    """An empty place on the same engine."""
    return databases().empty(path) if url.startswith("postgres") else f"sqlite:///{path}"


# --- the drill ----------------------------------------------------------------------------------------------------


async def test_restored_from_a_copy_taken_while_votes_arrive(engine: str, tmp_path: Path) -> None:
    clock = FakeClock()
    chat = FakeChat(clock)
    async with stage(tmp_path / "d.db", clock, chat) as s:
        await asked(s)
        await answered(s, 0, 20)
        url = address(s.path)
        more = asyncio.create_task(answered(s, 20, 60))
        copy = await back_up(url, tmp_path / "copies", clock.now(), None)
        await more
        token, _ = s.member("m1").find("Saturday")
    said = len(chat.messages)
    back = tmp_path / "back.db"
    place(url, back)
    assert await restore(copy, address(back), clock.now(), None) == []
    clock.forward(timedelta(days=4))
    async with stage(back, clock, chat) as s:
        await s.settle()
        ((ballots,),) = s.rows("SELECT count(*) FROM ballots")
        assert isinstance(ballots, int)
        assert 20 <= ballots <= 60
        assert s.broken() == []
        s.member("m1").sees("24 hours late, because I was not running")
        await s.member("m1").says("/descant log")
        s.member("m1").sees(
            "A backup was put back. It was made Tuesday 24 November 2026, 10:00 (London): what was said and done after",
            "By whoever hosts me, Tuesday 24 November 2026, 10:0",
        )
        assert token.ids[0] in {row[0] for row in s.rows("SELECT id FROM polls WHERE state = 'closed'")}
    # The card of the poll is not posted again: only its result is new.
    assert len(chat.messages) == said + 1


async def test_what_waited_at_the_time_of_the_copy_is_looked_for_before_it_is_said_again(tmp_path: Path) -> None:
    clock = FakeClock()
    chat = FakeChat(clock, can_be_searched=True)
    async with stage(tmp_path / "d.db", clock, chat) as s:
        ana = s.member("ana")
        await ana.says("/poll question: When do we meet? options: Tuesday; Saturday closes: in 3 days")
        posting = ActionPressed("k", ana.who, ana.where, clock.now(), ana.find("Post it")[0])
        await s.core.handle(posting)
        copy = await back_up(address(s.path), tmp_path / "copies", clock.now(), None)
        await s.settle()
    clock.forward(timedelta(hours=1))
    await restore(copy, f"sqlite:///{tmp_path / 'back.db'}", clock.now(), None)
    async with stage(tmp_path / "back.db", clock, chat) as s:
        await s.settle()
    assert len(chat.messages) == 1


# --- copies -------------------------------------------------------------------------------------------------------


async def test_a_sealed_copy_needs_its_key(engine: str, tmp_path: Path) -> None:
    await closed_poll(tmp_path / "d.db")
    url = address(tmp_path / "d.db")
    copy = await back_up(url, tmp_path / "copies", START, "correct horse")
    assert b"When do we meet" not in copy.read_bytes()
    assert {p.stat().st_mode & 0o777 for p in copy.parent.iterdir()} == {0o600}
    to = place(url, tmp_path / "back.db")
    for key in (None, "wrong"):
        with pytest.raises(CannotOpen):
            await restore(copy, to, START, key)
    assert await restore(copy, to, START + timedelta(days=4), "correct horse") == []


@pytest.mark.parametrize("size", [0, 1, 2**20 - 1, 2**20, 2**20 + 1, 3 * 2**20])
def test_what_was_sealed_is_unsealed_whole(tmp_path: Path, size: int) -> None:
    plain, sealed, back = (tmp_path / name for name in ("plain", "sealed", "back"))
    plain.write_bytes(bytes(n % 251 for n in range(size)))
    seal(plain, sealed, "k")
    unseal(sealed, back, "k")
    assert back.read_bytes() == plain.read_bytes()


@pytest.mark.parametrize("harm", ["cut", "piece gone", "turned"])
def test_a_sealed_file_that_was_touched_is_not_unsealed(tmp_path: Path, harm: str) -> None:
    plain, sealed = tmp_path / "plain", tmp_path / "sealed"
    plain.write_bytes(bytes(3 * 2**20))
    seal(plain, sealed, "k")
    whole = sealed.read_bytes()
    piece, head = 2**20 + 16, 33
    harmed = {
        "cut": whole[:-1],
        "piece gone": whole[: head + 2 * piece],
        "turned": whole[:head]
        + whole[head + piece : head + 2 * piece]
        + whole[head : head + piece]
        + whole[head + 2 * piece :],
    }
    sealed.write_bytes(harmed[harm])
    with pytest.raises(CannotUnseal):
        unseal(sealed, tmp_path / "back", "k")
    assert not (tmp_path / "back").exists()


async def test_only_the_newest_copies_are_kept(tmp_path: Path) -> None:
    await closed_poll(tmp_path / "d.db")
    copies = tmp_path / "copies"
    made = [await back_up(address(tmp_path / "d.db"), copies, START + timedelta(days=n), None) for n in range(4)]
    (copies / "notes.txt").write_text("mine")
    assert keep_only(copies, 2) == made[:2]
    assert kept_in(copies) == made[2:]
    assert len(list(copies.iterdir())) == 5


@pytest.mark.parametrize("harm", ["a byte", "cut", "empty", "not a copy"])
async def test_a_copy_that_is_not_whole_is_not_restored(tmp_path: Path, harm: str) -> None:
    await closed_poll(tmp_path / "d.db")
    copy = await back_up(address(tmp_path / "d.db"), tmp_path / "copies", START, None)
    whole = copy.read_bytes()
    middle = len(whole) // 2
    harmed = {
        "a byte": whole[:middle] + bytes([whole[middle] ^ 1]) + whole[middle + 1 :],
        "cut": whole[: middle - middle % 4096],
        "empty": b"",
        "not a copy": b"SQLite format 3, they say",
    }
    copy.write_bytes(harmed[harm])
    with pytest.raises(CannotOpen, match="nothing was changed"):
        await restore(copy, f"sqlite:///{tmp_path / 'back.db'}", START, None)
    copy.with_name(copy.name + ".sha256").unlink()
    if harm != "a byte":
        with pytest.raises(CannotOpen, match=r"nothing was changed|Nothing was changed"):
            await restore(copy, f"sqlite:///{tmp_path / 'back.db'}", START, None)
    assert not list(tmp_path.glob("back.db*"))


async def test_nothing_is_restored_over_a_store_that_is_there(engine: str, tmp_path: Path) -> None:
    await closed_poll(tmp_path / "d.db")
    url = address(tmp_path / "d.db")
    copy = await back_up(url, tmp_path / "copies", START, None)
    with pytest.raises(CannotOpen, match=r"there already|not empty"):
        await restore(copy, url, START, None)
    assert (await examine(url, tmp_path / "copies", START + timedelta(days=4))).wrong == []


async def test_copies_are_made_by_themselves_and_the_oldest_let_go(tmp_path: Path) -> None:
    await closed_poll(tmp_path / "d.db")
    keep = KeepConfig(str(tmp_path / "copies"), backup_hours=24, backups_kept=2)
    url = address(tmp_path / "d.db")
    made = [await copy_if_due(url, keep, START + timedelta(hours=hour)) for hour in (0, 23, 24, 30, 49)]
    assert [copy is not None for copy in made] == [True, False, True, False, True]
    assert kept_in(tmp_path / "copies") == [made[2], made[4]]
    # The clock was set back: the newest copy is of a time that has not come.
    assert await copy_if_due(url, keep, START + timedelta(hours=12)) is not None


async def test_a_copy_that_can_not_be_made_is_told(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    keep = KeepConfig(str(tmp_path / "copies"))
    assert await copy_if_due(f"sqlite:///{tmp_path / 'nowhere.db'}", keep, START) is None
    assert "No backup could be made" in caplog.text


async def test_after_a_start_what_is_wrong_is_told_in_the_log(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    with on("sqlite"):
        await closed_poll(tmp_path / "d.db")
    keep, url = KeepConfig(str(tmp_path / "copies")), f"sqlite:///{tmp_path / 'd.db'}"
    later = START + timedelta(days=4, minutes=1)
    await look_over(url, keep, later)
    assert "poll" not in caplog.text
    with closing(sqlite3.connect(tmp_path / "d.db")) as connection:
        connection.executescript("UPDATE ballots SET choice = '[1]'")
    await look_over(url, keep, later)
    assert "its result is not what its ballots say" in caplog.text
    await look_over(f"sqlite:///{tmp_path / 'nowhere.db'}", keep, later)
    assert "could not be looked over" in caplog.text


# --- on the command line ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
async def test_from_the_command_line(engine: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    await closed_poll(tmp_path / "d.db")
    settings = tmp_path / "config.toml"

    def descant_does(*words: str) -> tuple[int, str]:
        code = descant.main([*words, "--config", str(settings)])
        said = capsys.readouterr()
        return code, said.out + said.err

    settings.write_text(f'[store]\nurl = "sqlite:///{tmp_path / "d.db"}"\n[keep]\nbackups = "{tmp_path / "copies"}"\n')
    code, said = await asyncio.to_thread(descant_does, "backup")
    (copy,) = kept_in(tmp_path / "copies")
    assert (code, said) == (0, f"Kept in {copy}\n")
    code, said = await asyncio.to_thread(descant_does, "restore", str(copy))
    assert code == 1
    assert "is there already" in said
    code, said = await asyncio.to_thread(descant_does, "doctor")
    assert (code, "Nothing is wrong." in said) in ((0, True), (1, False))
    other = f"sqlite:///{tmp_path / 'other.db'}"
    code, said = await asyncio.to_thread(descant_does, "migrate-store", f"sqlite:///{tmp_path / 'd.db'}", other)
    assert code == 0
    assert "are the same on both ends" in said


# --- from one engine to the other ---------------------------------------------------------------------------------


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
async def test_a_store_moves_to_postgres_and_back(engine: str, tmp_path: Path) -> None:
    await closed_poll(tmp_path / "d.db")
    here, there, back = f"sqlite:///{tmp_path / 'd.db'}", databases().empty(tmp_path / "x"), tmp_path / "back.db"
    moved = await migrate(here, there)
    assert moved["ballots"][0] == 9
    assert await migrate(there, f"sqlite:///{back}") == moved
    with pytest.raises(CannotOpen, match="not empty"):
        await migrate(here, there)
    async with stage(back, FakeClock(START + timedelta(days=4))) as s:
        assert s.broken() == []
    databases().drop()


async def test_a_store_does_not_move_while_a_descant_is_on_it(engine: str, tmp_path: Path) -> None:
    async with stage(tmp_path / "d.db") as s:
        await asked(s)
        with pytest.raises(CannotOpen, match="Descant is running"):
            await migrate(address(s.path), f"sqlite:///{tmp_path / 'other.db'}")
    assert not (tmp_path / "other.db").exists()


# --- the doctor ---------------------------------------------------------------------------------------------------


async def test_the_doctor_finds_nothing_where_all_is_well(engine: str, tmp_path: Path) -> None:
    await closed_poll(tmp_path / "d.db")
    report = await examine(address(tmp_path / "d.db"), tmp_path, START + timedelta(days=4))
    assert report.wrong == []
    assert "Closed polls that were counted again: 1." in report.well
    assert any("There is no backup" in thought for thought in report.thoughts)


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
async def test_a_single_byte_that_changed_in_a_frozen_result_is_found(engine: str, tmp_path: Path) -> None:
    await closed_poll(tmp_path / "d.db")
    with closing(sqlite3.connect(tmp_path / "d.db")) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        ((result,),) = connection.execute("SELECT result FROM polls").fetchall()
    whole = (tmp_path / "d.db").read_bytes()
    at = whole.index(result.encode())
    report = None
    for place_in in range(len(result)):
        harmed = bytearray(whole)
        harmed[at + place_in] ^= 1
        (tmp_path / "d.db").write_bytes(harmed)
        report = await examine(f"sqlite:///{tmp_path / 'd.db'}", tmp_path, START + timedelta(days=4))
        assert len(report.wrong) == 1, (place_in, result[place_in], report.wrong)
        assert report.wrong[0].startswith("poll ")


async def test_a_clock_that_was_set_back_and_a_copy_that_was_changed_are_told(engine: str, tmp_path: Path) -> None:
    await closed_poll(tmp_path / "d.db")
    url = address(tmp_path / "d.db")
    copy = await back_up(url, tmp_path / "copies", START, None)
    copy.write_bytes(copy.read_bytes()[:-1])
    report = await examine(url, tmp_path / "copies", START - timedelta(hours=5))
    assert any("set it right" in sentence for sentence in report.wrong)
    assert any(f"The backup {copy.name} is not what it was" in sentence for sentence in report.wrong)


async def test_the_doctor_looks_while_a_descant_runs(engine: str, tmp_path: Path) -> None:
    async with stage(tmp_path / "d.db") as s:
        await asked(s)
        report = await examine(address(s.path), tmp_path, s.clock.now())
        assert report.wrong == []
        await answered(s, 0, 2)


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
async def test_what_is_wrong_and_what_is_worth_knowing_have_exit_codes_of_their_own(
    engine: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Something that a platform did not take is told, and a monitor need not ring for a week because of it."""
    path, settings = tmp_path / "d.db", tmp_path / "config.toml"
    settings.write_text(f'[store]\nurl = "sqlite:///{path}"\n')

    async def doctor() -> tuple[int, str, str]:
        code = await asyncio.to_thread(descant.main, ["doctor", "--config", str(settings)])
        said = capsys.readouterr()
        return code, said.out, said.err

    assert (await doctor())[0] == 2
    await closed_poll(path, FakeClock(datetime.now(UTC) - timedelta(days=9)))  # noqa: TID251 the doctor's own clock
    with closing(sqlite3.connect(path)) as file:
        file.execute("UPDATE outbox SET state = 'dead', trouble = 'gone'")
        file.commit()
    code, said, wrong = await doctor()
    assert (code, wrong) == (0, "")
    assert "was given up: gone." in said
    assert said.endswith("Nothing is wrong.\n")
    with closing(sqlite3.connect(path)) as file:
        file.execute("UPDATE ballots SET choice = '[1]'")
        file.commit()
    code, said, wrong = await doctor()
    assert code == 1
    assert "its result is not what its ballots say." in wrong
    settings.write_text("[store]\nulr = 3\n")
    assert (await doctor())[0] == 2


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
async def test_a_store_that_was_restored_says_so(engine: str, tmp_path: Path) -> None:
    await closed_poll(tmp_path / "d.db")
    copy = await back_up(address(tmp_path / "d.db"), tmp_path / "copies", START, None)
    for place_for in ("one", "two"):
        url = f"sqlite:///{tmp_path / place_for}.db"
        await restore(copy, url, START + timedelta(days=4), None)
        report = await examine(url, tmp_path, START + timedelta(days=4))
        (told,) = (thought for thought in report.thoughts if thought.startswith("This store"))
        assert told.startswith(f"This store was restored on 2026-11-28 10:00 UTC from {copy.name}.")


def test_a_store_that_is_not_there_is_said() -> None:
    with pytest.raises(CannotOpen, match="There is no store at"):
        asyncio.run(examine("sqlite:///nowhere/d.db", Path("nowhere"), START))
    with pytest.raises(CannotOpen), engine_of("sqlite://").connect():
        raise AssertionError
