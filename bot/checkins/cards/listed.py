"""The check-ins of a place, what anyone can know and do about each, and what was done to it. Pure."""

from collections.abc import Sequence
from datetime import datetime

from bot.chat.cards import Button, Buttons, Card, Element, Heading, Paragraph, Small
from bot.chat.ids import PlaceId
from bot.chat.text import Bold, Place, Quoted, Text
from bot.chat.token import Token
from bot.chat.words import Words
from bot.checkins.cards.making import what_holds
from bot.checkins.cards.sentences import next_lines, off_lines, question_line, rhythm_line, slot_line
from bot.checkins.cards.trend import trend
from bot.checkins.cards.whispers import remind_button
from bot.checkins.model import CheckIn, Shown, question_of
from bot.checkins.recurrence import Slot, coming
from bot.power import Deed, Trace

LISTED = 10


def check_ins(found: Sequence[CheckIn], words: Words) -> Card:
    """Every check-in here, with what comes next."""
    elements: list[Element] = [Heading(words.say("Check-ins"))]
    if not found:
        elements.append(Paragraph(words.say("There are none here yet. Anyone may make one.")))
    for checkin in found[:LISTED]:
        elements += [Paragraph((Bold(checkin.name),)), Small(rhythm_line(checkin.rhythm, words))]
        if checkin.pending is not None:
            elements.append(Small(words.say("Next: {when}", when=slot_line(checkin.pending, words))))
    buttons = tuple(
        Button(words.label("About: {name}", name=checkin.name), Token("checkin.about", (checkin.id,)))
        for checkin in found[:LISTED]
    )
    new = Button(words.label("A new check-in"), Token("checkin.begin"), "primary")
    return Card((*elements, Buttons((*buttons, new))))


def next_of(checkin: CheckIn, now: datetime) -> tuple[Slot, ...]:
    """The next three rounds, beginning with the one that is pending."""
    if checkin.pending is None:
        return ()
    after = coming(checkin.rhythm, max(checkin.pending.at, now), checkin.pending.day)
    return (checkin.pending, *(slot for slot, _ in zip(after, range(2), strict=False)))


def about(checkin: CheckIn, shown: Sequence[Shown], reminded: bool, now: datetime, words: Words) -> Card:
    """All that anyone can know about a check-in, and everything that anyone can do with it."""
    questions = tuple(map(question_of, checkin.questions))
    return Card(
        (
            Heading((Bold(checkin.name),)),
            Small(words.say("Started by {person}.", person=words.person(checkin.maker))),
            *(Paragraph(question_line(question, words)) for question in questions),
            *((Small(words.say("Each round asks one of these, in turn.")),) if checkin.rotates else ()),
            *(Small(line) for line in what_holds(checkin, words)),
            *((Paragraph(words.say("It has ended.")),) if checkin.ended else next_lines(next_of(checkin, now), words)),
            *(Small(line) for line in off_lines(checkin.rhythm, now.date(), words)),
            *trend(questions, shown, words),
            *_deeds(checkin, reminded, now, words),
        )
    )


def _deeds(checkin: CheckIn, reminded: bool, now: datetime, words: Words) -> tuple[Element, ...]:
    if checkin.ended:
        return ()
    paused = any(off.holds(now.date()) for off in checkin.rhythm.off)
    return (
        Buttons(
            (
                remind_button(checkin.id, reminded, words),
                Button(words.label("Let it go on"), Token("checkin.resume", (checkin.id,)))
                if paused
                else Button(words.label("Pause it for everyone"), Token("checkin.pause", (checkin.id,))),
                Button(words.label("Change it"), Token("checkin.edit", (checkin.id,))),
                Button(words.label("End it"), Token("checkin.end", (checkin.id,))),
            )
        ),
        Small(words.say("Anyone may pause, change or end it, and says why; everyone here can read that.")),
    )


def held(checkin: CheckIn | None, words: Words) -> Card | None:
    """Told to whoever started a check-in, when its last round could not be posted."""
    if checkin is None or checkin.ended:
        return None
    return Card(
        (
            Paragraph(
                words.say(
                    "I could not post the last round of {name} in {place}, so I have paused it. Nothing is lost.",
                    name=Bold(checkin.name),
                    place=Place(checkin.place),
                )
            ),
            Small(words.say("When I may post there again, anyone can let it go on.")),
            Buttons((Button(words.label("About it"), Token("checkin.about", (checkin.id,))),)),
        )
    )


def deed(trace: Trace | None, words: Words) -> Card | None:
    """What someone did to a check-in, and why, in its place for everyone."""
    if trace is None:
        return None
    changed = trace.deed is Deed.CHANGED
    before = (Small(words.say("Until now: {before}", before=trace.before)),) if changed and trace.before else ()
    after = (Small(words.say("From the next round on: {after}", after=trace.after)),) if changed else ()
    why = (Small(words.say("Why: {why}", why=trace.why)),) if trace.why else ()
    return Card((Paragraph(_done(trace, words)), *before, *after, *why))


def _done(trace: Trace, words: Words) -> Text:
    parts = {"person": words.person(trace.by) if trace.by else words.say("someone who has erased themselves")}
    name = Quoted(trace.thing)
    match trace.deed:
        case Deed.PAUSED if trace.after:
            return words.say("{person} has paused {name} until {day}.", name=name, day=trace.after, **parts)
        case Deed.PAUSED:
            return words.say("{person} has paused {name}.", name=name, **parts)
        case Deed.RESUMED:
            return words.say("{person} lets {name} go on.", name=name, **parts)
        case Deed.CHANGED:
            return words.say("{person} has changed {name}.", name=name, **parts)
        case Deed.RENAMED:
            return words.say(
                "{person} has given {name} another name: {after}.", name=name, after=Quoted(trace.after), **parts
            )
        case Deed.RELOCATED:
            channel = Place(PlaceId(trace.after))
            return words.say(
                "{person} has moved {name}. It is asked in {place} now.", name=name, place=channel, **parts
            )
        case _:
            return words.say("{person} has ended {name}.", name=name, **parts)
