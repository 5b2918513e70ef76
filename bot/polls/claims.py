"""A result as it is printed and exported, and what a file claims about one: whether that is so, and where not."""

import json
from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from typing import Any

from bot.polls.counting import Count
from bot.polls.counting.details import UNITS, Stages


def result(found: Count) -> dict[str, Any]:
    """A count as ``descant count --json`` prints it and as a ballot file carries it."""
    plain: dict[str, Any] = {
        "winners": list(found.chosen),
        "settled": list(found.winners),
        "tied": [list(tie.options) for tie in found.tied],
        "places": [tie.places for tie in found.tied],
        "counts": list(found.counts),
        "ballots": found.ballots,
        "blank": found.blank,
    }
    if isinstance(found.detail, Stages):
        plain["quota"] = found.detail.quota
        plain["stages"] = list(_stages(found.detail))
    return plain


def _stages(detail: Stages) -> Iterator[dict[str, Any]]:
    for stage in detail.stages:
        yield {
            "happened": stage.happened.value,
            "option": stage.option,
            "totals": [votes(total) for total in stage.totals],
            "not_counting": votes(stage.not_counting),
            "elected": list(stage.elected),
        }


def votes(units: int) -> float | int:
    """Votes as a number of at most five decimals that reads and compares exactly as it is printed."""
    return units // UNITS if units % UNITS == 0 else float(Decimal(units) / UNITS)


def bad_claims(claimed: Any) -> Iterator[str]:
    """What in a claimed result can not be compared because of its form, one sentence each."""
    if claimed is None:
        return
    if not isinstance(claimed, dict):
        yield f'"result" has to be an object, and is {shown(claimed)}.'
        return
    for name, (is_right, form) in FORMS.items():
        if name in claimed and not is_right(claimed[name]):
            yield f'"{name}" in "result" has to be {form}, and is {shown(claimed[name])}.'


def differences(claimed: Mapping[str, Any] | None, found: Count) -> list[str]:
    """Where a claimed result is not what was found, one sentence each. What is not claimed is not compared."""
    said: list[str] = []
    own = result(found)
    for name, value in (claimed or {}).items():
        if name in own or name in FORMS:
            said += _compared(name, value, own.get(name, []))
    return said


def _compared(name: str, claimed: Any, own: Any) -> Iterator[str]:
    match name:
        case "winners" | "settled":
            same = set(claimed) == set(own)
        case "tied":
            same = set(map(frozenset, claimed)) == set(map(frozenset, own))
        case "places":
            same = sorted(claimed) == sorted(own)
        case "counts":
            yield from _one_by_one("the counts", claimed, own)
            return
        case "stages":
            yield from _stage_by_stage(claimed, own)
            return
        case _:
            same = claimed == own
    if not same:
        yield _differs(WHAT[name], claimed, own)


def _stage_by_stage(claimed: list[Any], own: list[Any]) -> Iterator[str]:
    if len(claimed) != len(own):
        yield _differs("the number of stages", len(claimed), len(own))
    for number, (one, other) in enumerate(zip(claimed, own, strict=False), 1):
        yield from _one_by_one(f"the totals of stage {number}", one["totals"], other["totals"])
        for name in ("happened", "option", "elected", "not_counting"):
            if name in one and _exactly(one[name]) != _exactly(other[name]):
                yield _differs(f'"{name}" of stage {number}', one[name], other[name])


def _one_by_one(what: str, claimed: list[Any], own: list[Any]) -> Iterator[str]:
    if len(claimed) != len(own):
        yield _differs(f"how many numbers {what} are", len(claimed), len(own))
    for at, (one, other) in enumerate(zip(claimed, own, strict=False), 1):
        if one != _exactly(other):
            yield _differs(f"option {at} in {what}", one, other)


def _exactly(value: Any) -> Any:
    """A number of votes as it is printed, to be compared with one as it was read."""
    return Decimal(str(value)) if isinstance(value, float) else value


def _differs(what: str, claimed: Any, own: Any) -> str:
    return f"For {what} the file says {shown(claimed)}; counting its ballots gives {shown(own)}."


# --- forms --------------------------------------------------------------------------------------------------------


def is_whole(value: Any) -> bool:
    """Whether it stands as a whole number in the file; true and false do not."""
    return type(value) is int


def shown(value: Any) -> str:
    """A value as it stands in the file, cut where it is long."""
    text = str(value) if isinstance(value, Decimal) else json.dumps(value, default=str, ensure_ascii=False)
    return text if len(text) <= 60 else f"{text[:59]}…"


def _are_whole(value: Any) -> bool:
    return isinstance(value, list) and all(map(is_whole, value))


def _are_lists(value: Any) -> bool:
    return isinstance(value, list) and all(map(_are_whole, value))


def _are_stages(value: Any) -> bool:
    return isinstance(value, list) and all(
        isinstance(stage, dict) and _are_votes(stage.get("totals")) for stage in value
    )


def _are_votes(value: Any) -> bool:
    return isinstance(value, list) and all(is_whole(votes) or isinstance(votes, Decimal) for votes in value)


Form = tuple[Callable[[Any], bool], str]

FORMS: dict[str, Form] = {
    "winners": (_are_whole, "a list of options"),
    "settled": (_are_whole, "a list of options"),
    "tied": (_are_lists, "a list of lists of options"),
    "places": (_are_whole, "a list of numbers"),
    "counts": (_are_whole, "a list of numbers"),
    "ballots": (is_whole, "a whole number"),
    "blank": (is_whole, "a whole number"),
    "quota": (is_whole, "a whole number"),
    "stages": (_are_stages, 'a list of objects, each with "totals", a list of numbers'),
}
"""What a file may claim in its ``result``, named as in the printed result."""

WHAT = {
    "winners": "the winners",
    "settled": "what is settled",
    "tied": "what is tied",
    "places": "the places that are tied",
    "ballots": "how many ballots hold something",
    "blank": "how many ballots hold nothing",
    "quota": "the quota",
}
