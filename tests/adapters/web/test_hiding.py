"""On the page, keepers hide words from the menu of the message on which they stand; nobody else is offered it."""

import re
from html import unescape
from pathlib import Path

from tests.adapters.web.garden import Visitor, garden

HARM = "Bens are all thieves"
OFFERED = '<button name="command" value="hide">Hide words</button>'


async def chooses_hiding(visitor: Visitor) -> str:
    """From the menu of the newest card that everyone sees, whether it is offered or not."""
    return await visitor._send(visitor._forms("/about")[-1], {"command": "hide"})


async def test_a_keeper_hides_words_from_a_cards_own_menu(tmp_path: Path) -> None:
    async with garden(tmp_path) as g:
        ana, grace, ben = g.member("ana"), g.member("grace"), g.member("bilal")
        await ana.says(f"/descant share https://example.org/bikes {HARM}")
        await g.play.core.settle()
        assert HARM in await grace.looks()
        assert OFFERED in grace.html
        assert "Which words do harm?" in await chooses_hiding(grace)
        menu = next(form for form in grace._forms("/press") if "Which words do harm?" in form)
        value = next(value for value in re.findall(r'value="([^"]*)"', menu) if "resource.words" in value)
        await grace._send(menu, {"token": "1|hide.ask", "value": unescape(value)})
        assert "These words are hidden. No count has changed." in await grace.fills(why="It insults a member")
        await g.play.core.settle()
        seen = await ben.looks()
        assert HARM not in seen
        assert "It insults a member" in seen


async def test_a_member_is_not_offered_it_and_can_not_do_it_either(tmp_path: Path) -> None:
    async with garden(tmp_path) as g:
        ana, ben = g.member("ana"), g.member("bilal")
        await ana.says(f"/descant share https://example.org/bikes {HARM}")
        await g.play.core.settle()
        await ben.looks()
        assert OFFERED not in ben.html
        assert "Only members whom this platform lets manage it can hide words." in await chooses_hiding(ben)
        assert HARM in await ben.looks()
