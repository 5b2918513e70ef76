"""All that was said of a proposal, page by page. Pure."""

from collections.abc import Callable, Sequence
from functools import partial

from bot.chat.cards import Button, Buttons, Card, Divider, Element, Heading, Paragraph, Said, Small, said
from bot.chat.ids import PersonId
from bot.chat.text import Bold, Moment, plain
from bot.chat.token import Token
from bot.chat.words import Words
from bot.proposals.cards.parts import legend, marked, way_name, who
from bot.proposals.cards.thread import difference_of
from bot.proposals.cards.whispers import became, fate_ahead
from bot.proposals.model import Concern, Fate, ProposalCard, Risk, Suggestion, Version, Way

PAGE = 4
"""Things on one page: each may be as long as people can write."""

Entry = tuple[tuple[Element, ...], tuple[Button, ...]]
"""What is said of one thing, and what can be done with it."""

Entries = Sequence[Callable[[], Entry]]
"""Drawn only where they are shown: to find what differs takes its time."""


def page_of(card: ProposalCard, what: str, number: int, reader: PersonId, words: Words) -> Card:
    """The page of this number (from 0) of everything of this kind."""
    entries = LISTS[what](card, reader, words) if what in LISTS else ()
    shown = [drawn() for drawn in entries[number * PAGE : (number + 1) * PAGE]]
    if not shown:
        return said(words.say("There is nothing here yet."))
    elements: list[Element] = [Heading(plain(card.proposal.title))]
    for place, (said_of, _) in enumerate(shown):
        elements += [*((Divider(),) if place else ()), *said_of]
    buttons = tuple(button for _, own in shown for button in own)
    return Card((*elements, *_groups(buttons, _turns(card, what, number, len(entries), words))))


def _groups(*groups: Sequence[Button]) -> tuple[Element, ...]:
    return tuple(Buttons(tuple(group)) for group in groups if group)


def _turns(card: ProposalCard, what: str, number: int, total: int, words: Words) -> tuple[Button, ...]:
    def turn(label: str, page: int) -> Button:
        return Button(label, Token("proposal.list", (card.proposal.id, what, str(page))))

    back = (turn(words.label("Back"), number - 1),) if number else ()
    more = (turn(words.label("More"), number + 1),) if (number + 1) * PAGE < total else ()
    return back + more


def _ways(card: ProposalCard, reader: PersonId, words: Words) -> Entries:
    return [partial(_way, card, way, words) for way in card.ways]


def _way(card: ProposalCard, way: Way, words: Words) -> Entry:
    ids, name = (card.proposal.id, str(way.position)), way_name(way.position, words)
    helping = len(card.helping.get(way.position, ()))
    help_ = words.count("{n} person would help.", "{n} people would help.", helping) if helping else ()
    told = (Paragraph((Bold(name),)), Paragraph(plain(way.words)), *((Small(help_),) if help_ else ()))
    return told, (
        Button(words.label("{way}: suggest a change", way=name), Token("proposal.change", ids)),
        Button(words.label("{way}: I'd help", way=name), Token("proposal.help", ids)),
    )


def _versions(card: ProposalCard, reader: PersonId, words: Words) -> Entries:
    return [
        partial(_version, way, before, version, words)
        for way in card.ways
        for before, version in zip((None, *way.versions), way.versions, strict=False)
    ]


def _version(way: Way, before: Version | None, version: Version, words: Words) -> Entry:
    title = words.say(
        "{way}, version {number}: {person}, {moment}",
        way=Bold(way_name(way.position, words)),
        number=version.number,
        person=who(version.by, words),
        moment=Moment(version.at),
    )
    why = (Said(version.why, words.say("Why")),) if version.why else ()
    if before is None:
        return (Paragraph(title), Paragraph(plain(version.words)), *why), ()
    changed = Paragraph(marked(before.words, version.words))
    return (Paragraph(title), changed, Small(legend(words)), *why), ()


def _suggestions(card: ProposalCard, reader: PersonId, words: Words) -> Entries:
    newest = sorted(card.suggestions, key=lambda each: each.fate is not Fate.OPEN)
    return [partial(_suggestion, card, number, each, reader, words) for number, each in enumerate(newest, 1)]


def _suggestion(card: ProposalCard, number: int, each: Suggestion, reader: PersonId, words: Words) -> Entry:
    way = card.way(each.way)
    assert way is not None
    told = difference_of(each, way, words)
    if each.fate is not Fate.OPEN:
        return (*told, Small(became(each, words))), ()
    own = each.person == reader
    label = (
        words.label("{number}: take it back", number=number)
        if own
        else words.label("{number}: I'd rather not", number=number)
    )
    press = Button(label, Token("proposal.unsuggest" if own else "proposal.mind", (each.id,)))
    ahead = fate_ahead(card.proposal, each.until, words)
    return (*told, Small(words.say("{number}. {text}", number=number, text=ahead))), (press,)


def _concerns(card: ProposalCard, reader: PersonId, words: Words) -> Entries:
    ordered = sorted(card.concerns, key=lambda each: each.met_at is not None)
    return [partial(_concern, number, each, reader, words) for number, each in enumerate(ordered, 1)]


def _concern(number: int, each: Concern, reader: PersonId, words: Words) -> Entry:
    state = (
        words.say("{number}. Open.", number=number)
        if each.met_at is None
        else words.say("{number}. Met, says whoever raised it, {moment}.", number=number, moment=Moment(each.met_at))
    )
    said_of = (Said(each.words, words.person(each.by) if each.by else ()), Small(state))
    return said_of, _meeting(number, each, reader, words)


def _meeting(number: int, each: Concern, reader: PersonId, words: Words) -> tuple[Button, ...]:
    if each.person != reader:
        return ()
    if each.met_at is None:
        return (Button(words.label("{number} is met", number=number), Token("proposal.met", (each.id,))),)
    return (Button(words.label("{number} is not met after all", number=number), Token("proposal.unmet", (each.id,))),)


def _risks(card: ProposalCard, reader: PersonId, words: Words) -> Entries:
    return [partial(_risk, each, words) for each in card.risks]


def _risk(each: Risk, words: Words) -> Entry:
    return (Said(each.words, words.person(each.by) if each.by else ()),), ()


LISTS: dict[str, Callable[[ProposalCard, PersonId, Words], Entries]] = {
    "ways": _ways,
    "versions": _versions,
    "suggestions": _suggestions,
    "concerns": _concerns,
    "risks": _risks,
}
