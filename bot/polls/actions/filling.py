"""Filling in a ballot paper, press by press, until it is cast. What was filled in so far is kept over a restart."""

import json

from bot.chat.answers import Answer, Refused, Whisper
from bot.chat.cards import said
from bot.chat.events import ActionPressed
from bot.chat.words import words_for
from bot.delivery import DRAFT, DROP_DRAFT, KEEP_DRAFT
from bot.polls.actions.answering import ballot_of, cast, open_poll
from bot.polls.actions.secrecy import is_secret, paper_under, tag
from bot.polls.cards.paper import paper_card
from bot.polls.model import ORDERED, POINTED, Poll
from bot.polls.paper import Paper, paper_from, paper_of
from bot.ports import Tx

DRAFTED = "poll.paper"


def begin(tx: Tx, event: ActionPressed) -> Answer:
    """The paper as it was left, or as the ballot stands, or empty."""
    poll = _poll(tx, event)
    return _shown(tx, event, poll, _paper(tx, event, poll))


def fresh(tx: Tx, event: ActionPressed) -> Answer:
    """An empty paper."""
    poll = _poll(tx, event)
    return _shown(tx, event, poll, Paper(poll.kind))


def place(tx: Tx, event: ActionPressed) -> Answer:
    """An option comes next."""
    poll = _poll(tx, event)
    typed = event.values[0] if event.values else event.token.id(1)
    option = _option(poll, typed, event)
    return _shown(tx, event, poll, _paper(tx, event, poll).place(option))


def give(tx: Tx, event: ActionPressed) -> Answer:
    """An option gets its points, or its yes and no."""
    poll = _poll(tx, event)
    option, points = _option(poll, event.token.id(1), event), event.token.id(2)
    return _shown(tx, event, poll, _paper(tx, event, poll).give(option, int(points) if points in "012345" else 0))


def level(tx: Tx, event: ActionPressed) -> Answer:
    """What comes next stands level with the last."""
    poll = _poll(tx, event)
    paper = _paper(tx, event, poll)
    return _shown(tx, event, poll, Paper(paper.kind, paper.order, bool(paper.order), paper.points))


def undo(tx: Tx, event: ActionPressed) -> Answer:
    """One step back."""
    poll = _poll(tx, event)
    return _shown(tx, event, poll, _paper(tx, event, poll).undo())


def finish(tx: Tx, event: ActionPressed) -> Answer:
    """The paper becomes the ballot. An empty one is shown again: "not for me" has a button of its own."""
    poll = _poll(tx, event)
    paper = _paper(tx, event, poll)
    if not paper.order and not paper.points:
        return _shown(tx, event, poll, paper)
    choice = paper.choice()
    tx.change(DROP_DRAFT, id=_draft(tx, poll, event))
    return cast(tx, event, poll, choice, words_for(event.who.locale))


def _poll(tx: Tx, event: ActionPressed) -> Poll:
    words = words_for(event.who.locale)
    poll = open_poll(tx, event, words)
    if poll.kind not in ORDERED and poll.kind not in POINTED:
        raise Refused(said(words.say("This poll is answered with its own buttons. Nothing was recorded.")))
    return poll


def _option(poll: Poll, typed: str, event: ActionPressed) -> int:
    if typed.isascii() and typed.isdigit() and any(o.position == int(typed) for o in poll.options):
        return int(typed)
    words = words_for(event.who.locale)
    raise Refused(said(words.say("This option is not there. Nothing was recorded.")))


def _draft(tx: Tx, poll: Poll, event: ActionPressed) -> str:
    if is_secret(poll):
        return paper_under(tag(tx, poll, "paper", event.who.person, words_for(event.who.locale)))
    return f"paper:{poll.id}:{event.who.person}"


def _paper(tx: Tx, event: ActionPressed, poll: Poll) -> Paper:
    kept = tx.see(DRAFT, id=_draft(tx, poll, event))
    if kept is not None:
        return paper_from(poll.kind, json.loads(kept.content))
    ballot = ballot_of(tx, event, poll)
    return paper_of(poll.kind, ballot.choice if ballot else None)


def _shown(tx: Tx, event: ActionPressed, poll: Poll, paper: Paper) -> Answer:
    tx.change(
        KEEP_DRAFT,
        id=_draft(tx, poll, event),
        community=tx.community,
        person="" if is_secret(poll) else event.who.person,
        place=poll.place,
        kind=DRAFTED,
        content=json.dumps(paper.kept()),
        at=poll.opened_at if is_secret(poll) else tx.now,
    )
    return Whisper(paper_card(poll, paper, words_for(event.who.locale)))
