"""How two texts differ, word by word, and how two changes of the same text go together. Pure."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

AROUND = 8
"""Words that are shown beside a change; longer stretches that stay are left out."""

Block = tuple[int, int, Sequence[str]]
"""From where to where (words of the text that is changed), and what stands there instead."""


class Kind(StrEnum):
    """What becomes of a piece of the text."""

    STAYS = "stays"
    GOES = "goes"
    COMES = "comes"


@dataclass(frozen=True, slots=True)
class Piece:
    """Some of the text, with its spaces."""

    kind: Kind
    words: str


def difference(old: str, new: str) -> tuple[Piece, ...]:
    """What goes, what comes, and what stays around it; long stretches that stay are shortened to ``…``."""
    before, pieces, at = _parts(old), list[Piece](), 0
    for start, end, instead in _changes(before, _parts(new)):
        pieces.append(Piece(Kind.STAYS, _shortened(before[at:start], bool(at), True)))
        pieces.append(Piece(Kind.GOES, "".join(before[start:end])))
        pieces.append(Piece(Kind.COMES, "".join(instead)))
        at = end
    pieces.append(Piece(Kind.STAYS, _shortened(before[at:], bool(at), False)))
    return tuple(piece for piece in pieces if piece.words)


def together(base: str, one: str, other: str) -> str | None:
    """The base with both changes, where they are about different words; None where they meet."""
    before = _parts(base)
    here, there = _changes(before, _parts(one)), _changes(before, _parts(other))
    if any(_meet(a, b) for a in here for b in there if a != b):
        return None
    text = list(before)
    for start, end, instead in sorted({_key(change): change for change in (*here, *there)}.values(), reverse=True):
        text[start:end] = instead
    return "".join(text)


def _parts(text: str) -> list[str]:
    """Words and the white space between them, each a part of its own."""
    return re.findall(r"\s+|[^\s]+", text)


def _changes(before: Sequence[str], after: Sequence[str]) -> list[Block]:
    """What changes, with changes that only white space lies between taken as one."""
    found: list[Block] = []
    for start, end, instead in _raw_changes(before, after):
        if found and "".join(between := before[found[-1][1] : start]).isspace():
            begun = found.pop()
            found.append((begun[0], end, [*begun[2], *between, *instead]))
        else:
            found.append((start, end, instead))
    return found


def _raw_changes(before: Sequence[str], after: Sequence[str]) -> Iterator[Block]:
    """Matching is by rare words, as ``difflib`` does it where there are many: texts of one word, a thousand times, took
    a quarter of a second otherwise. What both begin and end with is left out first."""
    head = _alike(before, after)
    tail = _alike(before[head:][::-1], after[head:][::-1])
    middle, changed = before[head : len(before) - tail], after[head : len(after) - tail]
    for tag, start, end, first, last in SequenceMatcher(None, middle, changed).get_opcodes():
        if tag != "equal":
            yield head + start, head + end, list(changed[first:last])


def _alike(one: Sequence[str], other: Sequence[str]) -> int:
    """How many parts both begin with."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((at for at, (a, b) in pairs if a != b), min(len(one), len(other)))


def _meet(one: Block, other: Block) -> bool:
    """Whether two changes touch the same words, or stand beside each other."""
    return one[0] <= other[1] and other[0] <= one[1]


def _key(change: Block) -> tuple[int, int, str]:
    return change[0], change[1], "".join(change[2])


def _shortened(parts: Sequence[str], begins: bool, ends: bool) -> str:
    """The words next to the changes on either side."""
    room = 2 * AROUND
    if len(parts) <= (begins + ends) * room + 4:
        return "".join(parts)
    first = "".join(parts[:room]).rstrip() if begins else ""
    last = "".join(parts[-room:]).lstrip() if ends else ""
    return " … ".join((first, last)).removeprefix(" " if not begins else "").removesuffix(" " if not ends else "")
