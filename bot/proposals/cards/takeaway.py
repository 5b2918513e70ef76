"""A decision as files that a group can keep: one Markdown file to read, JSON for machines. Pure."""

import json
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from bot.chat.plain import Reading, words_of
from bot.chat.text import Text
from bot.chat.words import Words
from bot.proposals.cards.decision import decided_words, power_line
from bot.proposals.cards.outcome import closeness, name_of, outcome, stance_label
from bot.proposals.cards.parts import rule_in_words
from bot.proposals.cards.review import verdict_sentence
from bot.proposals.cards.secret import secretly_decided
from bot.proposals.cards.trail import trail, trail_line
from bot.proposals.cards.voices import IN_ORDER, spoken
from bot.proposals.decided import Decided, Stand, cells
from bot.proposals.following import ReviewState, Whole
from bot.proposals.model import SMALL, ProposalCard, Way


def as_markdown(whole: Whole, reading: Reading) -> str:
    """Everything that everyone may read of a decision. Nobody's name is in it: those stay in the chat."""
    words, card, decided = reading.words, whole.card, whole.decided
    assert decided is not None
    stands = whole.said(decided.round)
    parts = [
        f"# {_escaped(card.proposal.title)}",
        _said(outcome(card, decided, words), reading),
        _said(closeness(card.proposal, decided, words), reading),
        _date(decided, words),
        *_titled(words.label("Why"), [_escaped(card.proposal.why)] if card.proposal.why else []),
        *_ways(card, decided, words),
        *_voices(card, stands, words),
        *_affected(card, stands, words),
        *_titled(words.label("What could go wrong"), [_quoted(each.words) for each in card.risks]),
        *_titled(words.label("Concerns that were not met"), [_quoted(each.words) for each in card.open_concerns]),
        *_titled(words.label("How it came about"), _came_about(card, decided, reading)),
        *_titled(words.label("Next steps"), [_step(each.words, each.done) for each in whole.steps]),
        *_reviews(whole, reading),
        _said(secretly_decided(words), reading) if card.proposal.is_secret else "",
        _said((*rule_in_words(decided.rule, words),), reading),
        _said(power_line(decided, words), reading),
    ]
    return "\n\n".join(part for part in parts if part) + "\n"


def _date(decided: Decided, words: Words) -> str:
    return words.label("Decided on {date} (UTC).", date=f"{decided.at:%Y-%m-%d}")


def _titled(title: str, lines: Sequence[str]) -> list[str]:
    return [f"## {title}", *lines] if lines else []


def _ways(card: ProposalCard, decided: Decided, words: Words) -> list[str]:
    lines: list[str] = []
    for way in card.ways:
        lines += [
            f"### {way.position}. {_ahead(way.position in decided.decision.ways, words)}",
            _escaped(decided_words(way, decided)),
        ]
        lines.append(_numbers(card, decided, way.position, words))
    as_it_is = words.label("Leave things as they are")
    return [f"## {words.label('Ways')}", *lines, f"### {as_it_is}", _numbers(card, decided, 0, words)]


def _ahead(goes: bool, words: Words) -> str:
    return words.label("This goes ahead") if goes else words.label("This does not go ahead")


def _numbers(card: ProposalCard, decided: Decided, way: int, words: Words) -> str:
    shown = cells(decided.decision.tallies[way], card.proposal.seen_as)
    few = words.label("fewer than {n}, or not shown", n=SMALL)
    return "\n".join(
        f"- {stance_label(stance, words)}: {few if number is None else number}" for stance, number in shown.items()
    )


def _voices(card: ProposalCard, stands: Sequence[Stand], words: Words) -> list[str]:
    lines: list[str] = []
    for stance in IN_ORDER:
        voices = spoken(stands, stance)
        if voices:
            lines.append(f"### {stance_label(stance, words)}")
            lines += [f"{_quoted(each.words)}\n>\n> — {_escaped(name_of(card, each.way, words))}" for each in voices]
    return _titled(words.label("What people said, in their own words"), lines)


def _affected(card: ProposalCard, stands: Sequence[Stand], words: Words) -> list[str]:
    if len(card.affected) < SMALL:
        return []
    voices = [each for each in spoken(stands, *IN_ORDER) if each.person in card.affected]
    return _titled(words.label("What those said whom it affects"), [_quoted(each.words) for each in voices])


def _came_about(card: ProposalCard, decided: Decided, reading: Reading) -> list[str]:
    lines = trail(card, reading.words)
    return [
        _said(trail_line(decided, reading.words), reading),
        "\n".join(f"- {_said(line, reading)}" for line in lines),
    ]


def _step(words: str, done: bool) -> str:
    return f"- [{'x' if done else ' '}] {_escaped(' '.join(words.split()))}"


def _reviews(whole: Whole, reading: Reading) -> list[str]:
    review = whole.review
    if review is None:
        return []
    if review.state is ReviewState.ENDED:
        return _titled(
            reading.words.label("When we looked again"), [_said(verdict_sentence(review, reading.words), reading)]
        )
    line = reading.words.label("We look again on {date} (UTC).", date=f"{review.opens_at:%Y-%m-%d}")
    return _titled(reading.words.label("When we look again"), [line])


def _said(text: Text, reading: Reading) -> str:
    return _escaped(words_of(text, reading))


def _quoted(words: str) -> str:
    return "\n".join(f"> {_escaped(line)}" for line in words.splitlines())


def _escaped(text: str) -> str:
    """People's words as they stand: nothing in them is markup."""
    return "".join(f"\\{c}" if c in "\\`*_{}[]()#+-!|<>~" else c for c in text)


def as_json(whole: Whole) -> str:
    """The same for machines, with every version and every number that may be shown."""
    card, decided = whole.card, whole.decided
    assert decided is not None
    proposal, decision = card.proposal, decided.decision
    kept: dict[str, Any] = {
        "title": proposal.title,
        "why": proposal.why,
        "rule": decided.rule.value,
        "least": proposal.least,
        "seen_as": proposal.seen_as.value,
        "decided_at": _instant(decided.at),
        "outcome": decision.outcome.value,
        "because": decision.because.value,
        "ahead": list(decision.ways),
        "level": list(decision.level),
        "could_see": decided.audience,
        "took_part": decision.took_part,
        "changed_it": decided.shapers,
        "ways": [_way(card, decided, way) for way in card.ways],
        "as_it_is": _cells(card, decided, 0),
        "said": _said_json(whole.said(decided.round)),
        "risks": [each.words for each in card.risks],
        "concerns": [{"words": each.words, "met": each.met_at is not None} for each in card.concerns],
        "steps": [{"words": each.words, "done": each.done} for each in whole.steps],
        "rounds": [{"round": each.round, "outcome": each.decision.outcome.value} for each in whole.decisions],
    }
    return json.dumps(kept, ensure_ascii=False, indent=1)


def _way(card: ProposalCard, decided: Decided, way: Way) -> dict[str, Any]:
    return {
        "position": way.position,
        "origin": way.origin.value,
        "words": decided_words(way, decided),
        "versions": [{"number": each.number, "words": each.words, "why": each.why} for each in way.versions],
        **_cells(card, decided, way.position),
    }


def _cells(card: ProposalCard, decided: Decided, way: int) -> dict[str, Any]:
    tally = decided.decision.tallies[way]
    stances = {stance.value: number for stance, number in cells(tally, card.proposal.seen_as).items()}
    return {"stances": stances}


def _said_json(stands: Iterable[Stand]) -> list[dict[str, Any]]:
    return [
        {"way": each.way, "stance": each.said_as.value, "words": each.words, "changed": each.changed}
        for each in spoken(stands, *IN_ORDER)
        if each.said_as is not None
    ]


def _instant(at: datetime) -> str:
    return at.isoformat()
