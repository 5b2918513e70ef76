"""The set-up on the page, without JavaScript: few presses for a keeper, read by everyone, changed by nobody else."""

import re
from pathlib import Path

from tests.adapters.web.garden import garden
from tests.stories.test_from_joined import REFUSED, SECTIONS


async def test_a_keeper_sets_it_up_in_under_ten_presses(tmp_path: Path) -> None:
    async with garden(tmp_path) as g:
        grace = g.member("grace")
        await grace.says("/descant setup")
        await grace.presses("Channels")
        await grace.fills(place_proposals="plans", place_thanks="shed", why="So that everyone finds them")
        await grace.presses("Language and time")
        await grace.fills(zone="Europe/Lisbon", why="Most of us live there")
        await grace.presses("Signposts")
        seen = await grace.fills(signposts="Call someone you trust: 116 123", why="For hard times")
        assert "the time is that of Lisbon" in seen
        ana = await g.member("ana").says("/descant setup")
        assert re.search(r"Proposals: in +#?garden-plans *\.", ana), ana
        assert re.search(r"Thanks: in +#?the-shed *\.", ana), ana
        assert "the time is that of Lisbon" in ana
        assert "116 123" in ana


async def test_a_member_reads_it_and_a_keepers_button_does_nothing_for_them(tmp_path: Path) -> None:
    async with garden(tmp_path) as g:
        grace, ana = g.member("grace"), g.member("ana")
        keeper, member = await grace.says("/descant setup"), await ana.says("/descant setup")
        assert "Every member can read this." in keeper
        assert "Every member can read this." in member
        csrf = ana.html.split('name="csrf" value="')[1].split('"')[0]
        token = {"csrf": csrf, "token": "1|setup.change|polls"}
        for section in SECTIONS:
            assert f">{section}</button>" in grace.html
            assert f">{section}</button>" not in ana.html
        answer = await g.session.post(f"{g.url}/as/ana/plans/press", data=token)
        assert answer.status == 200
        assert REFUSED in await ana.looks()
        await grace.presses("Polls")
        form = grace.address.rpartition("/")[2]
        values = {"csrf": csrf, "poll_closes": "9 days", "why": "Because I can"}
        replayed = await g.session.post(f"{g.url}/as/ana/plans/form/{form}", data=values)
        assert replayed.status == 404
        assert "Polls are open for 3 days" in await ana.says("/descant setup")
