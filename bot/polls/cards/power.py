"""Who used which power over a poll, or that nobody did; and time to be heard. Pure."""

from bot.chat.cards import Button, Buttons, Card, Paragraph, Said, Small
from bot.chat.text import Bold, Moment, Quoted, Text, sentences
from bot.chat.token import Token
from bot.chat.words import Words
from bot.polls.model import Did, Ending, Poll, PollCard, SeenAs, Totals, Trace


def power_line(card: PollCard, untouched: bool, words: Words) -> Text:
    """Everything that was done to a poll that has ended; and that nothing else was, unless words were hidden."""
    if card.poll.ending is None:
        return ()
    done = [trace_said(card.poll, trace, words) for trace in card.traces]
    return sentences(*done, _closed(card.poll.ending, words), _nothing(card, untouched, words))


def _closed(ending: Ending, words: Words) -> Text:
    if ending.by is not None:
        return words.say(
            "Closed early by {person}, {moment}: {why}",
            person=words.person(ending.by),
            moment=Moment(ending.at),
            why=Quoted(ending.why),
        )
    if ending.late is None:
        return words.say("Closed on time.")
    return words.say(
        "Closed {late} late, because I was not running. Every answer given in time was counted, "
        "and none that came after.",
        late=words.lasting(ending.late),
    )


def _nothing(card: PollCard, untouched: bool, words: Words) -> Text:
    if not untouched:
        return ()
    done = card.traces or (card.poll.ending is not None and card.poll.ending.by is not None)
    return words.say("Nothing else was changed.") if done else words.say("Nothing was changed.")


def trace_said(poll: Poll, trace: Trace, words: Words) -> Text:
    """One use of power: who, what, when and why."""
    who: dict[str, Text] = {
        "person": words.person(trace.by),
        "moment": (Moment(trace.at),),
        "why": (Quoted(trace.why),),
    }
    if trace.did is Did.HEARD:
        until: Text = (Moment(poll.heard_until or poll.closes_at),)
        if poll.ending is None:
            return words.say(
                "{person} asks to be heard, {moment}: {why} So it does not close before {until}.", until=until, **who
            )
        return words.say(
            "{person} asked to be heard, {moment}: {why} So it did not close before {until}.", until=until, **who
        )
    if trace.after == SeenAs.UNNAMED:
        return words.say("{person} took the names off all answers, {moment}: {why}", **who)
    if trace.after == Totals.CLOSED:
        return words.say("{person} hid the numbers until it closes, {moment}: {why}", **who)
    return words.say("{person} hid the numbers from those who have not answered, {moment}: {why}", **who)


def may_be_heard(poll: Poll, words: Words) -> Text:
    """What anyone can ask for once, settled when the poll was asked; nothing in polls from before."""
    if not poll.hearing or poll.heard_at is not None:
        return ()
    return words.say(
        "Anyone may ask once to be heard: from then it stays open for at least {time}.",
        time=words.lasting(poll.hearing),
    )


def hearing(card: PollCard | None, words: Words) -> Card | None:
    """The post that somebody asks to be heard, with their words."""
    asked = next((trace for trace in card.traces if trace.did is Did.HEARD), None) if card is not None else None
    if card is None or asked is None:
        return None
    poll, who = card.poll, words.person(asked.by)
    heard = Said(asked.why, who) if asked.why else Small(who)
    if poll.ending is not None:
        told = words.say("Before {question} closed, this asked to be heard:", question=Bold(poll.question))
        return Card((Paragraph(told), heard))
    return Card(
        (
            Paragraph(words.say("Before {question} closes, this asks to be heard:", question=Bold(poll.question))),
            heard,
            Paragraph(words.say("It closes {moment}, and not before.", moment=Moment(poll.closes_at))),
            Small(words.say("Everyone can still change their answer, or say why.")),
            Buttons(
                (
                    Button(words.label("See the reasons"), Token("poll.reasons", (poll.id, "0"))),
                    Button(words.label("Say why"), Token("poll.why", (poll.id,))),
                )
            ),
        )
    )
