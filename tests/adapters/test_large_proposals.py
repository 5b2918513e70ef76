"""A proposal of 500 people with 200 suggestions, all as long as can be: every platform takes whatever is shown of it,
and what can be done with it can be reached."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from adapters.discord.components import Setting
from adapters.discord.forms import render_form as discord_form
from adapters.discord.render import render_card, render_private
from adapters.slack.decoded import Origin
from adapters.slack.fit import render_message
from adapters.slack.forms import render_form as slack_form
from adapters.slack.forms import render_window
from adapters.slack.render import Reader
from bot.chat.cards import Buttons, Card
from bot.chat.forms import Form
from bot.chat.ids import CommunityId, PersonId, PlaceId, ProposalId
from bot.chat.words import words_for
from bot.proposals.cards import lists, shaped, thread, whispers
from bot.proposals.deciding import Rule
from bot.proposals.draft import KEYS
from bot.proposals.forms import change_form, draft_form, words_form
from bot.proposals.model import (
    MOST_AFFECTED,
    MOST_PLAN,
    MOST_SAID,
    MOST_WHY,
    MOST_WORDS,
    Concern,
    Course,
    Fate,
    Plan,
    Proposal,
    ProposalCard,
    Risk,
    SeenAs,
    State,
    Suggestion,
    Together,
    Version,
    Way,
    title_of,
)
from bot.proposals.model import (
    Origin as From,
)
from tests.fakes import START
from tests.wire.discord.spec import CALLBACK, faults
from tests.wire.slack.limits import message_faults, view_faults

WORDS = words_for("en")
POSTS = "/channels/{channel_id}/messages"
READER = Reader(WORDS, "Europe/London")
PEOPLE = tuple(PersonId(str(10**17 + number)) for number in range(500))
DAY = timedelta(days=1)


def said(number: int, most: int) -> str:
    """Words as long as can be, each time others."""
    return (f"{number} **@everyone** <@1> " + "wörter " * most)[: most - 1] + "."


def whoever(number: int) -> tuple[PersonId, bool]:
    return PEOPLE[number % len(PEOPLE)], bool(number % 3)


def version(way: int, number: int) -> Version:
    return Version(said(way * 100 + number, MOST_WORDS), *whoever(number), number, said(number, MOST_SAID), START)


def suggestion(number: int) -> Suggestion:
    words, why = said(number, MOST_WORDS), said(number, MOST_SAID)
    fate = tuple(Fate)[number % len(Fate)]
    settled = START if fate is not Fate.OPEN else None
    at, until = START, START + number * DAY
    return Suggestion(words, *whoever(number), f"i{number}", 1, 1, why, at, until, fate, settled, number)


WAYS = tuple(
    Way(f"w{position}", position, From.ADDED, tuple(version(position, n) for n in range(1, 4 if position > 1 else 30)))
    for position in range(1, 101)
)
PROPOSAL = Proposal(
    id=ProposalId("p" * 16),
    community=CommunityId("test:garden"),
    place=PlaceId(str(10**17)),
    proposer=PEOPLE[0],
    carrier=PEOPLE[0],
    title=title_of(WAYS[0].words),
    why=said(1, MOST_WHY),
    affected=said(2, MOST_AFFECTED),
    source="https://chat.example/" + "a" * 200,
    rule=Rule.TWO_THIRDS,
    least=40,
    seen_as=SeenAs.NAMED,
    plan=Plan(said(3, MOST_PLAN), said(4, MOST_PLAN), said(5, MOST_PLAN)),
    review=90 * DAY,
    trial=30 * DAY,
    round=1,
    course=Course(START, START + 3 * DAY, START + 6 * DAY, DAY, 3),
    state=State.SHAPING,
    audience=500,
)
LARGE = ProposalCard(
    PROPOSAL,
    WAYS,
    tuple(map(suggestion, range(200))),
    tuple(Concern(said(n, MOST_SAID), *whoever(n), f"c{n}", START, START if n % 2 else None) for n in range(200)),
    tuple(Risk(said(n, MOST_SAID), *whoever(n), f"r{n}", START) for n in range(200)),
    frozenset(PEOPLE),
    {way.position: frozenset(PEOPLE[: way.position]) for way in WAYS},
    2,
)
SHOWN = shaped.shaped_card(LARGE, WORDS)


def cards() -> Iterator[tuple[str, Card]]:
    """Everything that is shown of it."""
    yield "card", SHOWN
    yield "details", whispers.details(LARGE, PEOPLE[0], START, WORDS)
    for what in lists.LISTS:
        for page in (0, 1, 24):
            yield f"{what} {page}", lists.page_of(LARGE, what, page, PEOPLE[1], WORDS)
    for number in range(4):
        found = (PROPOSAL, LARGE.suggestions[number], WAYS[0])
        yield f"suggestion {number}", thread.suggestion_card(found, WORDS)
        yield f"concern {number}", thread.concern_card((PROPOSAL, LARGE.concerns[number]), WORDS)
    yield "risk", thread.risk_card((PROPOSAL, LARGE.risks[0]), WORDS)
    yield "which way", whispers.which_way("proposal.change", PROPOSAL, WAYS, WORDS)
    yield "helping", whispers.helping_with(PROPOSAL, WAYS, frozenset(range(1, 100)), WORDS)
    yield "helped", whispers.helped(PROPOSAL, frozenset(range(1, 100)), True, WORDS)
    yield "join", whispers.join_which(PROPOSAL, [replace(PROPOSAL, id=ProposalId(f"p{n}")) for n in range(25)], WORDS)
    for card in (
        thread.way_card((PROPOSAL, WAYS[1]), WORDS),
        thread.longer(LARGE, WORDS),
        thread.begun(LARGE, WORDS),
        thread.together_card(Together("t", PROPOSAL, PROPOSAL, PEOPLE[3], None), WORDS),
    ):
        assert card is not None
        yield "in the thread", card


def forms() -> Iterator[Form]:
    """Everything that can be filled in."""
    values = {key: said(1, MOST_WORDS) for key in KEYS} | {"rule": "consent", "seen": "named"}
    for page in ("proposal.write", "proposal.more", "proposal.next"):
        yield draft_form(page, "d" * 16, values, WORDS)
    yield change_form(PROPOSAL, WAYS[0], 29, {"why": said(1, MOST_SAID)}, True, WORDS)
    for handler, most in (("proposal.worry", MOST_SAID), ("proposal.risk", MOST_SAID), ("proposal.other", MOST_WORDS)):
        yield words_form(handler, PROPOSAL, said(1, most), False, WORDS)


@pytest.mark.parametrize("card", [pytest.param(card, id=name) for name, card in cards()])
def test_discord_takes_it(shared: Path, card: Card) -> None:
    setting = Setting(WORDS)
    assert faults(POSTS, "post", render_card(card, setting, mark=7)) == []
    assert faults(CALLBACK, "post", {"type": 4, "data": render_private(card, setting)}) == []


@pytest.mark.parametrize("card", [pytest.param(card, id=name) for name, card in cards()])
def test_slack_takes_it(card: Card) -> None:
    rendered = render_message(card, READER, "card:proposal:p1:C1")
    assert message_faults(rendered.text, rendered.blocks) == []
    assert view_faults(render_window(card, Origin("C1", "17.1"), READER)) == []


@pytest.mark.parametrize("form", list(forms()), ids=lambda form: form.token.handler)
def test_its_forms_are_taken_everywhere(shared: Path, form: Form) -> None:
    assert faults(CALLBACK, "post", {"type": 9, "data": discord_form(form, Setting(WORDS))}) == []
    assert view_faults(slack_form(form, Origin("C1", "17.1"), READER)) == []


def test_all_that_can_be_done_stays_on_the_card(shared: Path) -> None:
    own = [button.label for element in SHOWN.elements if isinstance(element, Buttons) for button in element.buttons]
    assert len(own) == 8
    discord, slack = render_card(SHOWN, Setting(WORDS)), render_message(SHOWN, READER, "m")
    for label in own:
        assert label in labels(discord["components"])
        assert label in labels(slack.blocks)


def labels(parts: Any) -> list[str]:
    """Every word on something to press."""
    if isinstance(parts, dict):
        own = [str(parts["label"])] if "label" in parts else []
        if parts.get("type") == "button" and isinstance(parts.get("text"), dict):
            own.append(parts["text"]["text"])
        return own + [found for value in parts.values() for found in labels(value)]
    return [found for part in parts for found in labels(part)] if isinstance(parts, list) else []


def test_people_can_read_it_without_paging_for_ever() -> None:
    """Of everything the card holds a few, and says how many more there are."""
    assert len(SHOWN.elements) < 40
    words = str(SHOWN)
    assert words.count("and {n} more") == 0
    assert words.count("more, under Details") == 3
