"""In any order of acts and of changes of mind, a weekly list names exactly those who say just now that it may."""

import asyncio
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.chat.ids import PlaceId
from bot.ports import Tx
from bot.thanks.actions.consenting import WEEK_CARD
from bot.thanks.views import LIST_WEEK
from tests.people import COMMUNITY, stage

NAMES = ("ben", "chi", "dov")
STEPS = st.lists(
    st.tuples(
        st.sampled_from(NAMES), st.sampled_from(["You may name me there", "Do not name me there", "share", "list"])
    ),
    min_size=1,
    max_size=14,
)


def list_week(tx: Tx) -> None:
    week = tx.ids.new()
    since, until = tx.now - timedelta(days=7), tx.now + timedelta(days=1)
    tx.change(LIST_WEEK, id=week, community=tx.community, place=PlaceId("list"), since=since, until=until)
    tx.show(WEEK_CARD, week, PlaceId("list"))


async def named(steps: list[tuple[str, str]], folder: Path) -> tuple[set[str], set[str]]:
    """Whom the lists name at the end, and whom they may name for something that they did."""
    agreed: set[str] = set()
    did: set[str] = set()
    listed = False
    async with stage(folder / "d.db") as s:
        for name, step in [*steps, ("ben", "list")]:
            member = s.member(name)
            if step == "share":
                did.add(name)
                await member.says("/descant share Something good for: everyone")
            elif step == "list":
                if not listed:
                    await s.store.write(COMMUNITY, list_week)
                listed = True
                await s.settle()
            else:
                await member.says("/descant thanks")
                if step in member.screen:
                    await member.presses(step)
                (agreed.add if step.startswith("You may") else agreed.discard)(name)
        await s.later(minutes=1)
        shown = s.shown("list")
    return {name for name in NAMES if name.capitalize() in shown}, agreed & did


@settings(max_examples=12)
@given(STEPS)
def test_only_those_who_say_so_now_are_named(steps: list[tuple[str, str]]) -> None:
    with TemporaryDirectory() as folder:
        shown, may = asyncio.run(named(steps, Path(folder)))
    assert shown <= may


@settings(max_examples=5)
@given(STEPS)
def test_a_change_of_mind_reaches_lists_that_stand(steps: list[tuple[str, str]]) -> None:
    """Whoever shared something, and says at the very end that they may be named, is."""
    last = [("chi", "share"), ("chi", "list"), ("chi", "You may name me there")]
    with TemporaryDirectory() as folder:
        shown, may = asyncio.run(named([*last[:1], *steps, *last[1:]], Path(folder)))
    assert "chi" in shown & may
