"""From joined to a working set-up in a few presses; read by everyone, changed only by keepers. Told in every chat."""

from pathlib import Path
from typing import Any

from tests.people import CHANNEL, stage


class Counted:
    """A member whose every command, press and sent form is counted."""

    def __init__(self, member: Any) -> None:
        self.member = member
        self.presses_so_far = 0

    async def does(self, what: str, *words: str, **values: str) -> None:
        """One command, press or sent form."""
        self.presses_so_far += 1
        await getattr(self.member, what)(*words, **values)


async def test_a_keeper_sets_it_up_in_under_ten_presses(tmp_path: Path) -> None:
    async with stage(tmp_path / "d.db") as s:
        grace, ana = s.member("grace", keeper=True), s.member("ana")
        here = getattr(grace, "channel", CHANNEL)
        counted = Counted(grace)
        await counted.does("says", "/descant setup")
        await counted.does("presses", "Channels")
        await counted.does("fills", place_proposals=here, place_thanks=here, why="So that everyone finds them")
        await counted.does("presses", "Language and time")
        await counted.does("fills", zone="Europe/Lisbon", why="Most of us live there")
        await counted.does("presses", "Signposts")
        await counted.does("fills", signposts="Call someone you trust: 116 123", why="For hard times")
        assert counted.presses_so_far < 10
        grace.sees("the time is that of Lisbon", "Signposts for hard times: Call someone you trust: 116 123")
        await ana.says("/descant setup")
        ana.sees("Proposals: in #plans.", "Thanks: in #plans.", "the time is that of Lisbon", "116 123")
        await ana.says("/propose what: Plant a hedge why: shade in summer")
        await ana.presses("Post it")
        await s.settle()
        s.member("ben").sees("Plant a hedge")


SET = (
    "Anyone may ask, propose, thank and make check-ins.", "Proposals: in the channel where they are begun.",
    "Decisions:", "Thanks:", "Check-ins:", "Polls are open for 3 days", "They show no names.",
    "Their numbers can be seen once they have closed.", "A proposal goes ahead when nobody objects.",
    "A proposal is shaped for 3 days, then decided for 3 days.", "after 90 days",
    "There are no signposts for hard times yet.",
    "Every member can read this.",
)  # fmt: skip
REFUSED = "Only members whom this platform lets manage it can change the set-up. Nothing was changed."
SECTIONS = (
    "Channels", "Polls", "Proposals", "Times of proposals", "Language and time", "Signposts", "What is switched on",
)  # fmt: skip


async def test_a_member_reads_every_line_and_changes_none(tmp_path: Path) -> None:
    async with stage(tmp_path / "d.db") as s:
        grace, ana = s.member("grace", keeper=True), s.member("ana")
        await ana.says("/descant setup")
        ana.sees(*SET)
        ana.sees_no(*(f"[{section}]" for section in SECTIONS), "[Hide words]")
        await grace.says("/descant setup")
        grace.sees(*SET, *(f"[{section}]" for section in SECTIONS))
        for section in SECTIONS:
            await ana.replays(grace, section)
            # Where a whisper is edited in place, the refusal stands where the button was.
            assert REFUSED in ana.screen + grace.screen
            await grace.says("/descant setup")
        await grace.presses("Polls")
        await ana.replays_form(grace, poll_closes="9 days", why="Because I can")
        await ana.says("/descant setup")
        ana.sees("Polls are open for 3 days")
        ana.sees_no("9 days")
        assert s.rows("SELECT * FROM settings WHERE community <> ''") == s.rows("SELECT * FROM power") == []
