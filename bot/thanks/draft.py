"""From what was typed to thanks that can be sent, or to what stands in the way."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.chat.ids import PersonId
from bot.chat.lines import read_line
from bot.chat.text import clean, one_line
from bot.chat.typed import PLACE, Missing, NoPlace, TooLong, Values
from bot.thanks.model import MOST_OTHERS, MOST_PEOPLE, MOST_TAGS, MOST_WORDS

KEYS = ("who", "for", "did", "kind")


@dataclass(frozen=True, slots=True)
class NobodyNamed:
    """Nobody is thanked."""


@dataclass(frozen=True, slots=True)
class TooMany:
    """More people than can be asked at once."""

    most: int


Flaw = NobodyNamed | Missing | TooLong | TooMany | NoPlace


@dataclass(frozen=True, slots=True)
class Draft:
    """Thanks as they would be sent."""

    people: tuple[PersonId, ...]
    others: tuple[str, ...]
    words: str
    tags: tuple[str, ...]
    named: bool
    own: bool


def from_line(text: str, mentions: Mapping[str, PersonId]) -> dict[str, str]:
    """The values in a command's one line. Without keys, it begins with who is thanked and goes on with what for."""
    found = read_line(text, KEYS)
    start = found.pop("", "")
    values: dict[str, str] = {}
    if "did" in found:
        return {"words": found["did"], "own": "yes"}
    who, said = found.get("who", ""), found.get("for", "")
    if start and not who:
        who, said = _leading_mentions(start, mentions) if not said else (start, said)
    people, others = named_in(who, mentions)
    if people:
        values["who"] = "\n".join(people)
    if others:
        values["others"] = others
    if said:
        values["words"] = said
    if "kind" in found:
        values["tags"] = "\n".join(part.strip() for part in found["kind"].split(";"))
    return values


def named_in(who: str, mentions: Mapping[str, PersonId]) -> tuple[tuple[PersonId, ...], str]:
    """The members mentioned here, each once, and whoever else is named in words."""
    people = tuple(dict.fromkeys(person for token, person in mentions.items() if token in who))
    rest = who
    for token in sorted(mentions, key=len, reverse=True):
        rest = rest.replace(token, " ")
    return people, one_line(re.sub(r"^[\s,;]+|[\s,;]+$|\band\b\s*$", "", rest))


def _leading_mentions(text: str, mentions: Mapping[str, PersonId]) -> tuple[str, str]:
    tokens = "|".join(map(re.escape, sorted(mentions, key=len, reverse=True)))
    if not tokens:
        return "", text
    found = re.match(rf"\s*((?:(?:{tokens})[\s,]*(?:and\s+)?)+)(?:for\b)?[:,]?\s*(.*)", text, re.DOTALL)
    return (found.group(1), found.group(2)) if found else ("", text)


def read_draft(values: Values, giver: PersonId, vocabulary: Sequence[str]) -> Draft | dict[str, Flaw]:
    """The thanks, or what stands in their way by key. The giver is left out of those who are thanked."""
    flaws: dict[str, Flaw] = {}
    own = values.get("own") == "yes"
    named = dict.fromkeys(PersonId(line) for line in values.get("who", "").split("\n") if line)
    people = tuple(person for person in named if person != giver)
    others = tuple(filter(None, (one_line(part) for part in values.get("others", "").split(";"))))
    words = clean(values.get("words", ""))
    if not own and not people and not others:
        flaws["who"] = NobodyNamed()
    if len(people) > MOST_PEOPLE:
        flaws["who"] = TooMany(MOST_PEOPLE)
    if any(len(other) > MOST_OTHERS for other in others) or len(others) > MOST_PEOPLE:
        flaws["others"] = TooLong(MOST_OTHERS)
    if not words:
        flaws["words"] = Missing()
    elif len(words) > MOST_WORDS:
        flaws["words"] = TooLong(MOST_WORDS)
    if values.get(PLACE) == "":
        flaws[PLACE] = NoPlace()
    tags = tuple(tag for tag in vocabulary if tag in values.get("tags", "").split("\n"))[:MOST_TAGS]
    return flaws or Draft(people, others, words, tags, values.get("named") != "unnamed", own)
