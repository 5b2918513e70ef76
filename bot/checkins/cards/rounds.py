"""A round as everyone sees it: the prompt, what it shows when it has closed, and answers with names. Pure."""

from collections.abc import Sequence

from bot.chat.cards import Bar, Bars, Button, Buttons, Card, Element, Heading, Paragraph, Said, Small
from bot.chat.text import Bold, Moment, Text, sentences
from bot.chat.token import Token
from bot.chat.words import Words
from bot.checkins.cards.sentences import limits_line, promise_line, question_line, seen_line, signpost_line
from bot.checkins.cards.trend import trend
from bot.checkins.model import PUNCTUAL, Entry, Kind, Question, RoundCard, Seen, Shown

CARD_ROOM = 2400
"""Characters of answers that fit a card beside the rest."""


def round_card(card: RoundCard | None, words: Words) -> Card | None:
    """The prompt while it is open; what was shared, or that it is over, when it has closed."""
    if card is None:
        return None
    return _over(card, words) if card.round.closed else _open(card, words)


def _open(card: RoundCard, words: Words) -> Card:
    of = card.round
    return Card(
        (
            Heading((Bold(of.name),)),
            *map(Paragraph, _late(card, words)),
            *_new(card, words),
            *(Paragraph(question_line(question, words)) for question in of.questions),
            Small(sentences(seen_line(of.seen, words), promise_line(of.seen, words))),
            *((Small(limits_line(words)),) if of.seen is Seen.UNNAMED else ()),
            Small(
                words.say(
                    "Open until {moment}. Nobody has to answer, and nobody keeps count.", moment=Moment(of.closes_at)
                )
            ),
            Paragraph(signpost_line(card.signposts, words)),
            Buttons(
                (
                    Button(words.label("Check in"), Token("checkin.in", (of.id,)), "primary"),
                    Button(words.label("Not today"), Token("checkin.pass", (of.id,))),
                    Button(words.label("I'd like company"), Token("checkin.company")),
                )
            ),
        )
    )


def _new(card: RoundCard, words: Words) -> tuple[Element, ...]:
    """That answers are shown otherwise than was promised the time before."""
    if card.promised is card.round.seen:
        return ()
    return (Paragraph(words.say("New since the last round: answers are shown another way now, as it stands below.")),)


def _late(card: RoundCard, words: Words) -> tuple[Text, ...]:
    """What was not as it was announced, and why."""
    of, said = card.round, []
    if of.late > PUNCTUAL:
        said.append(words.say("This comes {time} late, because I was not running.", time=words.lasting(of.late)))
    if of.missed:
        said.append(
            words.count(
                "{n} round before this one did not take place, because I was not running.",
                "{n} rounds before this one did not take place, because I was not running.",
                of.missed,
            )
        )
    return tuple(said)


def _over(card: RoundCard, words: Words) -> Card:
    of = card.round
    return Card(
        (
            Heading((Bold(of.name),)),
            *map(Paragraph, _late(card, words)),
            *_shared(card, words),
            Small(words.say("This round closed {moment}.", moment=Moment(of.closes_at))),
            Small(signpost_line(card.signposts, words)),
            Buttons(
                (
                    Button(words.label("I'd like company"), Token("checkin.company")),
                    Button(words.label("About it"), Token("checkin.about", (of.checkin,))),
                )
            ),
        )
    )


def _shared(card: RoundCard, words: Words) -> tuple[Element, ...]:
    match card.round.seen:
        case Seen.NAMED:
            return (Paragraph(words.say("What people shared stands in the thread.")),)
        case Seen.PRIVATE:
            return (Paragraph(words.say("What people wrote, they wrote for themselves.")),)
        case Seen.UNNAMED:
            return _unnamed(card, words)


def _unnamed(card: RoundCard, words: Words) -> tuple[Element, ...]:
    if not card.shown:
        return (Paragraph(too_few(words)),)
    elements: list[Element] = []
    for number, question in enumerate(card.round.questions):
        elements.append(Paragraph((Bold(question.words),)))
        found = next((shown for shown in card.shown if shown.number == number), None)
        elements += _answers(question, found, words)
    return (*elements, *_over_time(card, words))


def too_few(words: Words) -> Text:
    """Said alike for every cause: which of them it was could tell something, too."""
    return words.say(
        "Not shown, because it could show who said what: too few answered, they said too much alike, "
        "or too few came or went since the time before."
    )


def _answers(question: Question, found: Shown | None, words: Words) -> tuple[Element, ...]:
    if found is None:
        return (Small(too_few(words)),)
    if not question.choices:
        return _words(found, words)
    people = sum(found.counts)
    bars = tuple(
        Bar(choice, count, people, words.say("{n} of {people}", n=count, people=people))
        for choice, count in zip(question.choices, found.counts, strict=True)
    )
    return (Bars(bars),)


def _words(found: Shown, words: Words) -> tuple[Element, ...]:
    """Each in full as far as they fit, the others one press away; the order is chance."""
    shown, room = [], CARD_ROOM
    for said in found.words:
        room -= len(said)
        if room >= 0:
            shown.append(Said(said))
    small = Small(words.say("In an order that means nothing."))
    if len(shown) == len(found.words):
        return (*shown, small)
    return (*shown, small, Buttons((Button(words.label("Read all of it"), Token("checkin.read", (found.round, "0"))),)))


def _over_time(card: RoundCard, words: Words) -> tuple[Element, ...]:
    return trend(card.round.questions, (*card.before, *card.shown), words) if card.round.kind is Kind.TOGETHER else ()


def summary(card: RoundCard | None, words: Words) -> Card | None:
    """The short post that says that answers without names can be read now."""
    if card is None or not card.shown:
        return None
    return Card(
        (
            Paragraph(
                words.say("What people shared in {name} can be read now, without names.", name=Bold(card.round.name))
            ),
            Small(words.say("It stands on the card above. Nobody is asked about it.")),
        )
    )


# --- answers with names -------------------------------------------------------------------------------------------


def said_elements(questions: Sequence[Question], said: Sequence[str]) -> tuple[Element, ...]:
    """Questions with what was said to each; those left open are left out."""
    elements: list[Element] = []
    for question, answer in zip(questions, said, strict=False):
        if answer:
            elements += [Small((Bold(question.words),)), Said(answer)]
    return tuple(elements)


def named_answer(entry: Entry | None, words: Words) -> Card | None:
    """An answer in the round's thread, with the name of who gave it."""
    if entry is None:
        return Card((Small(words.say("An answer that was taken back.")),))
    by = Paragraph(words.person(entry.answer.person))
    return Card((by, *said_elements(entry.round.questions, entry.answer.said)))


def reminder(card: RoundCard | None, words: Words) -> Card | None:
    """The one reminder, to whoever wants it."""
    if card is None or card.round.closed:
        return None
    of = card.round
    return Card(
        (
            Paragraph(words.say("{name} is open until {moment}.", name=Bold(of.name), moment=Moment(of.closes_at))),
            *(Paragraph(question_line(question, words)) for question in of.questions),
            Small(
                words.say("You asked to be reminded, whether you have answered or not.")
                if of.seen is Seen.UNNAMED
                else words.say("You asked to be reminded. There is only this one, and not answering is fine.")
            ),
            Small(signpost_line(card.signposts, words)),
            Buttons(
                (
                    Button(words.label("Check in"), Token("checkin.in", (of.id,)), "primary"),
                    Button(words.label("Not today"), Token("checkin.pass", (of.id,))),
                    Button(words.label("Don't remind me any more"), Token("checkin.unremind", (of.checkin,))),
                )
            ),
        )
    )
