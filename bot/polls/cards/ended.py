"""The result: its sentence and numbers, every view that was held, what happens next, who used which power. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.chat.cards import (
    Button,
    Buttons,
    Card,
    Divider,
    Element,
    Heading,
    Paragraph,
    Picture,
    Said,
    Small,
)
from bot.chat.charts import BarChart, ChartBar
from bot.chat.hidden import marked_card
from bot.chat.ids import PersonId
from bot.chat.plain import Reading, words_of
from bot.chat.text import Bold, Text, sentences
from bot.chat.token import Token
from bot.chat.words import Words
from bot.polls.cards.numbers import bars, full, note
from bot.polls.cards.opened import option_said, question
from bot.polls.cards.outcome import closeness, is_shown, outcome, turnout
from bot.polls.cards.power import power_line
from bot.polls.cards.why import explanation
from bot.polls.counting import Kind
from bot.polls.model import ABOUT_ALL, SMALL, Option, Poll, PollCard, Reason, Result, cells, fairest

CARD_ROOM = 2200
"""Characters of reasons that fit on a card beside the rest; the others are one press away."""

NOT_FOR_ME = 0


def ended_card(card: PollCard, words: Words) -> Card:
    """The result with every view that was held, or a word that it is being counted."""
    poll = card.poll
    if poll.result is None or poll.ending is None:
        return Card((*question(poll, words), Paragraph(words.say("Closed. The answers are being counted."))))
    result = poll.result
    elements: tuple[Element, ...] = (
        *question(poll, words),
        Paragraph(outcome(poll, result, words)),
        *((bars(poll, result.counts, result.blank, result.ballots, words),) if is_shown(poll, result) else ()),
        *map(Paragraph, explanation(poll, result, words)),
        Paragraph(turnout(poll, result, words)),
        *((Paragraph(close),) if (close := closeness(poll, result, words)) else ()),
        *((picture(poll, result, words),) if is_shown(poll, result) else ()),
        *_carried(card, result, words),
        *_then(poll, result, words),
    )
    return Card((*elements, Small(power_line(card, not marked_card(Card(elements)), words)), _reading_on(poll, words)))


def _reading_on(poll: Poll, words: Words) -> Buttons:
    return Buttons(
        (
            Button(words.label("See the reasons"), Token("poll.reasons", (poll.id, "0"))),
            Button(words.label("Details"), Token("poll.details", (poll.id,))),
        )
    )


def announcement(card: PollCard | None, words: Words) -> Card | None:
    """The short post that says a poll has closed; None until its result is there."""
    if card is None or card.poll.result is None:
        return None
    poll = card.poll
    return Card(
        (
            Paragraph(words.say("Closed: {question}", question=Bold(poll.question))),
            Paragraph(outcome(poll, card.poll.result, words)),
            Small(words.say("The card above holds every view and every reason.")),
        )
    )


@dataclass(frozen=True, slots=True)
class _Side:
    option: int
    title: Text
    people: tuple[Text, ...]
    reasons: tuple[Reason, ...]


def _carried(card: PollCard, result: Result, words: Words) -> tuple[Element, ...]:
    sides = _sides(card, result, words)
    if not sides:
        return ()
    shown = _within_room(sides)
    elements: list[Element] = [Divider(), Heading(words.say("What this result carries"))]
    for side in sides:
        elements.append(Paragraph(side.title))
        elements += [Small(names) for names in side.people]
        best = fairest(side.reasons, side.option)
        elements += [reason_said(reason, reason is best, words) for reason in side.reasons if reason.id in shown]
        if not side.reasons:
            elements.append(Small(words.say("Nobody said why.")))
    hidden = sum(len(side.reasons) for side in sides) - len(shown)
    if hidden:
        elements.append(
            Small(
                words.count(
                    "{n} more reason: press See the reasons.", "{n} more reasons: press See the reasons.", hidden
                )
            )
        )
    return tuple(elements)


def _sides(card: PollCard, result: Result, words: Words) -> list[_Side]:
    sides = []
    for option in card.poll.options:
        reasons = tuple(r for r in card.reasons if r.option == option.position)
        if result.counts[option.position - 1] or reasons:
            people = _people(card.names.get(option.position, ()), words)
            sides.append(_Side(option.position, option_said(option, words), people, reasons))
    reasons = tuple(r for r in card.reasons if r.option == NOT_FOR_ME)
    if result.blank or reasons:
        people = _people(card.names.get(NOT_FOR_ME, ()), words)
        sides.append(_Side(NOT_FOR_ME, (Bold(words.label("Not for me")),), people, reasons))
    about = tuple(r for r in card.reasons if r.option == ABOUT_ALL)
    if about:
        sides.append(_Side(ABOUT_ALL, (Bold(words.label("About the question")),), (), about))
    return sides


def _people(people: Sequence[PersonId], words: Words) -> tuple[Text, ...]:
    return (words.listing([words.person(p) for p in people]),) if people else ()


def _within_room(sides: Sequence[_Side]) -> set[str]:
    """The reasons that fit, taken one from each side in turn, so that no side is cut shorter than another."""
    shown: set[str] = set()
    room = CARD_ROOM
    for turn in range(max((len(side.reasons) for side in sides), default=0)):
        layer = [side.reasons[turn] for side in sides if turn < len(side.reasons)]
        room -= sum(len(reason.words) for reason in layer)
        if room < 0 and turn:
            break
        shown |= {reason.id for reason in layer}
    return shown


def reason_said(reason: Reason, most_fair: bool, words: Words, marked: bool = False) -> Said:
    """A reason in its holder's own words, and what is to be known of it."""
    notes: list[Text] = []
    if reason.by is not None:
        notes.append(words.person(reason.by))
    if reason.changed:
        notes.append(words.say("has changed their answer since"))
    if most_fair:
        notes.append(words.say("most often called a fair point by people who chose otherwise"))
    if marked:
        notes.append(words.say("you call this a fair point"))
    return Said(reason.words, words.listing(notes))


def _then(poll: Poll, result: Result, words: Words) -> tuple[Element, ...]:
    if result.took_part < poll.least or not result.ballots:
        said = poll.plan.too_few
    else:
        said = poll.plan.tied if result.tied else poll.plan.decided
    lines = [words.say("{then}", then=said)] if said else []
    if poll.plan.review:
        lines.append(words.say("We look again: {then}", then=poll.plan.review))
    return (Divider(), Heading(words.say("What happens next")), *map(Paragraph, lines)) if lines else ()


# --- the picture --------------------------------------------------------------------------------------------------

MOST_ALT = 1000


def picture(poll: Poll, result: Result, words: Words) -> Picture:
    """The numbers drawn, with the same facts in words for those who do not see it."""
    shown, _ = cells(poll, result.counts, result.blank, result.ballots)
    drawn = tuple(_drawn(poll, option, shown[option.position - 1], result, words) for option in poll.options)
    absent = None
    if poll.audience is not None and poll.kind in (Kind.ONE, Kind.ANY):
        missing = max(0, poll.audience - result.took_part)
        absent = ChartBar(words.label("Did not take part"), missing, str(missing))
    foot = _as_words(sentences(turnout(poll, result, words), closeness(poll, result, words)), words)
    most = max((result.took_part, missing) if absent else (full(poll.kind, result.ballots),))
    chart = BarChart(poll.question, drawn, most, absent, foot)
    return Picture(chart, alt_text(chart, _as_words(outcome(poll, result, words), words)))


def _drawn(poll: Poll, option: Option, count: int | None, result: Result, words: Words) -> ChartBar:
    if count is None:
        small = words.label("fewer than {n}", n=SMALL) if result.counts[option.position - 1] < SMALL else "–"
        return ChartBar(option.words, None, small)
    return ChartBar(option.words, count, _as_words(note(poll.kind, count, result.ballots, words), words))


def alt_text(chart: BarChart, outcome_said: str) -> str:
    """At most 1,000 characters: the question, every line with its number, and how it came out. The long names are cut
    before a number is."""
    for longest in (75, 30, 15, 8):
        lines = "; ".join(f"{_cut(bar.label, longest)}: {bar.note}" for bar in chart.bars)
        alt = f"{_cut(chart.title, 4 * longest)} {lines}. {outcome_said} {chart.foot}"
        if len(alt) <= MOST_ALT:
            return alt
    return alt[: MOST_ALT - 1] + "…"


def _cut(text: str, longest: int) -> str:
    return text if len(text) <= longest else text[: longest - 1].rstrip() + "…"


def _as_words(text: Text, words: Words) -> str:
    return words_of(text, Reading(words, "UTC"))
