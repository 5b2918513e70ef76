"""Making a check-in: what to begin with, and how it looks before it starts. Pure."""

from datetime import datetime
from typing import assert_never

from bot.chat.cards import Button, Buttons, Card, Element, Heading, Menu, MenuOption, Paragraph, Small
from bot.chat.text import Bold, Text
from bot.chat.token import Token
from bot.chat.words import Words
from bot.checkins.cards.sentences import (
    next_lines,
    off_lines,
    open_line,
    promise_line,
    question_line,
    rhythm_line,
    seen_line,
)
from bot.checkins.cards.templates import TEMPLATES, template_name
from bot.checkins.draft import Draft
from bot.checkins.model import CheckIn, Kind, question_of
from bot.checkins.recurrence import next_three


def beginnings(words: Words) -> Card:
    """What a check-in can be made from."""
    offered = tuple(MenuOption(template, template_name(template, words)) for template in TEMPLATES)
    return Card(
        (
            Heading(words.say("A new check-in")),
            Paragraph(
                words.say(
                    "A few questions that come back on a day of the week. Anyone may make one, "
                    "and nobody has to answer."
                )
            ),
            Menu(Token("checkin.template"), words.label("Begin with one of these"), offered),
            Buttons((Button(words.label("Write my own"), Token("checkin.new")),)),
        )
    )


def preview(draft: Draft, draft_id: str, now: datetime, words: Words) -> Card:
    """The check-in before it starts, to its maker alone."""
    return Card(
        (
            Small(words.say("Only you can see this.")),
            Heading((Bold(draft.name),)),
            *(Paragraph(question_line(question_of(line), words)) for line in draft.questions),
            *((Small(words.say("Each round asks one of these, in turn.")),) if draft.rotates else ()),
            *(Small(line) for line in what_holds(draft, words)),
            *next_lines(next_three(draft.rhythm, now), words),
            *(Small(line) for line in off_lines(draft.rhythm, now.date(), words)),
            Buttons(
                (
                    Button(words.label("Start it"), Token("checkin.start", (draft_id,)), "primary"),
                    Button(words.label("Change it"), Token("checkin.change", (draft_id,))),
                    Button(words.label("More choices"), Token("checkin.more", (draft_id,))),
                    Button(words.label("Throw it away"), Token("checkin.drop", (draft_id,))),
                )
            ),
        )
    )


def what_holds(of: Draft | CheckIn, words: Words) -> tuple[Text, ...]:
    """When it comes, who sees what, and what follows from answers."""
    return (
        rhythm_line(of.rhythm, words),
        open_line(of.open_for, words),
        seen_line(of.seen, words),
        promise_line(of.seen, words),
        *filter(None, (_kind_line(of.kind, words),)),
    )


def _kind_line(kind: Kind, words: Words) -> Text:
    match kind:
        case Kind.PLAIN:
            return ()
        case Kind.ROOM:
            return words.say(
                "I ask nothing, until the next round, of those who choose the first or the second answer. "
                "Nobody else can see that."
            )
        case Kind.TOGETHER:
            return words.say("The group can see how its answers change from round to round, never whose they are.")
        case _:
            assert_never(kind)


def started(checkin: CheckIn | None, words: Words) -> Card | None:
    """Said in its place when a check-in has been made."""
    if checkin is None:
        return None
    elements: list[Element] = [
        Paragraph(
            words.say(
                "{person} has started a check-in: {name}", person=words.person(checkin.maker), name=Bold(checkin.name)
            )
        ),
        Small(rhythm_line(checkin.rhythm, words)),
    ]
    if checkin.ended:
        return Card((*elements, Small(words.say("It has ended."))))
    return Card((*elements, Buttons((Button(words.label("About it"), Token("checkin.about", (checkin.id,))),))))
