"""A proposal while it is shaped: what it is, what is still missing, and what everyone can add. Pure."""

from collections.abc import Sequence

from bot.chat.cards import Button, Buttons, Card, Element, Heading, Paragraph, Said, Small
from bot.chat.ids import PersonId
from bot.chat.text import Link, Moment, Text, cut, plain, sentences
from bot.chat.token import Token
from bot.chat.words import Words
from bot.proposals.cards.parts import MOST_IN_LIST, needed, rule_in_words, seen_by, way_name, who
from bot.proposals.model import Proposal, ProposalCard, Way, title_of

SHOWN = 4
"""Risks, concerns and other ways that the card itself lists; a page holds all of them."""


def shaped_card(card: ProposalCard, words: Words) -> Card:
    """The words as they stand, what the group has added and what it is asked for, and what can be done."""
    return Card((*preview_of(card, words), *_buttons(card, words)))


def preview_of(card: ProposalCard, words: Words) -> tuple[Element, ...]:
    """The same without anything to press."""
    return (*described(card, words), *_added(card, words), *_settled(card.proposal, words))


def described(card: ProposalCard, words: Words) -> tuple[Element, ...]:
    """What is proposed and why, with the other ways there are."""
    first, *others = card.ways
    proposal = card.proposal
    whole = () if first.words == title_of(first.words) else (Paragraph(plain(first.words)),)
    why = (Paragraph(words.say("Why: {why}", why=proposal.why)),) if proposal.why else ()
    began = (Small((Link(words.label("Where this began"), proposal.source),)),) if proposal.source else ()
    return (
        Heading(plain(proposal.title)),
        *whole,
        *_credit(first, words),
        *why,
        *began,
        *_other_ways(others, words),
    )


def _credit(way: Way, words: Words) -> tuple[Element, ...]:
    """Whose words changed it."""
    if len(way.versions) == 1:
        return ()
    changed = list(dict.fromkeys(version.by for version in way.versions[1:]))
    people = words.listing([who(by, words) for by in changed[:SHOWN]])
    number = way.newest.number
    if len(changed) > SHOWN:
        more = len(changed) - SHOWN
        return (
            Small(
                words.count(
                    "Version {number}, with words of {people} and {n} other.",
                    "Version {number}, with words of {people} and {n} others.",
                    more,
                    number=number,
                    people=people,
                )
            ),
        )
    return (Small(words.say("Version {number}, with words of {people}.", number=number, people=people)),)


def _other_ways(others: Sequence[Way], words: Words) -> tuple[Element, ...]:
    if not others:
        return ()
    lines = [
        Paragraph(words.say("{way}: {words}", way=way_name(way.position, words), words=cut(way.words, MOST_IN_LIST)))
        for way in others[:SHOWN]
    ]
    return (Heading(words.say("Other ways")), *lines, *_rest(len(others) - SHOWN, words))


def _rest(more: int, words: Words) -> tuple[Element, ...]:
    return (Small(words.count("and {n} more, under Details", "and {n} more, under Details", more)),) if more > 0 else ()


def _added(card: ProposalCard, words: Words) -> tuple[Element, ...]:
    """What could go wrong, whom it affects, what worries people; and what nobody has said yet."""
    return (*_risks(card, words), *_missing(card, words), *_concerns(card, words), *_numbers(card, words))


def _risks(card: ProposalCard, words: Words) -> tuple[Element, ...]:
    if not card.risks:
        return ()
    listed = (Said(risk.words, _named(risk.by, words)) for risk in card.risks[:SHOWN])
    return (Heading(words.say("What could go wrong")), *listed, *_rest(len(card.risks) - SHOWN, words))


def _named(by: PersonId | None, words: Words) -> Text:
    return words.person(by) if by is not None else ()


def _concerns(card: ProposalCard, words: Words) -> tuple[Element, ...]:
    concerns = card.open_concerns
    if not concerns:
        return ()
    listed = (Said(concern.words, _named(concern.by, words)) for concern in concerns[:SHOWN])
    return (Heading(words.say("Open concerns")), *listed, *_rest(len(concerns) - SHOWN, words))


def _missing(card: ProposalCard, words: Words) -> tuple[Element, ...]:
    """The card asks the group for what the proposer could not say."""
    asked = (
        words.say("Nobody has named a risk yet.") if not card.risks else (),
        words.say("Nobody has named another way yet.") if len(card.ways) == 1 else (),
        words.say("Nobody has said yet whom it affects.") if not (card.proposal.affected or card.affected) else (),
    )
    text = sentences(*asked, words.say("Would you?")) if any(asked) else ()
    return (Paragraph(text),) if text else ()


def _numbers(card: ProposalCard, words: Words) -> tuple[Element, ...]:
    affected, helping = len(card.affected), len(frozenset().union(*card.helping.values()))
    waiting = len(card.open_suggestions)
    lines = [
        words.say("Most affected: {people}", people=card.proposal.affected) if card.proposal.affected else (),
        sentences(
            words.count("{n} person says that it affects them.", "{n} people say that it affects them.", affected)
            if affected
            else (),
            words.count("{n} person would help.", "{n} people would help.", helping) if helping else (),
            words.count(
                "{n} suggested change waits in the thread.", "{n} suggested changes wait in the thread.", waiting
            )
            if waiting
            else (),
        ),
    ]
    return tuple(Paragraph(line) for line in lines if line)


def _settled(proposal: Proposal, words: Words) -> tuple[Element, ...]:
    """What was settled when it was posted: what happens next, when, and how it is decided."""
    passed = () if proposal.carrier is not None else (Small(passed_on(words)),)
    return (*what_follows(proposal, words), *passed, Small(times(proposal, words)), Small(how(proposal, words)))


def passed_on(words: Words) -> Text:
    """Whoever proposed it has let go of it."""
    return words.say("It was passed on: whoever wants to can carry it on, under Details.")


def what_follows(proposal: Proposal, words: Words) -> tuple[Element, ...]:
    """What happens next, as it was written before anyone took a stance."""
    plan = proposal.plan
    lines = [
        words.say("If it goes ahead: {then}", then=plan.ahead) if plan.ahead else (),
        words.say("If not now: {then}", then=plan.not_now) if plan.not_now else (),
        words.say("If too few take part: {then}", then=plan.too_few) if plan.too_few else (),
        words.say("It is a trial: it ends by itself after {time} unless renewed.", time=words.lasting(proposal.trial))
        if proposal.trial
        else (),
        words.say("We look again after {time}.", time=words.lasting(proposal.review)) if proposal.review else (),
    ]
    told = tuple(Paragraph(line) for line in lines if line)
    return (Heading(words.say("What happens next")), *told) if told else ()


def times(proposal: Proposal, words: Words) -> Text:
    """Until when it is shaped and decided, and what extends that."""
    course = proposal.course
    return sentences(
        words.say(
            "Shaped until {shaped}, then decided until {decided}.",
            shaped=Moment(course.shaped_until),
            decided=Moment(course.decided_until),
        ),
        words.say("The shaping was extended, because enough people needed more time.")
        if course.shaping_extended
        else words.count(
            "If {n} person needs more time, the shaping goes on for {longer} longer, once.",
            "If {n} people need more time, the shaping goes on for {longer} longer, once.",
            course.askers,
            longer=words.lasting(course.extra),
        ),
    )


def how(proposal: Proposal, words: Words) -> Text:
    """The rule, how many it takes, and how people are seen."""
    return sentences(rule_in_words(proposal.rule, words), needed(proposal.least, words), seen_by(proposal, words))


def _buttons(card: ProposalCard, words: Words) -> tuple[Element, ...]:
    ids = (card.proposal.id,)
    return (
        Buttons(
            (
                Button(words.label("Suggest a change"), Token("proposal.change", ids), "primary"),
                Button(words.label("Raise a concern"), Token("proposal.worry", ids)),
                Button(words.label("Add a risk"), Token("proposal.risk", ids)),
                Button(words.label("Add another way"), Token("proposal.other", ids)),
                Button(words.label("This affects me"), Token("proposal.affects", ids)),
                Button(words.label("I'd help"), Token("proposal.help", ids)),
                Button(words.label("I need more time"), Token("proposal.time", ids)),
                Button(words.label("Details"), Token("proposal.details", ids)),
            )
        ),
    )
