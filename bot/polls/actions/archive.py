"""Closed polls as files, without anybody's name: ballots that anyone can count again, and the record of them all."""

import csv
import io
import json
import re
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from bot.chat.hidden import written_over
from bot.chat.plain import Reading, words_of
from bot.chat.words import Words
from bot.polls.ballotfile import ORDERS, BallotFile, written
from bot.polls.cards.outcome import outcome, turnout
from bot.polls.cards.reasons import side_name
from bot.polls.counting import Choice, Kind
from bot.polls.model import SMALL, Option, Poll, PollCard, SeenAs

COLUMNS = ("asked", "closed", "question", "outcome", "turnout", "ballots")


def may_be_shown(poll: Poll, ballots: Mapping[Choice, int]) -> bool:
    """Whether no ballot stands for so few people that it would pick them out; then the card hides no number either."""
    return poll.seen_as is SeenAs.NAMED or all(number >= SMALL for number in ballots.values())


def as_json(card: PollCard) -> bytes:
    """The poll as a ballot file. Its ballots stand in an order that tells nothing of when or who."""
    poll = card.poll
    options, meanings = tuple(o.words for o in poll.options), tuple(o.meaning for o in poll.options)
    file = BallotFile(poll.kind, options, poll.pick, card.tallies, meanings=meanings)
    found = poll.result.count if poll.result is not None else file.count()
    return json.dumps(written(file, found), ensure_ascii=False, indent=2).encode()


def as_csv(card: PollCard) -> bytes:
    """One line for each distinct ballot: how many, and what it holds for each option, as its kind writes it."""
    poll = card.poll
    head = ["count", *(_harmless(_headed(option)) for option in poll.options)]
    lines = (
        [number, *(_cell(poll.kind, choice, option.position) for option in poll.options)]
        for choice, number in sorted(card.tallies.items())
    )
    return _table([head, *lines])


def archive(cards: Sequence[PollCard], at: datetime, words: Words) -> bytes:
    """A ZIP of the record as JSON and CSV, and of each poll's ballots where they may be shown."""
    entries = [_entry(card, words) for card in cards]
    out = io.BytesIO()
    stamp = (at.year, at.month, at.day, at.hour, at.minute, at.second)
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as parts:
        for name, content in (*_record(entries), *(file for card in cards for file in _ballots(card))):
            parts.writestr(zipfile.ZipInfo(name, stamp), written_over(content.decode(), words).encode())
    return out.getvalue()


def _record(entries: Sequence[Mapping[str, Any]]) -> Iterator[tuple[str, bytes]]:
    yield "record.json", json.dumps({"polls": entries}, ensure_ascii=False, indent=2).encode()
    rows = [[_harmless(str(entry[column] or "")) for column in COLUMNS] for entry in entries]
    yield "record.csv", _table([list(COLUMNS), *rows])


def _ballots(card: PollCard) -> Iterator[tuple[str, bytes]]:
    if _is_taken(card):
        yield f"{_name(card.poll)}.json", as_json(card)
        yield f"{_name(card.poll)}.csv", as_csv(card)


def _is_taken(card: PollCard) -> bool:
    result = card.poll.result
    return result is not None and not result.void and may_be_shown(card.poll, card.tallies)


def _entry(card: PollCard, words: Words) -> dict[str, Any]:
    poll, result = card.poll, card.poll.result
    closed = poll.ending.at if poll.ending is not None else poll.closes_at

    def told(text: Any) -> str:
        return words_of(text, Reading(words, "UTC"))

    return {
        "asked": poll.opened_at.isoformat(),
        "closed": closed.isoformat(),
        "question": poll.question,
        "why": poll.why,
        "kind": poll.kind.value,
        "seen": poll.seen_as.value,
        "options": [{"words": option.words, "meaning": option.meaning} for option in poll.options],
        "outcome": told(outcome(poll, result, words)) if result is not None else "",
        "turnout": told(turnout(poll, result, words)) if result is not None else "",
        "reasons": [{"for": side_name(poll, reason.option, words), "words": reason.words} for reason in card.reasons],
        "ballots": f"{_name(poll)}.json" if _is_taken(card) else None,
    }


def _name(poll: Poll) -> str:
    """What the poll's files are called: the day on which it was asked, words of its question, and its id."""
    words = re.sub(r"[^a-z0-9]+", "-", poll.question.casefold()).strip("-")[:40].strip("-")
    return "-".join(filter(None, (poll.opened_at.date().isoformat(), words, poll.id)))


def _headed(option: Option) -> str:
    return f"{option.words} – {option.meaning}" if option.meaning else option.words


def _cell(kind: Kind, choice: Choice, position: int) -> Any:
    """1 for chosen; the place in an order; the points."""
    if kind in (Kind.SCORE, Kind.TIME):
        return next((points for option, points in choice if option == position), 0)
    if kind in ORDERS:
        return next((place for place, group in enumerate(choice, 1) if position in group), "")
    return 1 if position in choice else ""


def _table(rows: Sequence[Sequence[Any]]) -> bytes:
    table = io.StringIO()
    csv.writer(table).writerows(rows)
    return table.getvalue().encode("utf-8-sig")


def _harmless(words: str) -> str:
    """A cell that no spreadsheet takes for a formula."""
    return f"'{words}" if words[:1] in ("=", "+", "-", "@", "\t") else words
