"""500 people on 100 ways, all saying why at full length: every platform takes whatever is shown of what they decide."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from itertools import cycle
from pathlib import Path

import pytest

from adapters.discord.components import Setting
from adapters.discord.forms import render_form as discord_form
from adapters.discord.render import render_card, render_private
from adapters.slack.decoded import Origin
from adapters.slack.fit import render_message
from adapters.slack.forms import render_form as slack_form
from adapters.slack.forms import render_window
from bot.chat.cards import Buttons, Card
from bot.chat.forms import Form
from bot.chat.plain import Reading
from bot.proposals.cards import review, stances, steps, trail, voices
from bot.proposals.cards.decision import announcement, ways_page
from bot.proposals.cards.takeaway import as_json, as_markdown
from bot.proposals.cards.whole import whole_card
from bot.proposals.decided import MOST_REASON, Decided, Stand, carried_ways, decided_now, shapers, versions_of
from bot.proposals.deciding import Stance
from bot.proposals.following import MOST_STEP, Came, Feared, Review, ReviewState, Step, Verdict, Whole
from bot.proposals.model import State
from tests.adapters.test_large_proposals import LARGE, PEOPLE, POSTS, READER, WORDS, labels, said
from tests.fakes import START
from tests.wire.discord.spec import CALLBACK, faults
from tests.wire.slack.limits import message_faults, view_faults

DAY = timedelta(days=1)
SAYS = cycle(Stance)
STANDS = tuple(
    Stand(f"s{n}w{way}", person, way, 1, 1 + (n % 2) * (way > 0), says, said(n, MOST_REASON), says, bool(n % 3))
    for n, person in enumerate(PEOPLE)
    for way, says in zip((n % 101, (n + 7) % 101), SAYS, strict=False)
)
BEING_DECIDED = replace(LARGE, proposal=replace(LARGE.proposal, state=State.DECIDING))
DECISION = decided_now(BEING_DECIDED, STANDS)
DECIDED = Decided(
    1,
    START,
    3 * DAY,
    True,
    500,
    LARGE.proposal.rule,
    replace(DECISION, ways=tuple(range(1, 60))),
    tuple(versions_of(LARGE.ways).values()),
    carried_ways(LARGE),
    shapers(LARGE),
)
STEPS = tuple(
    Step(f"t{n}", said(n, MOST_STEP), PEOPLE[n] if n % 3 else None, START, n % 2 > 0, False) for n in range(40)
)
FEARED = tuple(Feared(f"f{n}", said(n, MOST_REASON), PEOPLE[n] if n % 2 else None, Came.YES) for n in range(300))
REVIEW = Review("r" * 16, 1, True, START, START, START, ReviewState.OPEN, None, FEARED, (4, 5, 600))
SETTLED = replace(LARGE, proposal=replace(LARGE.proposal, state=State.SETTLED))
OPEN = Whole(BEING_DECIDED, STANDS, (), (), None)
WHOLE = Whole(SETTLED, STANDS, (DECIDED,), STEPS, REVIEW)
AGAIN = Whole(LARGE, STANDS, (DECIDED,), STEPS, None)
MINE = {stand.way: stand for stand in STANDS if stand.person == PEOPLE[3]}


def cards() -> Iterator[tuple[str, Card]]:
    """Everything that is shown of it."""
    yield "open", whole_card(OPEN, WORDS)
    yield "counting", stances.counting_card(OPEN, WORDS)
    yield "decision", whole_card(WHOLE, WORDS)
    yield "shaped again", whole_card(AGAIN, WORDS)
    for way in (0, 1, 50, 100):
        yield f"way {way}", stances.way_page(BEING_DECIDED, way, MINE, True, WORDS)
    for page in (0, 1, 24):
        yield f"reasons {page}", voices.reasons_page(WHOLE, page, {"s3w3"}, WORDS)
        yield f"ways {page}", ways_page(WHOLE, page, WORDS)
        yield f"trail {page}", trail.trail_page(SETTLED, page, WORDS)
    yield "steps", steps.steps_page(WHOLE, 1, WORDS)
    yield "own step", steps.own_step(STEPS[1], SETTLED.proposal.title, WORDS)
    ended = replace(REVIEW, state=ReviewState.ENDED, verdict=Verdict.CHANGE)
    several: tuple[Card | None, ...] = (
        announcement(WHOLE, WORDS),
        steps.ask_owner((STEPS[1], None, SETTLED.proposal.title, None), WORDS),
        stances.still_so((BEING_DECIDED.proposal, BEING_DECIDED.ways[0], STANDS[2]), WORDS),
        review.ask_raiser((FEARED[0], SETTLED.proposal.title), WORDS),
        review.review_card(WHOLE, WORDS),
        review.review_card(replace(WHOLE, review=ended), WORDS),
        review.notice(replace(WHOLE, review=ended), WORDS),
        review.review_receipt(REVIEW, Verdict.KEEP, WORDS),
    )
    for number, card in enumerate(several):
        assert card is not None, number
        yield f"and {number}", card


def forms() -> Iterator[Form]:
    """Everything that can be filled in."""
    yield stances.why_form(BEING_DECIDED, 100, STANDS[5], WORDS)
    yield steps.add_form("p" * 16, SETTLED.proposal.title, {"words": said(1, MOST_STEP)}, WORDS)
    yield steps.when_form(STEPS[0], "step.take", "in 2 weeks", WORDS)


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


@pytest.mark.parametrize("whole", [OPEN, WHOLE], ids=["open", "decided"])
def test_all_that_can_be_done_stays_on_the_card(shared: Path, whole: Whole) -> None:
    card = whole_card(whole, WORDS)
    own = [button.label for element in card.elements if isinstance(element, Buttons) for button in element.buttons]
    discord, slack = render_card(card, Setting(WORDS)), render_message(card, READER, "m")
    for label in own:
        assert label in labels(discord["components"]), label
        assert label in labels(slack.blocks), label


def test_the_files_hold_every_word(shared: Path) -> None:
    markdown, kept = as_markdown(WHOLE, Reading(WORDS, "UTC", lambda _: "someone here")), as_json(WHOLE)
    for stand in STANDS:
        assert stand.words in kept
    assert markdown.count("\n> ") >= len(STANDS)
