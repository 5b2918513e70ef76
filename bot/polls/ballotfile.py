"""The ballot file: a poll's ballots as JSON that anyone can count again. ``docs/counting.md`` describes it for readers.

Reading names every mistake in it at once, by where it stands.
"""

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, NoReturn

from bot.polls.claims import bad_claims, is_whole, result, shown
from bot.polls.counting import Choice, Count, Kind, count

VERSION = 1
MOST_OPTIONS = 100
MOST_BALLOTS = 10**9
"""Equal ballots in one entry."""

ORDERS = (Kind.RANK, Kind.ELECT)
OF_SEVERAL = (Kind.SEVERAL, Kind.ELECT)
MOST_POINTS = {Kind.SCORE: 5, Kind.TIME: 2}


class BadBallotFile(Exception):
    """What is wrong with a ballot file, one sentence each, in the order of the file."""

    def __init__(self, mistakes: Sequence[str]) -> None:
        super().__init__("\n".join(mistakes))
        self.mistakes = tuple(mistakes)


@dataclass(frozen=True, slots=True)
class BallotFile:
    """A poll as far as it is needed to count it."""

    kind: Kind
    options: tuple[str, ...]
    pick: int
    ballots: Mapping[Choice, int]
    claimed: Mapping[str, Any] | None = None
    """What the file says came of it; None when it says nothing."""
    meanings: tuple[str, ...] = ()
    """What each option means, empty words where nothing was said; none at all where nothing was for any."""

    def count(self) -> Count:
        """What came of it by Descant's rules."""
        return count(self.kind, self.ballots, len(self.options), self.pick)


# --- writing ------------------------------------------------------------------------------------------------------


def written(file: BallotFile, found: Count) -> dict[str, Any]:
    """The file as plain data for JSON, with its result. Its ballots stand in an order that tells nothing of when."""
    ballots = [
        {"count": number, "choice": _choice(file.kind, choice)} for choice, number in sorted(file.ballots.items())
    ]
    poll = {"descant": VERSION, "kind": file.kind.value, "options": list(file.options), "pick": file.pick}
    if any(file.meanings):
        poll["meanings"] = list(file.meanings)
    return {**poll, "ballots": ballots, "result": result(found)}


def _choice(kind: Kind, choice: Choice) -> Any:
    match kind:
        case Kind.ONE:
            return choice[0] if choice else None
        case Kind.SCORE | Kind.TIME:
            return {str(option): points for option, points in choice}
        case Kind.RANK | Kind.ELECT:
            return [list(group) for group in choice]
        case Kind.ANY | Kind.SEVERAL:
            return list(choice)


# --- reading ------------------------------------------------------------------------------------------------------


def read(text: str) -> BallotFile:
    """The ballot file in this text. Raises ``BadBallotFile``."""
    data = _json(text)
    if not isinstance(data, dict) or "descant" not in data:
        raise BadBallotFile(['This is not a ballot file: it has to be a JSON object with "descant": 1 in it.'])
    if not is_whole(data["descant"]) or data["descant"] != VERSION:
        raise BadBallotFile([f'"descant" is {shown(data["descant"])}; this Descant reads ballot files of version 1.'])
    mistakes: list[str] = []
    kind = _kind(data.get("kind"), mistakes)
    options = _options(data.get("options"), mistakes)
    meanings = _meanings(data.get("meanings", []), len(options), mistakes)
    pick = data.get("pick", 1)
    if not is_whole(pick) or not 1 <= pick <= MOST_OPTIONS:
        mistakes.append(f'"pick" has to be how many are chosen, a whole number from 1, and is {shown(pick)}.')
    ballots = _ballots(data.get("ballots"), kind, len(options), mistakes)
    claimed = data.get("result")
    mistakes += bad_claims(claimed)
    if mistakes or kind is None:
        raise BadBallotFile(mistakes)
    return BallotFile(kind, options, pick, ballots, claimed, meanings)


def _json(text: str) -> Any:
    try:
        return json.loads(text, parse_float=Decimal, parse_constant=_no_number, object_pairs_hook=_once)
    except json.JSONDecodeError as error:
        where = f"line {error.lineno}, column {error.colno}"
        raise BadBallotFile([f"This is not JSON that can be read: {error.msg} ({where})."]) from None
    except RecursionError:
        raise BadBallotFile(["This is not JSON that can be read: it is nested too deeply."]) from None
    except ValueError as error:
        raise BadBallotFile([f"This is not JSON that can be read: {error}."]) from None


def _no_number(name: str) -> NoReturn:
    raise ValueError(f"{name} is not a number")


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    made = dict(pairs)
    if len(made) < len(pairs):
        (key, times), *_ = Counter(key for key, _ in pairs).most_common(1)
        raise ValueError(f"the key {shown(key)} stands {times} times in one object")
    return made


def _kind(given: Any, mistakes: list[str]) -> Kind | None:
    known = [kind.value for kind in Kind]
    if given in known:
        return Kind(given)
    listed = f"{', '.join(known[:-1])} or {known[-1]}"
    mistakes.append(f'"kind" has to be {listed}, and is {shown(given)}.')
    return None


def _options(given: Any, mistakes: list[str]) -> tuple[str, ...]:
    if not isinstance(given, list) or not 1 <= len(given) <= MOST_OPTIONS:
        mistakes.append(f'"options" has to be a list of 1 to {MOST_OPTIONS} options, in words.')
        return ()
    bad = [at for at, words in enumerate(given, 1) if not isinstance(words, str) or not words.strip()]
    mistakes += [f"Option {at} has to be words, and is {shown(given[at - 1])}." for at in bad]
    return tuple(map(str, given))


def _meanings(given: Any, options: int, mistakes: list[str]) -> tuple[str, ...]:
    if not isinstance(given, list) or len(given) not in (0, options) or not all(isinstance(m, str) for m in given):
        mistakes.append('"meanings" has to be a list of words, one for each option (empty where nothing is said).')
        return ()
    return tuple(given)


def _ballots(given: Any, kind: Kind | None, options: int, mistakes: list[str]) -> Mapping[Choice, int]:
    ballots: Counter[Choice] = Counter()
    if not isinstance(given, list):
        mistakes.append('"ballots" has to be a list of ballots, each with "count" and "choice".')
        return ballots
    for at, entry in enumerate(given, 1):
        try:
            number, choice = _entry(entry)
            if kind is not None and options:
                ballots[read_choice(kind, choice, options)] += number
        except ValueError as error:
            mistakes.append(f"Ballot {at}: {error}.")
    return ballots


def _entry(entry: Any) -> tuple[int, Any]:
    if not isinstance(entry, dict) or "choice" not in entry:
        raise ValueError(f'it has to be an object with "choice" in it, and is {shown(entry)}')
    number = entry.get("count", 1)
    if not is_whole(number) or not 1 <= number <= MOST_BALLOTS:
        raise ValueError(f'"count" has to be how many people, a whole number from 1, and is {shown(number)}')
    return number, entry["choice"]


def read_choice(kind: Kind, given: Any, options: int) -> Choice:
    """The choice that is written so in a ballot file. Raises ValueError with what is wrong, as half a sentence."""
    if given is None:
        return ()
    match kind:
        case Kind.ONE:
            return () if given == [] else _picks([given], options)
        case Kind.ANY | Kind.SEVERAL:
            return tuple(sorted(_picks(_list(given, "a list of options, such as [1, 4]"), options)))
        case Kind.RANK | Kind.ELECT:
            return _order(_list(given, "a list of lists, best first, such as [[2], [1, 3]]"), kind, options)
        case Kind.SCORE | Kind.TIME:
            return _points(given, MOST_POINTS[kind], options)


def _list(given: Any, form: str) -> list[Any]:
    if not isinstance(given, list):
        raise ValueError(f"its choice has to be {form}, and is {shown(given)}")
    return given


def _picks(given: list[Any], options: int) -> tuple[int, ...]:
    for option in given:
        if not is_whole(option) or not 1 <= option <= options:
            raise ValueError(f"{shown(option)} is not an option; they are numbered from 1 to {options}")
    if len(set(given)) < len(given):
        (twice, _), *_ = Counter(given).most_common(1)
        raise ValueError(f"option {twice} stands in it more than once")
    return tuple(given)


def _order(given: list[Any], kind: Kind, options: int) -> Choice:
    groups = [_list(group, "a list of lists, best first, such as [[2], [1, 3]]") for group in given]
    _picks([option for group in groups for option in group], options)
    if not all(groups):
        raise ValueError("a place in its order is empty")
    if kind is Kind.ELECT and any(len(group) > 1 for group in groups):
        raise ValueError("an election takes one option at each place, and several stand at one")
    return tuple(tuple(sorted(group)) for group in groups)


def _points(given: Any, most: int, options: int) -> Choice:
    if not isinstance(given, dict):
        example = '{"1": 2, "3": 1}'
        raise ValueError(f"its choice has to be an object of options and points, such as {example}")
    points = {}
    for key, value in given.items():
        option = int(key) if key.isascii() and key.isdigit() and len(key) < 4 else key
        (position,) = _picks([option], options)
        if not is_whole(value) or not 0 <= value <= most:
            raise ValueError(f"option {position} has {shown(value)}; it has to be a whole number from 0 to {most}")
        if position in points:
            raise ValueError(f"option {position} stands in it more than once")
        points[position] = value
    return tuple(sorted((option, value) for option, value in points.items() if value))
