"""Other ways in than a typed command: the Home tab, shortcuts, menus; and a restart in the middle."""

from pathlib import Path

import pytest

from tests.fakes import FakeClock
from tests.wire.slack.people import stage
from tests.wire.slack.standin import StandIn
from tests.wire.slack.types import complaints

MODES = pytest.mark.parametrize("mode", ["socket", "http"])
ASK = "/poll question: When do we meet? options: Tuesday; Saturday; Sunday closes: in 3 days"


@MODES
async def test_a_restart_in_the_middle(shared: Path, tmp_path: Path, mode: str) -> None:
    clock = FakeClock()
    async with StandIn(lambda: clock.now().timestamp()).serving() as standin:
        async with stage(tmp_path / "d.db", clock, standin, mode) as s:
            await s.member("ana").says(ASK)
            await s.member("ana").presses("Post it")
            await s.member("ben").presses("Saturday")
            await s.member("dov").presses("Tuesday")
            await s.member("dov").presses("Say why")
        async with stage(tmp_path / "d.db", clock, standin, mode) as s:
            dov = s.member("dov")
            await dov.fills(words="I work on Saturdays")
            dov.sees("Thank you for saying why")
            dov.closes()
            await s.member("chi").presses("Saturday")
            await s.later(days=3)
            s.member("ana").sees("Saturday, because more people chose it than any other.", "I work on Saturdays")
            assert s.broken() == []
        assert complaints(standin.messages_shown, standin.views_shown) == ""


async def test_home_shows_what_waits_and_is_kept_up_to_date(shared: Path, tmp_path: Path) -> None:
    async with stage(tmp_path / "d.db") as s:
        await s.member("ana").says(ASK)
        await s.member("ana").presses("Post it")
        ben = s.member("ben")
        # Home has no channel: it shows what is open where one has taken part before.
        await ben.presses("Saturday")
        await ben.presses("Take it back")
        before = await ben.looks_home()
        assert "When do we meet?" in before
        await ben.presses_home("My data")
        ben.sees("What I keep about you here")
        assert s.standin.views["UBEN"]["callback_id"] == "card"


async def test_shortcuts_open_forms_and_windows(shared: Path, tmp_path: Path) -> None:
    async with stage(tmp_path / "d.db") as s:
        ana = await s.member("ana").chooses("poll")
        assert ana.window["title"]["text"] == "Ask the group"
        ana.closes()
        await ana.chooses("descant")
        ana.sees("[My data]")
        ana.closes()
        await ana.chooses("thank", words="I brought biscuits", author=s.member("ben").id)
        assert ana.window["callback_id"] == "form"


async def test_a_message_becomes_a_proposal_from_its_menu(shared: Path, tmp_path: Path) -> None:
    async with stage(tmp_path / "d.db") as s:
        ana = await s.member("ana").chooses("propose", words="We could plant a hedge.", author=s.member("ben").id)
        assert ana.window["title"]["text"] == "Propose something"
        await ana.fills(why="The road is loud.")
        await ana.presses("Post it")
        s.member("chi").sees("We could plant a hedge.", "Why: The road is loud.", "[Suggest a change]")


async def test_several_are_chosen_in_a_menu_and_sent_by_its_button(shared: Path, tmp_path: Path) -> None:
    async with stage(tmp_path / "d.db") as s:
        await s.member("ana").says("/poll question: Which? options: a; b; c; d; e; f; g kind: any closes: in 3 days")
        await s.member("ana").presses("Post it")
        ben = await s.member("ben").presses("b", "d")
        ben.sees("Recorded")
        assert s.rows("SELECT choice FROM ballots") == [("[2,4]",)]


async def test_someone_is_thanked_by_a_mention(shared: Path, tmp_path: Path) -> None:
    async with stage(tmp_path / "d.db") as s:
        s.member("ben")
        ana = await s.member("ana").says("/thank @ben for fixing the shed & the gate")
        ana.sees("fixing the shed & the gate")


async def test_files_go_to_whoever_asked_alone(shared: Path, tmp_path: Path) -> None:
    async with stage(tmp_path / "d.db") as s:
        ana = await s.member("ana").says("/descant")
        await ana.presses("My data")
        label = next(e["text"]["text"] for b in s.standin.whispers["UANA"][-1]["blocks"] if b["type"] == "actions"
                     for e in b["elements"] if "export" in e["action_id"])  # fmt: skip
        await ana.presses(label)
        (file,) = s.standin.files.values()
        assert file["content"]
        assert s.standin.channels[file["place"]].only_for == "UANA"
