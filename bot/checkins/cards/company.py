"""I'd like company, and I'm around: short words, and no promise that nobody made. Pure."""

from collections.abc import Sequence
from datetime import datetime

from bot.chat.cards import Button, Buttons, Card, Divider, Element, Paragraph, Small
from bot.chat.ids import PersonId
from bot.chat.text import Bold, Moment
from bot.chat.token import Token
from bot.chat.words import Words
from bot.checkins.cards.sentences import signpost_line
from bot.checkins.model import AskedToKeep, Company, KeptCompany

MOST_KEPT = 8


def asked_around(company: Company, signposts: str, words: Words) -> Card:
    """Someone is around: said at once to the one who would like company."""
    return Card(
        (
            Paragraph(
                words.say("Someone has said that they are around, and I have asked them. I can not promise an answer.")
            ),
            Paragraph(signpost_line(signposts, words)),
            Small(
                words.say(
                    "Nobody else sees this. It is forgotten {moment}, or when you say so.", moment=Moment(company.until)
                )
            ),
            Buttons((Button(words.label("Never mind"), Token("checkin.alone", (company.id,))),)),
        )
    )


def nobody_around(signposts: str, words: Words) -> Card:
    """Nobody is around: said at once, with where else help is."""
    return Card(
        (
            Paragraph(words.say("Nobody has said that they are around just now, so I have asked nobody.")),
            Paragraph(signpost_line(signposts, words)),
            Small(words.say("Nobody sees that you asked, and it is not kept. You can ask again at any time.")),
        )
    )


def would_like_company(company: Company | None, words: Words) -> Card | None:
    """The request, to those who are around."""
    if company is None:
        return None
    return Card(
        (
            Paragraph(words.say("{person} would like company.", person=words.person(company.asker))),
            Small(
                words.say(
                    "Only those who said that they are around are asked. If it does not suit you now, do nothing: "
                    "nobody sees who was asked."
                )
            ),
            Buttons((Button(words.label("I'm with you"), Token("checkin.with", (company.id,)), "primary"),)),
        )
    )


def with_them(asker: PersonId, words: Words) -> Card:
    """Said to whoever keeps someone company."""
    return Card(
        (
            Paragraph(words.say("I have told {person}. You can write to each other now.", person=words.person(asker))),
            Small(words.say("Listening is enough. You can stop whenever you need to.")),
        )
    )


def is_with_you(found: tuple[Company, PersonId] | None, words: Words) -> Card | None:
    """Said to the one who asked: somebody came."""
    if found is None:
        return None
    person = words.person(found[1])
    return Card((Paragraph(words.say("{person} is with you. You can write to each other now.", person=person)),))


def keep_it(found: tuple[AskedToKeep, PersonId] | None, words: Words) -> Card | None:
    """Asked of each of the two when it is over."""
    if found is None:
        return None
    asked, to = found
    return Card(
        (
            Paragraph(
                words.say(
                    "You and {person} kept each other company. Would you like that to be kept?",
                    person=words.person(asked.other(to)),
                )
            ),
            Small(
                words.say(
                    "Only if you both say so, it stands in the journal of each of you, with the day and nothing else, "
                    "until one of you lets it go. Otherwise it is forgotten {moment}, and nobody learns what the other "
                    "said. Doing nothing is fine.",
                    moment=Moment(asked.until),
                )
            ),
            Buttons((Button(words.label("Keep it"), Token("company.keep", (asked.id,))),)),
        )
    )


def wanted_kept(asked: AskedToKeep, person: PersonId, words: Words) -> Card:
    """Said to the first of the two who wants it kept."""
    return Card(
        (
            Paragraph(
                words.say(
                    "If {person} says so too by {moment}, it stands in the journal of each of you. "
                    "I do not tell them that you did.",
                    person=words.person(asked.other(person)),
                    moment=Moment(asked.until),
                )
            ),
        )
    )


def kept_for_both(other: PersonId, words: Words) -> Card:
    """Said when both want it kept."""
    return Card(
        (
            Paragraph(
                words.say(
                    "You both wanted it, so it is kept: in your journal, and in that of {person}.",
                    person=words.person(other),
                )
            ),
            Small(words.say("Either of you can let it go at any time; then it is gone for both.")),
            Buttons((Button(words.label("My journal"), Token("checkin.journal", ("0",))),)),
        )
    )


def kept_lines(kept: Sequence[KeptCompany], words: Words) -> tuple[Element, ...]:
    """The company that someone keeps, in their journal."""
    if not kept:
        return ()
    elements: list[Element] = [Paragraph((Bold(words.label("Company that you both kept")),))]
    for each in kept[:MOST_KEPT]:
        line = words.say("With {person}, on {day}", person=words.person(each.other), day=words.day(each.day))
        button = Button(words.label("Let it go"), Token("company.forget", (each.id,)))
        elements += [Paragraph(line), Buttons((button,))]
    return (*elements, Divider())


def has_passed(words: Words) -> Card:
    """Said of a request that is over."""
    return Card((Paragraph(words.say("That has passed. Thank you for looking.")),))


def forgotten(words: Words) -> Card:
    """Said to the one who asked and does not need it any more."""
    return Card((Paragraph(words.say("It is forgotten.")),))


def around(until: datetime | None, words: Words) -> Card:
    """Said to someone who is around, or is not any more."""
    if until is None:
        return Card((Paragraph(words.say("You are not asked for company any more. Nobody is told.")),))
    return Card(
        (
            Paragraph(
                words.say(
                    "You are around until {moment}. If someone would like company, I ask you.", moment=Moment(until)
                )
            ),
            Small(words.say("Nobody can see who is around. You can stop at any time, and you never have to answer.")),
            Buttons((Button(words.label("I'm not around any more"), Token("checkin.away")),)),
        )
    )
