"""A closed poll in the record, and as files that anyone can count again."""

import csv
import io
import json
from collections.abc import Mapping
from typing import Any

from bot.chat.answers import Answer, File, Refused, Whisper
from bot.chat.cards import Element
from bot.chat.events import ActionPressed
from bot.chat.words import Words, words_for
from bot.polls.actions.answering import the_poll
from bot.polls.ballotfile import ORDERS, BallotFile, written
from bot.polls.cards.record import entry as record_entry
from bot.polls.cards.whispers import said
from bot.polls.counting import Choice, Kind
from bot.polls.model import SMALL, Poll, SeenAs, State
from bot.polls.views import CARD, POLL
from bot.ports import Reader, Tx


def entry(reader: Reader, poll: str, words: Words) -> tuple[Element, ...]:
    """A poll in the list of what was decided."""
    found = reader.see(POLL, poll=poll)
    return record_entry(found, words) if found is not None else ()


def export(tx: Tx, event: ActionPressed) -> Answer:
    """A closed poll's ballots without names, as JSON that ``descant count`` checks and as CSV."""
    words = words_for(event.who.locale)
    poll = the_poll(tx, event, words)
    if poll.state is not State.CLOSED:
        raise Refused(said(words.say("Its ballots can be taken along once it has closed.")))
    card = tx.see(CARD, subject=poll.id)
    ballots = card.tallies if card is not None else {}
    if not may_be_shown(poll, ballots):
        raise Refused(
            said(
                words.say(
                    "Some ballots were given by fewer than {n} people alike, so handing them out would show who chose "
                    "what. The card holds all that can be told.",
                    n=SMALL,
                )
            )
        )
    return Whisper(
        said(words.say("Here is every ballot, without names. Anyone can count them again.")),
        (File("poll.json", as_json(poll, ballots)), File("poll.csv", as_csv(poll, ballots))),
    )


def may_be_shown(poll: Poll, ballots: Mapping[Choice, int]) -> bool:
    """Whether no ballot stands for so few people that it would pick them out."""
    return poll.seen_as is SeenAs.NAMED or all(number >= SMALL for number in ballots.values())


def as_json(poll: Poll, ballots: Mapping[Choice, int]) -> bytes:
    """The poll as a ballot file. Its ballots stand in an order that tells nothing of when or who."""
    file = BallotFile(poll.kind, tuple(option.words for option in poll.options), poll.pick, ballots)
    found = poll.result.count if poll.result is not None else file.count()
    return json.dumps(written(file, found), ensure_ascii=False, indent=2).encode()


def as_csv(poll: Poll, ballots: Mapping[Choice, int]) -> bytes:
    """One line for each distinct ballot: how many, and what it holds for each option, as its kind writes it."""
    table = io.StringIO()
    lines = csv.writer(table)
    lines.writerow(["count", *(_harmless(option.words) for option in poll.options)])
    for choice, number in sorted(ballots.items()):
        lines.writerow([number, *(_cell(poll.kind, choice, option.position) for option in poll.options)])
    return table.getvalue().encode("utf-8-sig")


def _cell(kind: Kind, choice: Choice, position: int) -> Any:
    """1 for chosen; the place in an order; the points."""
    if kind in (Kind.SCORE, Kind.TIME):
        return next((points for option, points in choice if option == position), 0)
    if kind in ORDERS:
        return next((place for place, group in enumerate(choice, 1) if position in group), "")
    return 1 if position in choice else ""


def _harmless(words: str) -> str:
    """A cell that no spreadsheet takes for a formula."""
    return f"'{words}" if words[:1] in ("=", "+", "-", "@", "\t") else words
