"""Whoever erases themselves after a history that touched everything is in no row, and in no byte of the files."""

import io
import json
import zipfile
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from bot.chat.answers import Whisper
from bot.chat.events import CommunityJoined, CommunityLeft, Where, Who
from bot.chat.ids import CommunityId, PersonId, PlaceId
from bot.home.actions.forgetting import next_night
from storage.backup import back_up
from storage.tables import metadata
from tests.databases import address, is_postgres, on
from tests.fakes import START
from tests.history import ASKED, OWN, PARTS, History
from tests.people import COMMUNITY, Member, Stage, stage

GONE = "anadyomene"
CAST = {
    part: Who(PersonId(GONE if part == "ana" else f"{part}elia"), "en", "Europe/London", name=f"{part}elia".title())
    for part in PARTS
}
"""Names that stand in nothing else."""

PASSING = {
    "work", "installations", "checkin_box", "checkin_marks", "checkin_passes", "checkin_shown", "checkin_rests",
    "quiet", "around", "wishes", "companions",
}  # fmt: skip
"""Tables that hold something only while it is done, or only on one platform."""


@pytest.fixture(params=["sqlite", "postgres"])
def engine(request: pytest.FixtureRequest) -> Iterator[str]:
    with on(request.param):
        yield request.param


@pytest.fixture
async def history(engine: str, tmp_path: Path) -> AsyncIterator[History]:
    """Everything that a group does, and each of the cast in all of it."""
    async with stage(tmp_path / "d.db") as s:
        await s.core.handle(CommunityJoined(COMMUNITY, s.clock.now(), by=PersonId("kim")))
        history = History(s, CAST)
        await history.lives_through_everything()
        yield history


def rows_with(s: Stage, words: str) -> set[str]:
    """The tables in which these words stand anywhere."""
    return {name for name in metadata.tables if words in str(s.rows(f'SELECT * FROM "{name}"')).lower()}


async def erases(history: History) -> Member:
    member = Member(history.stage, CAST["ana"])
    await member.says("/descant")
    await member.presses("My data")
    await member.presses("Erase me")
    return await member.fills(sure="yes")


def files_with(folder: Path, words: str) -> set[str]:
    """Files in which these words stand as bytes, in either case or as JSON escapes them."""
    sought = words.lower().encode()
    return {path.name for path in folder.rglob("*") if path.is_file() and sought in path.read_bytes().lower()}


async def test_the_history_touches_every_table(history: History) -> None:
    s = history.stage
    empty = {name for name in metadata.tables if not s.rows(f'SELECT 1 FROM "{name}"')}
    assert empty <= PASSING
    assert s.broken() == []


async def test_the_export_holds_all_of_it_and_nobody_elses_words(history: History) -> None:
    member = Member(history.stage, CAST["ana"])
    await member.says("/descant")
    await member.presses("My data")
    member.sees_no("other entr")
    await member.presses("Take it all along")
    assert isinstance(member.answer, Whisper)
    with zipfile.ZipFile(io.BytesIO(member.answer.files[0].content)) as kept:
        data = json.loads(kept.read("my-data.json"))
    everything = json.dumps(data, ensure_ascii=False)
    assert everything.count(OWN["ana"]) >= 15
    assert "\ue000" not in everything
    assert "(hidden words)" in everything
    for part in ("ben", "chi", "dov"):
        assert OWN[part] not in everything, [row for rows in data.values() for row in rows if OWN[part] in str(row)]


async def test_nothing_is_left_of_whoever_erased_themselves_in_any_row(history: History) -> None:
    s = history.stage
    await s.later(minutes=1)
    before = s.rows("SELECT id, result FROM polls ORDER BY id")
    assert len(rows_with(s, GONE)) >= 22
    member = await erases(history)
    member.sees("You are gone from what I keep here, and so are your words.")
    assert rows_with(s, GONE) == set()
    assert rows_with(s, OWN["ana"]) == set()
    assert s.rows("SELECT id, result FROM polls ORDER BY id") == before
    for part in ("ben", "chi", "dov"):
        assert rows_with(s, OWN[part]), "other people's words stay"
    assert "polls" in rows_with(s, ASKED["ana"]), "what was put to the group stays"
    await s.later(minutes=1)
    places = {message.place for message in s.chat.messages.values() if not message.place.startswith("@")}
    for place in places:
        assert GONE not in s.shown(place).lower(), place
        assert OWN["ana"] not in s.shown(place).lower(), place
    assert s.broken() == []


async def test_nothing_is_left_of_them_in_the_bytes_of_any_file(history: History, tmp_path: Path) -> None:
    """The words that stay are found by the same search, so that it is known to find."""
    if is_postgres():
        return  # A server's files are not ours to look into; docs/privacy.md says what holds there.
    s = history.stage
    await erases(history)
    await s.later(days=1)
    await back_up(address(tmp_path / "d.db"), tmp_path / "backups", s.clock.now(), None)
    assert files_with(tmp_path, GONE) == set()
    assert files_with(tmp_path, OWN["ana"]) == set()
    assert len(files_with(tmp_path, OWN["ben"])) == len(files_with(tmp_path, ASKED["ana"])) == 2


async def test_without_the_compaction_their_words_would_be_left(history: History, tmp_path: Path) -> None:
    """The control: deleted rows leave copies behind."""
    if is_postgres():
        return  # A server's files are not ours to look into; docs/privacy.md says what holds there.
    await erases(history)
    assert files_with(tmp_path, GONE) | files_with(tmp_path, OWN["ana"])


def test_the_night_is_the_next_one_by_the_communitys_own_clock() -> None:
    assert next_night(START, "UTC").isoformat() == "2026-11-25T04:00:00+00:00"
    assert next_night(START, "America/Los_Angeles").isoformat() == "2026-11-24T12:00:00+00:00"
    assert next_night(START, "Asia/Tokyo").isoformat() == "2026-11-24T19:00:00+00:00"


# --- a community that was left ------------------------------------------------------------------------------------


async def test_of_a_community_that_was_left_nothing_is_kept_after_the_stated_time(history: History) -> None:
    s = history.stage
    other = CommunityId("test:other")
    await s.core.handle(CommunityJoined(other, s.clock.now()))
    neighbour = Member(s, CAST["chi"], Where(other, PlaceId("elsewhere")))
    await neighbour.says("/poll question: Whose turn? options: Mine; Yours closes: in 300 days")
    await neighbour.presses("Post it")
    await s.core.handle(CommunityLeft(COMMUNITY, s.clock.now()))
    await s.later(days=29)
    assert rows_with(s, COMMUNITY)
    await s.later(days=2)
    await s.later(minutes=2)
    assert rows_with(s, COMMUNITY) == set()
    left = {name for name in metadata.tables if s.rows(f'SELECT 1 FROM "{name}"')}
    assert left <= {"communities", "polls", "options", "outbox", "surfaces", "due", "work", "seen", "met"}, left
    assert s.rows("SELECT community FROM polls") == [(other,)]
    assert s.broken() == []


async def test_a_community_that_takes_the_bot_back_in_time_keeps_everything(history: History) -> None:
    s = history.stage
    await s.core.handle(CommunityLeft(COMMUNITY, s.clock.now()))
    await s.later(days=20)
    await s.core.handle(CommunityJoined(COMMUNITY, s.clock.now()))
    await s.later(days=40)
    assert len(rows_with(s, OWN["ben"])) >= 5
