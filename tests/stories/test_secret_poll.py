"""A secret poll: nobody can ever find out who chose what, from nothing that is left lying about."""

import io
import json
import shutil
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.chat.answers import Whisper
from bot.chat.token import Token
from bot.polls.counting import Kind
from tests.databases import is_postgres
from tests.people import Member, Stage, stage

ASKED = "/poll question: Who speaks for us? options: Ada; Bo; Cy seen: secret closes: 1d"
VOTERS = {f"voter{n}x": ("Ada", "Bo", "Cy")[n % 3 if n < 6 else 0] for n in range(9)}


async def asks(s: Stage, line: str = ASKED) -> Member:
    ana = s.member("anaxx")
    await ana.says(line)
    await ana.presses("Post it")
    return ana


async def answers(s: Stage) -> None:
    for who, choice in VOTERS.items():
        await s.member(who).presses(choice)


async def test_the_card_says_what_holds_for_this_very_poll(tmp_path: Path) -> None:
    async with stage(tmp_path / "d.db") as s:
        s.member("anaxx").where = s.member("anaxx").where
        ana = await asks(s)
        ana.sees("Secret: nobody here can find out who chose what, now or later.", "If all agree, everyone knows.")
        await ana.presses("Details")
        ana.sees(
            "The key that could have told is destroyed when the poll closes.", "The chat platform sees every press"
        )


async def test_changing_and_taking_back_never_count_twice(tmp_path: Path) -> None:
    async with stage(tmp_path / "d.db") as s:
        await asks(s)
        await answers(s)
        ben = s.member("voter0x")
        await ben.presses("Cy")
        ben.sees("Recorded: Cy.")
        assert "9 people have answered." in s.shown()
        await ben.presses("Take it back")
        ben.sees("Nothing is recorded for you now.")
        assert "8 people have answered." in s.shown()
        await ben.presses("Ada")
        await s.later(days=1, minutes=2)
        ben.sees("Ada, because 5 of 9 chose it.", "9 people took part.")
        assert s.broken() == []


async def test_a_restart_in_the_middle_changes_nothing(tmp_path: Path) -> None:
    async with stage(tmp_path / "d.db") as s:
        await asks(s)
        await answers(s)
        clock, chat = s.clock, s.chat
    async with stage(tmp_path / "d.db", clock, chat) as s:
        await s.member("voter0x").presses("Ada")
        assert "9 people have answered." in s.shown()
        await s.later(days=1, minutes=2)
        s.member("voter0x").sees("Ada, because 5 of 9 chose it.")
        assert s.broken() == []


async def test_reasons_lie_in_a_box_and_come_out_shuffled_from_three_on(tmp_path: Path) -> None:
    async with stage(tmp_path / "d.db") as s:
        await asks(s)
        await answers(s)
        for who, words in (("voter0x", "She listens"), ("voter1x", "He is calm")):
            await s.member(who).presses("Say why")
            await s.member(who).fills(words=words)
            s.member(who).sees("Your words are in the box.")
        assert "She listens" not in s.shown()
        reader = s.member("reader")
        await reader.sends_press(Token("poll.reasons", (poll_id(s), "0")))
        reader.sees("Nobody has said why yet.")
        await s.later(days=1, minutes=2)
        assert "She listens" not in s.shown()


async def test_from_three_writers_on_every_word_is_carried(tmp_path: Path) -> None:
    async with stage(tmp_path / "d.db") as s:
        await asks(s)
        await answers(s)
        for number, who in enumerate(list(VOTERS)[:3]):
            await s.member(who).presses("Say why")
            await s.member(who).fills(words=f"words {number}", option=str(number + 1))
        await s.later(days=1, minutes=2)
        for number in range(3):
            assert f"words {number}" in s.shown()


async def test_fewer_than_three_answers_are_not_shown(tmp_path: Path) -> None:
    async with stage(tmp_path / "d.db") as s:
        await asks(s)
        for who in ("voter0x", "voter1x"):
            await s.member(who).presses("Ada")
        await s.later(days=1, minutes=2)
        shown = s.shown()
        assert "Fewer than 3 people answered, so nothing is shown" in shown
        assert "2 of 2" not in shown
        assert not s.rows("SELECT 1 FROM secret_counts WHERE choice <> '[]'")


def poll_id(s: Stage) -> str:
    ((poll,),) = s.rows("SELECT id FROM polls")
    return str(poll)


def bytes_below(folder: Path) -> Iterator[tuple[Path, bytes]]:
    for path in folder.rglob("*"):
        if path.is_file():
            yield path, path.read_bytes()


@pytest.mark.parametrize("kind", [Kind.ONE, Kind.RANK])
async def test_no_byte_that_is_left_links_anyone_to_a_choice(tmp_path: Path, kind: Kind) -> None:
    if is_postgres():
        return  # A server's files are not ours to look into: there the destroyed key is the protection.
    async with stage(tmp_path / "d.db") as s:
        await asks(s, ASKED + f" kind: {kind}")
        if kind is Kind.ONE:
            await answers(s)
        else:
            for who, choice in VOTERS.items():
                await s.member(who).presses("Put in order")
                await s.member(who).presses(choice)
                await s.member(who).presses("That's my order")
        poll = poll_id(s)
        key = (tmp_path / "d.db.keys" / f"{poll}.key").read_bytes()
        tags = [str(tag).encode() for (tag,) in s.rows("SELECT tag FROM secret_ballots")]
        assert len(tags) == len(VOTERS)
        while_open = tmp_path / "while-open"
        shutil.copytree(tmp_path, while_open, ignore=shutil.ignore_patterns("*.keys", "while-open"))
        for path, content in bytes_below(while_open):
            assert not [who for who in VOTERS if who.encode() in content], path
            assert key not in content
        await s.later(days=1, minutes=2)
        s.member("voter0x").sees("Ada")
        assert not (tmp_path / "d.db.keys" / f"{poll}.key").exists()
        for path, content in bytes_below(tmp_path):
            if while_open in path.parents:
                continue
            assert key not in content, path
            assert not [tag for tag in tags if tag in content], path
            assert not [who for who in VOTERS if who.encode() in content], path


async def test_without_the_truncation_tags_would_be_left(tmp_path: Path) -> None:
    """The control: the same search finds what an ordinary deletion leaves in the write-ahead log."""
    if is_postgres():
        return
    async with stage(tmp_path / "d.db") as s:
        await asks(s)
        await answers(s)
        tags = [str(tag).encode() for (tag,) in s.rows("SELECT tag FROM secret_ballots")]
        s.core.workshop._jobs = {k: v for k, v in s.core.workshop._jobs.items() if k != "poll.shred"}
        await s.later(days=1, minutes=2)
        left = (tmp_path / "d.db-wal").read_bytes()
        assert all(tag in left for tag in tags)


async def test_a_poll_whose_key_is_lost_takes_no_more_answers(tmp_path: Path) -> None:
    async with stage(tmp_path / "d.db") as s:
        await asks(s)
        await answers(s)
        clock, chat, poll = s.clock, s.chat, poll_id(s)
    (tmp_path / "d.db.keys" / f"{poll}.key").unlink()
    async with stage(tmp_path / "d.db", clock, chat) as s:
        ben = s.member("voter0x")
        await ben.presses("Cy")
        ben.sees("The key that kept this poll secret is lost, so it can not go on")
        await s.later(days=1, minutes=2)
        assert "The key that kept this poll secret was lost, so it has no result." in s.shown()
        await ben.presses("Details")
        await ben.presses("Take the ballots along")
        ben.sees("It ends without a result, and can be asked again.")
        assert isinstance(ben.answer, Whisper)
        assert not ben.answer.files
        await ben.says("/descant record")
        await ben.presses("Take all polls along")
        assert isinstance(ben.answer, Whisper)
        (archive,) = ben.answer.files
        with zipfile.ZipFile(io.BytesIO(archive.content)) as parts:
            assert sorted(parts.namelist()) == ["record.csv", "record.json"]
            (entry,) = json.loads(parts.read("record.json"))["polls"]
        assert entry["ballots"] is None
        assert entry["outcome"].startswith("The key that kept this poll secret was lost")


async def test_near_its_end_the_card_asks_everyone_alike_for_words(tmp_path: Path) -> None:
    async with stage(tmp_path / "d.db") as s:
        await asks(s)
        await answers(s)
        s.member("voter0x").sees_no("would you say why?")
        await s.later(hours=19, minutes=13)
        s.member("voter0x").sees("Whatever you chose, would you say why? Words lie in a box of their own")
        assert [m.place for m in s.chat.messages.values()] == ["plans"], "nobody is asked by themselves"
        await s.later(hours=5)
        s.member("voter0x").sees_no("would you say why?")


async def test_whoever_asks_to_be_heard_in_a_secret_poll_is_named_and_their_choice_is_not(tmp_path: Path) -> None:
    async with stage(tmp_path / "d.db") as s:
        await asks(s)
        await answers(s)
        await s.later(hours=23)
        ana = s.member("ana")
        await ana.presses("Details")
        await ana.presses("Ask to be heard")
        await ana.fills(why="Please think of those who can not climb stairs.")
        await s.later(hours=1, minutes=30)
        s.member("voter0x").sees("Ana asks to be heard", "Please think of those who can not climb stairs.")
        await s.later(minutes=30, seconds=10)
        s.member("voter0x").sees("Closed on time. Nothing else was changed.")
        assert s.broken() == []
