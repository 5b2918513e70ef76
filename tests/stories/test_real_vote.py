"""A real vote again: the participatory budget of Warszawa's Zielona and Grzybowa, 2017, every voter a member."""

import asyncio
from datetime import timedelta
from pathlib import Path
from random import Random  # noqa: TID251 - seeded, for an order that is not the file's

from bot.chat.answers import Nothing, Whisper
from bot.chat.cards import Bars
from bot.chat.events import ActionPressed, Where, Who
from bot.chat.ids import PersonId
from bot.chat.token import Token
from tests.data.files import Budget, pabulib
from tests.people import CHANNEL, COMMUNITY, Stage, stage

FILE = "data/pabulib/Poland_Warszawa_2017_ZielonaGrzybowa.pb"
HERE = Where(COMMUNITY, CHANNEL)


def ballots(budget: Budget) -> list[tuple[str, ...]]:
    """What each voter chose, as a menu sends it."""
    return [tuple(map(str, choice)) for choice, number in budget.ballots.items() for _ in range(number)]


def press(s: Stage, voter: int, token: Token, values: tuple[str, ...] = ()) -> ActionPressed:
    s.clock.forward(timedelta(milliseconds=1))
    return ActionPressed(s.key(), Who(PersonId(f"voter {voter}")), HERE, s.clock.now(), token, values)


async def deliver(s: Stage, presses: list[ActionPressed], dice: Random) -> None:
    """All at once, each of them twice, in any order."""
    twice = [*presses, *presses]
    dice.shuffle(twice)
    answers = await asyncio.gather(*(s.core.handle(event) for event in twice))
    assert sum(isinstance(answer, Whisper) for answer in answers) == len(presses)
    assert sum(isinstance(answer, Nothing) for answer in answers) == len(presses)
    await s.settle()


def totals(s: Stage) -> tuple[int | None, ...]:
    """What the card shows everyone."""
    card = s.chat.in_place(CHANNEL)[0].card
    (bars,) = (element for element in card.elements if isinstance(element, Bars))
    return tuple(bar.count for bar in bars.bars)


async def test_every_total_equals_the_published_one(shared: Path, tmp_path: Path) -> None:
    budget, dice = pabulib(shared / FILE), Random(268)
    chosen = ballots(budget)
    assert len(chosen) == 268
    async with stage(tmp_path / "d.db") as s:
        s.chat.members = 300
        ana = s.member("ana")
        options = "; ".join(f"project {name}" for name in budget.names)
        await ana.says(f"/poll question: Which? options: {options} kind: any totals: always closes: in 10 days")
        await ana.presses("Post it")
        pick, *_ = ana.find(f"project {budget.names[0]}")
        await deliver(s, [press(s, voter, pick, ballot) for voter, ballot in enumerate(chosen)], dice)
        assert totals(s) == budget.published

        changes = [press(s, voter, pick, (str(dice.randint(1, 8)),)) for voter in range(0, 268, 3)]
        changes += [press(s, voter, Token("poll.unchoose", pick.ids)) for voter in range(0, 268, 5)]
        changes += [press(s, voter, Token("poll.pass", pick.ids)) for voter in range(0, 268, 7)]
        await deliver(s, changes, dice)
        assert totals(s) != budget.published
        half = [press(s, voter, pick, chosen[voter]) for voter in range(134)]
        await deliver(s, half, dice)

    async with stage(tmp_path / "d.db", s.clock, s.chat) as after:
        assert totals(after) != budget.published
        await deliver(after, [press(after, voter, pick, chosen[voter]) for voter in range(134, 268)], dice)
        assert totals(after) == budget.published
        await after.later(days=11)
        assert totals(after) == budget.published
        ana = after.member("ana")
        ana.sees("project 1361, by very little: 147 of 268 chose it.")
        ana.sees("1 changed ballot would make this a tie, 2 would change it.", "268 people took part.", "32 did not.")
        assert after.broken() == []
