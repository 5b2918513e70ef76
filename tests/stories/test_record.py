"""What was decided can be found again, shown again, and taken along without showing who chose what."""

import csv
import io
import json
import zipfile
from pathlib import Path

import pytest

from bot.chat.answers import Whisper
from bot.polls.ballotfile import read
from bot.polls.claims import result
from descant import main
from tests.databases import address
from tests.people import Member, Stage, stage


async def decide(s: Stage, question: str, more: str = "", saturday: int = 3, tuesday: int = 0) -> Member:
    ana = s.member("ana")
    await ana.says(f"/poll question: {question} options: Tuesday; Saturday; =1+1 closes: in 3 days {more}")
    await ana.presses("Post it")
    for option, number in (("Saturday", saturday), ("Tuesday", tuesday)):
        for n in range(number):
            member = s.member(f"{option.lower()}{n}")
            if "rank" in more or "elect" in more:
                await member.presses("Put in order")
                await member.presses(option)
                await member.presses("That's my order")
            else:
                await member.presses(option)
    await s.later(days=3, minutes=5)
    return ana


async def exports(ana: Member) -> dict[str, bytes]:
    await ana.presses("Details")
    await ana.presses("Take the ballots along")
    return {file.name: file.content for file in ana.answer.files} if isinstance(ana.answer, Whisper) else {}


async def test_the_record_lists_the_newest_first_and_shows_a_card_again(tmp_path: Path) -> None:
    async with stage(tmp_path / "d.db") as s:
        for number in range(7):
            ana = await decide(s, f"Question {number}?")
        await ana.says("/descant record")
        assert [f"Question {n}?" in ana.screen for n in range(7)] == [False, False, True, True, True, True, True]
        assert ana.screen.index("Question 6?") < ana.screen.index("Question 2?")
        await ana.presses("Older")
        assert "Question 0?" in ana.screen
        assert "Question 2?" not in ana.screen
        await ana.presses("Show: Question 0?")
        assert "Saturday, because" in ana.screen


async def test_the_record_is_searched_by_words_and_by_nothing_else(tmp_path: Path) -> None:
    async with stage(tmp_path / "d.db") as s:
        await decide(s, "Who waters the beans?")
        ana = await decide(s, "When do we meet?")
        await ana.says("/descant record BEANS")
        assert "Who waters the beans?" in ana.screen
        assert "When do we meet?" not in ana.screen
        await ana.says("/descant record saturday")
        assert "When do we meet?" in ana.screen
        for nothing in ("%", "_", "turnips"):
            await ana.says(f"/descant record {nothing}")
            assert "Nothing that was decided has these words in it." in ana.screen


async def test_what_is_still_open_is_not_in_the_record(tmp_path: Path) -> None:
    async with stage(tmp_path / "d.db") as s:
        ana = s.member("ana")
        await ana.says("/poll question: Open? options: a; b closes: in 3 days")
        await ana.presses("Post it")
        await ana.says("/descant record")
        assert "Nothing has been decided yet." in ana.screen


@pytest.mark.parametrize("kind", ["one", "any", "several", "rank", "elect"])
async def test_an_export_is_a_ballot_file_that_agrees_with_its_own_result(tmp_path: Path, kind: str) -> None:
    async with stage(tmp_path / "d.db") as s:
        ana = await decide(s, "When?", f"kind: {kind}", saturday=4, tuesday=3)
        files = await exports(ana)
        file = read(files["poll.json"].decode())
        assert file.claimed == result(file.count())
        assert sum(ballot["count"] for ballot in json.loads(files["poll.json"])["ballots"]) == 7
        head, *lines = csv.reader(files["poll.csv"].decode("utf-8-sig").splitlines())
        assert head == ["count", "Tuesday", "Saturday", "'=1+1"]
        assert sorted(int(line[0]) for line in lines) == [3, 4]
        for content in files.values():
            assert b"saturday0" not in content


async def test_points_are_handed_out_as_points(tmp_path: Path) -> None:
    async with stage(tmp_path / "d.db") as s:
        ana = s.member("ana")
        await ana.says("/poll question: Which? options: Tea; Coffee closes: in 3 days kind: score")
        await ana.presses("Post it")
        for n in range(3):
            member = s.member(f"m{n}")
            for press in ("Give points", "4", "2", "That's my answer"):
                await member.presses(press)
        await s.later(days=3, minutes=5)
        files = await exports(ana)
        assert files["poll.csv"].decode("utf-8-sig").splitlines() == ["count,Tea,Coffee", "3,4,2"]
        assert read(files["poll.json"].decode()).ballots == {((1, 4), (2, 2)): 3}


async def test_ballots_of_too_few_are_not_handed_out_from_an_unnamed_poll(tmp_path: Path) -> None:
    async with stage(tmp_path / "d.db") as s:
        ana = await decide(s, "When?", saturday=4, tuesday=2)
        assert await exports(ana) == {}
        ana.sees("Some ballots were given by fewer than 3 people alike")


async def test_a_named_poll_is_exported_whole_but_without_names(tmp_path: Path) -> None:
    async with stage(tmp_path / "d.db") as s:
        ana = await decide(s, "When?", "seen: named", saturday=4, tuesday=1)
        files = await exports(ana)
        assert len(json.loads(files["poll.json"])["ballots"]) == 2
        assert b"tuesday0" not in b"".join(files.values())


async def test_what_was_asked_in_another_channel_is_not_told_to_whoever_was_never_there(tmp_path: Path) -> None:
    async with stage(tmp_path / "d.db") as s:
        ana = s.member("ana").in_place("private")
        await ana.says("/poll question: Hidden away? options: Yes; No closes: 1d")
        await ana.presses("Post it")
        ben = s.member("ben")
        await ben.says("/descant")
        assert "Hidden away?" not in ben.screen
        await s.later(days=1, minutes=1)
        await ben.says("/descant record")
        assert "Hidden away?" not in ben.screen
        elsewhere = s.member("ana")
        await elsewhere.says("/descant record")
        assert "Hidden away?" in elsewhere.screen


async def test_decisions_about_proposals_stand_in_the_record_beside_polls(tmp_path: Path) -> None:
    async with stage(tmp_path / "d.db") as s:
        await decide(s, "Who waters the beans?")
        ana = s.member("ana")
        await ana.says("/propose what: Plant a hedge others: Build a wall shaping: 1 day deciding: 1 day")
        await ana.presses("Post it")
        await s.later(days=1, minutes=1)
        await s.later(seconds=30)
        await s.member("ben").presses("1. Plant a hedge")
        await s.member("ben").presses("Yes")
        await s.member("ben").presses("Say why")
        await s.member("ben").fills(words="Birds like it")
        await s.later(days=1, minutes=1)
        await ana.says("/descant record")
        assert ana.screen.index("Plant a hedge, decided") < ana.screen.index("Who waters the beans?")
        assert "It goes ahead: Plant a hedge." in ana.screen
        await ana.says("/descant record WALL")
        assert "beans" not in ana.screen
        await ana.presses("Show: Plant a hedge")
        assert "[Take it along]" in ana.screen
        away = ana.in_place("elsewhere")
        stranger = s.member("eve").in_place("elsewhere")
        await away.says("/descant record")
        await stranger.says("/descant record")
        assert "Plant a hedge" in away.screen
        assert "Plant a hedge" not in stranger.screen


# --- everything at once --------------------------------------------------------------------------------------------


def unpacked(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        return {name: parts.read(name) for name in parts.namelist()}


async def taken(member: Member) -> dict[str, bytes]:
    await member.says("/descant record")
    await member.presses("Take all polls along")
    assert isinstance(member.answer, Whisper)
    return unpacked(member.answer.files[0].content)


async def test_the_whole_record_is_taken_along_without_names(tmp_path: Path) -> None:
    async with stage(tmp_path / "d.db") as s:
        await decide(s, "When do we meet?", saturday=4, tuesday=3)
        await decide(s, "Few?", saturday=4, tuesday=1)
        ana = await decide(s, "Named?", "seen: named kind: rank", saturday=2, tuesday=1)
        parts = await taken(ana)
        ballots = sorted(name for name in parts if name.startswith("2026-") and name.endswith(".json"))
        assert ["when-do-we-meet" in name for name in ballots] == [True, False]
        assert len(parts) == 2 + 2 * len(ballots)
        for name in ballots:
            file = read(parts[name].decode())
            assert file.claimed == result(file.count())
        polls = {poll["question"]: poll for poll in json.loads(parts["record.json"])["polls"]}
        assert polls["Few?"]["ballots"] is None
        assert polls["Few?"]["outcome"] == "Saturday, because 4 of 5 chose it. That is more than half."
        assert polls["When do we meet?"]["turnout"] == "7 people took part."
        head, *lines = csv.reader(parts["record.csv"].decode("utf-8-sig").splitlines())
        assert head[2] == "question"
        assert [line[2] for line in lines] == ["Named?", "Few?", "When do we meet?"]
        assert b"saturday0" not in b"".join(parts.values())


async def test_what_options_mean_goes_along_and_is_read_back(tmp_path: Path) -> None:
    async with stage(tmp_path / "d.db") as s:
        ana = s.member("ana")
        await ana.says("/poll question: When? options: Tuesday -- after work; Saturday closes: in 3 days")
        await ana.presses("Post it")
        for n in range(3):
            await s.member(f"m{n}").presses("Tuesday")
        await s.later(days=3, seconds=10)
        files = await exports(ana)
        assert read(files["poll.json"].decode()).meanings == ("after work", "")
        assert files["poll.csv"].decode("utf-8-sig").splitlines()[0] == "count,Tuesday – after work,Saturday"


async def test_reasons_of_every_side_are_in_the_record_that_is_taken_along(tmp_path: Path) -> None:
    async with stage(tmp_path / "d.db") as s:
        ana, ben = s.member("ana"), s.member("ben")
        await ana.says("/poll question: When? options: Tuesday; Saturday closes: in 3 days")
        await ana.presses("Post it")
        await ben.presses("Tuesday")
        await ben.presses("Say why")
        await ben.fills(words="My bus.", named="named")
        await s.later(days=3, seconds=10)
        parts = await taken(ana)
        (poll,) = json.loads(parts["record.json"])["polls"]
        assert poll["reasons"] == [{"for": "Tuesday", "words": "My bus."}]
        assert b'"ben"' not in parts["record.json"]


async def test_what_someone_may_not_know_is_not_in_what_they_take_along(tmp_path: Path) -> None:
    async with stage(tmp_path / "d.db") as s:
        ana = s.member("ana").in_place("private")
        await ana.says("/poll question: Hidden away? options: Yes; No closes: 1d")
        await ana.presses("Post it")
        await decide(s, "For all?")
        entries = (await taken(s.member("ben")))["record.json"]
        assert b"For all?" in entries
        assert b"Hidden away?" not in entries
        assert b"Hidden away?" in (await taken(s.member("ana")))["record.json"]


async def test_a_host_exports_every_community_and_each_file_counts(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    async with stage(tmp_path / "d.db") as s:
        await decide(s, "When do we meet?", saturday=4, tuesday=3)
        config = tmp_path / "config.toml"
        config.write_text(f'[store]\nurl = "{address(tmp_path / "d.db")}"\n')
        assert main(["export", "--config", str(config), str(tmp_path / "out")]) == 0
        assert "record-test-garden.zip: 1 closed polls." in capsys.readouterr().out
    parts = unpacked((tmp_path / "out" / "record-test-garden.zip").read_bytes())
    (name,) = (name for name in parts if name.startswith("2026-") and name.endswith(".json"))
    (tmp_path / name).write_bytes(parts[name])
    assert main(["count", str(tmp_path / name)]) == 0
    assert "7" in capsys.readouterr().out
    changed = parts[name].replace(b'"count": 4', b'"count": 2')
    (tmp_path / name).write_bytes(changed)
    assert main(["count", str(tmp_path / name)]) == 1


def test_a_host_without_a_store_is_told_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    config = tmp_path / "config.toml"
    config.write_text(f'[store]\nurl = "sqlite:///{tmp_path / "none.db"}"\n')
    assert main(["export", "--config", str(config), str(tmp_path / "out")]) == 1
    assert "There is no store at" in capsys.readouterr().err
    assert not (tmp_path / "out").exists()
