"""Rows of polls as what the core knows of them."""

import json
from collections import Counter, defaultdict
from collections.abc import Mapping
from datetime import timedelta
from functools import lru_cache
from hashlib import blake2b
from typing import Any

from bot.chat.ids import CommunityId, PersonId, PlaceId, PollId
from bot.polls.counting import Choice, Kind, count_from, margin_from
from bot.polls.model import (
    Ballot,
    Did,
    Ending,
    Option,
    Plan,
    Poll,
    PollCard,
    Reason,
    Result,
    SeenAs,
    Spoken,
    State,
    Totals,
    Trace,
    sides,
)
from storage.statements import Row
from storage.values import choice_of, maybe_moment, moment


def poll_from(rows: list[Row], option_rows: list[Row]) -> Poll | None:
    """The poll with its options; None where there is none."""
    if not rows:
        return None
    (
        poll, community, place, asker, question, why, kind, pick, seen_as, totals, open_options, least, plan,
        opened_at, closes_at, state, audience, ended_at, ended_by, ended_why, late, result,
        hearing, heard_at, moved_from, quiet_at,
    ) = rows[0]  # fmt: skip
    return Poll(
        id=PollId(poll),
        community=CommunityId(community),
        place=PlaceId(place),
        asker=PersonId(asker),
        question=question,
        why=why,
        kind=Kind(kind),
        pick=pick,
        seen_as=SeenAs(seen_as),
        totals=Totals(totals),
        open_options=bool(open_options),
        least=least,
        plan=_plan(plan),
        opened_at=moment(opened_at),
        closes_at=moment(closes_at),
        state=State(state),
        audience=audience,
        options=tuple(Option(n, words, by, maybe_moment(at), meaning) for n, words, by, at, meaning in option_rows),
        ending=_ending(ended_at, ended_by, ended_why, late),
        result=_result(result),
        hearing=timedelta(microseconds=hearing or 0),
        heard_at=maybe_moment(heard_at),
        moved_from=maybe_moment(moved_from),
        quiet_at=maybe_moment(quiet_at),
    )


def _several(rows: list[Row], option_rows: list[Row]) -> list[Poll]:
    of: defaultdict[str, list[Row]] = defaultdict(list)
    for poll, *option in option_rows:
        of[poll].append(tuple(option))
    return [poll for row in rows if (poll := poll_from([row], of[row[0]])) is not None]


def taken_from(
    rows: list[Row],
    option_rows: list[Row],
    ballot_rows: list[Row],
    reason_rows: list[Row],
    counted: list[Row],
    told: list[Row],
) -> list[PollCard]:
    """Several polls with their ballots and reasons, and nobody's name."""
    tallies: defaultdict[str, dict[Choice, int]] = defaultdict(dict)
    for poll, choice, number in (*ballot_rows, *counted):
        tallies[poll][choice_of(choice)] = number
    said: defaultdict[str, list[Reason]] = defaultdict(list)
    for poll, reason, option, words in (*reason_rows, *told):
        said[poll].append(Reason(reason, option, words, None, changed=False))
    return [
        PollCard(poll, sum(tallies[poll.id].values()), tallies[poll.id], {}, tuple(said[poll.id]))
        for poll in _several(rows, option_rows)
    ]


@lru_cache(maxsize=1024)
def _plan(text: str) -> Plan:
    return Plan(**json.loads(text))


def _ending(at: int | None, by: str | None, why: str | None, late: int | None) -> Ending | None:
    if at is None:
        return None
    lateness = timedelta(microseconds=late) if late is not None else None
    return Ending(moment(at), PersonId(by) if by else None, why or "", lateness)


def _result(text: str | None) -> Result | None:
    if text is None:
        return None
    kept: dict[str, Any] = json.loads(text)
    return Result(count_from(kept["count"]), margin_from(kept["margin"]), kept["void"])


def tallies_from(rows: list[Row]) -> Mapping[Choice, int]:
    """Ballots by choice."""
    return {choice_of(choice): number for choice, number in rows}


def ballot_from(rows: list[Row]) -> Ballot | None:
    """What someone has chosen."""
    for choice, at in rows:
        return Ballot(choice_of(choice) if choice is not None else None, moment(at))
    return None


def with_mine(rows: list[Row], option_rows: list[Row], mine: list[Row]) -> tuple[Poll, Choice | None] | None:
    """A poll and what someone has chosen in it; None where they never did."""
    poll, ballot = poll_from(rows, option_rows), ballot_from(mine)
    return (poll, ballot.choice) if poll is not None and ballot is not None else None


def _reason(row: Row, fair: int = 0) -> Reason:
    reason, option, words, person, named, choice, kind = row
    changed = not _holds(kind, choice, option)
    return Reason(reason, option, words, PersonId(person) if named else None, changed, fair)


def _names(poll: Poll, rows: list[Row]) -> Mapping[int, tuple[PersonId, ...]]:
    """In an order that is another for each poll. By their ids, those who have been on the chat for longest would come
    first everywhere."""
    people: defaultdict[int, list[PersonId]] = defaultdict(list)
    kind = poll.kind
    for person, choice in sorted(rows, key=lambda row: blake2b(f"{poll.id} {row[0]}".encode(), digest_size=8).digest()):
        for position in sides(kind, choice_of(choice)):
            people[position].append(PersonId(person))
    return {position: tuple(names) for position, names in people.items()}


def card_from(
    rows: list[Row],
    option_rows: list[Row],
    trace_rows: list[Row],
    tally_rows: list[Row],
    name_rows: list[Row],
    reason_rows: list[Row],
    mark_rows: list[Row],
    *secret_rows: list[Row],
) -> PollCard | None:
    """Everything that a card can show."""
    poll = poll_from(rows, option_rows)
    if poll is None:
        return None
    traces = tuple(map(_trace, trace_rows))
    if poll.seen_as is SeenAs.SECRET:
        return _secret_card(poll, traces, *secret_rows)
    tallies = tallies_from(tally_rows)
    fair = Counter(reason for reason, option, choice in mark_rows if not _holds(poll.kind, choice, option))
    reasons = tuple(_reason(row, fair[row[0]]) for row in reason_rows)
    return PollCard(poll, sum(tallies.values()), tallies, _names(poll, name_rows), reasons, traces)


def _trace(row: Row) -> Trace:
    did, at, person, before, after, why = row
    return Trace(Did(did), moment(at), PersonId(person), before, after, why)


def _secret_card(
    poll: Poll,
    traces: tuple[Trace, ...],
    answered: list[Row],
    being_counted: list[Row],
    counted: list[Row],
    told: list[Row],
) -> PollCard:
    tallies = tallies_from([*being_counted, *counted])
    said = tuple(Reason(reason, option, words, None, changed=False) for reason, option, words in told)
    return PollCard(poll, answered[0][0] or sum(tallies.values()), tallies, {}, said, traces)


def _holds(kind: str, choice: str | None, option: int) -> bool:
    return choice is not None and option in sides(Kind(kind), choice_of(choice))


def mine_from(rows: list[Row]) -> Mapping[int, Reason]:
    """The words that someone gave, by option."""
    return {reason.option: reason for reason in map(_reason, rows)}


def spoken_from(rows: list[Row]) -> Spoken | None:
    """Whose words a reason is."""
    for reason, person, option in rows:
        return Spoken(reason, PersonId(person), option)
    return None
