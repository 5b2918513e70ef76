"""Whoever erases themselves after a history that touched everything is in no row, and in no byte of the files."""

import hmac
import io
import json
import zipfile
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import case, func, select, true, update

from bot.chat.answers import Whisper
from bot.chat.events import CommunityJoined, CommunityLeft, Where, Who
from bot.chat.hidden import ERASED
from bot.chat.ids import CommunityId, PersonId, PlaceId
from bot.home.actions.forgetting import next_night
from bot.settings import Name
from storage.backup import back_up
from storage.tables import metadata, settings
from storage.words import WORDS
from tests.databases import address, engine_at, is_postgres, on
from tests.fakes import START
from tests.history import ASKED, OWN, PARTS, History
from tests.people import COMMUNITY, Member, Stage, stage

GONE = "anadyomene"
CAST = {
    part: Who(PersonId(GONE if part == "ana" else f"{part}elia"), "en", "Europe/London", name=f"{part}elia".title())
    for part in PARTS
}
"""Names that stand in nothing else."""

PASSING = {"work", "installations"}
"""Tables that hold something only while it is done, or only on one platform."""


NOW_GOING_ON = {
    "around", "checkin_box", "checkin_passes", "checkin_rests", "companions", "company_asked", "quiet", "wishes",
}  # fmt: skip
"""Where members stand only for a while. The history ends while they do."""


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
    assert set(data) >= NOW_GOING_ON
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


async def test_what_others_wrote_of_them_says_that_they_are_gone(history: History) -> None:
    """In every column in which anyone writes anything, everything mentions them."""
    s = history.stage
    await s.later(minutes=1)
    mention_everywhere(s, f" <@{GONE}>")
    mentioned = columns_with(s, f"<@{GONE}>")
    assert {str(column) for column in WORDS} - mentioned == set()
    await erases(history)
    assert rows_with(s, GONE) == set()
    assert mentioned - columns_with(s, ERASED) <= {"drafts.content"}
    await s.later(minutes=1)
    shown = "".join(s.shown(place) for place in {m.place for m in s.chat.messages.values()})
    assert f"{OWN['ben']} someone who has erased themselves" in shown
    assert ERASED not in shown


def mention_everywhere(s: Stage, mention: str) -> None:
    with engine_at(s.path).begin() as connection:
        for column in WORDS:
            in_json: Any = column
            for begins in ('["', ':"', ': "'):
                in_json = func.replace(in_json, begins, begins + mention)
            is_json = column.startswith("[") | column.startswith("{")
            which = settings.c.name == Name.SIGNPOSTS if column.table is settings else true()
            changed = case((is_json, in_json), else_=column + mention)
            connection.execute(update(column.table).where(which).values({column: changed}))


def columns_with(s: Stage, words: str) -> set[str]:
    with engine_at(s.path).connect() as connection:
        return {str(c) for c in WORDS if connection.scalar(select(func.count()).where(c.contains(words)))}


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
    for stays in (OWN["ben"], ASKED["ana"]):
        # What was written since the night may stand in the log, too.
        assert len(files_with(tmp_path, stays) - {"d.db-wal"}) == 2


async def test_without_the_compaction_their_words_would_be_left(history: History, tmp_path: Path) -> None:
    """The control: deleted rows leave copies behind."""
    if is_postgres():
        return  # A server's files are not ours to look into; docs/privacy.md says what holds there.
    workshop = history.stage.core.workshop
    # Whoever is gone from a secret proposal that goes on has the log emptied at once.
    workshop._jobs = {kind: job for kind, job in workshop._jobs.items() if kind != "proposal.shred"}
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


async def test_with_the_community_go_the_keys_of_what_was_still_open(history: History, tmp_path: Path) -> None:
    """Whoever kept a copy from before can find out nothing with what is left; with the keys they could."""
    s = history.stage
    secret = s.rows("SELECT id FROM polls WHERE seen_as = 'secret' AND state = 'open'")
    rounds = s.rows("SELECT id FROM checkin_rounds WHERE NOT closed")
    assert secret
    assert rounds
    copied = {str(tag) for table in ("secret_ballots", "secret_reasons", "checkin_box") for tag in tags_in(s, table)}
    vault, keys = s.store.vault, [str(one) for (one,) in (*secret, *rounds)]
    kept = [key for one in keys if (key := vault.key(one)) is not None]
    assert len(kept) == len(keys)
    assert tags_of_the_cast(kept) & copied
    await s.core.handle(CommunityLeft(COMMUNITY, s.clock.now()))
    await s.later(days=29)
    await s.later(days=2)
    await s.later(minutes=2)
    assert [one for one in keys if vault.key(one) is not None] == []
    assert {path.stem for path in tmp_path.rglob("*.key")} <= {"deliveries", "quiet", "tags"}
    assert not tags_of_the_cast([path.read_bytes() for path in tmp_path.rglob("*.key")]) & copied
    if not is_postgres():
        files = [path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()]
        assert not [key for key in kept if any(key in file for file in files)]


def tags_in(s: Stage, table: str) -> list[object]:
    return [tag for (tag,) in s.rows(f"SELECT tag FROM {table}")]


def tags_of_the_cast(keys: list[bytes]) -> set[str]:
    """Every tag under which any of the cast could have written something, with these keys."""
    whats = ("ballot", "reason", "answer 0", "answer 1", "not today")
    lines = [f"{what} {who.person}".encode() for what in whats for who in CAST.values()]
    return {hmac.digest(key, line, "sha256").hex() for key in keys for line in lines}
