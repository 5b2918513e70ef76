"""What is said about a poll to one member alone. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass

from bot.chat.cards import (
    Button,
    Buttons,
    Card,
    Heading,
    Paragraph,
    said,
)
from bot.chat.hidden import hide_button
from bot.chat.text import Bold, Command, Moment, Text, plain, sentences
from bot.chat.token import Token
from bot.chat.words import Words
from bot.polls.cards.numbers import live_bars
from bot.polls.cards.opened import option_said
from bot.polls.cards.power import may_be_heard
from bot.polls.cards.seen import counted_how, secret_at_length, seen_by, totals_when
from bot.polls.counting import Choice, Kind
from bot.polls.counting.ballots import IF_NEED_BE, WORKS
from bot.polls.model import ORDERED, Poll, SeenAs, State, Totals


def switched_off(words: Words) -> Card:
    """Said where a community does without polls."""
    return said(
        words.say(
            "This community does without polls for now. {command} says who switched them off.",
            command=Command("descant log"),
        )
    )


def receipt(poll: Poll, choice: Choice | None, tallies: Mapping[Choice, int], words: Words) -> Card:
    """What is recorded for this member, until when it can be changed, and what can be done with it."""
    buttons = Buttons(tuple(_receipt_buttons(poll, choice, words)))
    if poll.totals is not Totals.ANSWERED or choice is None:
        return Card((Paragraph(recorded(poll, choice, words)), buttons))
    return Card((Paragraph(recorded(poll, choice, words)), live_bars(poll, tallies, words), buttons))


def receipt_apart(mine: tuple[Poll, Choice | None] | None, words: Words) -> Card | None:
    """A receipt as a message of its own, which says what it is about; None once the poll takes no more answers."""
    if mine is None or mine[0].state is not State.OPEN:
        return None
    poll, choice = mine
    return Card((Paragraph((Bold(poll.question),)), *receipt(poll, choice, {}, words).elements))


def with_receipt(card: Card, poll: Poll, choice: Choice, words: Words) -> Card:
    """The poll's card for one member, and below it what is recorded for them."""
    back = Button(words.label("Take it back"), Token("poll.unchoose", (poll.id,)))
    return Card((*card.elements, Paragraph(recorded(poll, choice, words)), Buttons((back,))))


def recorded(poll: Poll, choice: Choice | None, words: Words) -> Text:
    """The sentence of a receipt."""
    until = Moment(poll.closes_at)
    if choice is None:
        return words.say("Nothing is recorded for you now. You can answer until {moment}.", moment=until)
    return words.say(
        "Recorded: {choice}. You can change it or take it back until {moment}.",
        choice=chosen(poll, choice, words),
        moment=until,
    )


def chosen(poll: Poll, choice: Choice, words: Words) -> Text:
    """A choice in words."""
    if not choice:
        return words.say("not for me")
    if poll.kind in ORDERED:
        return words.listing([_place(poll, n, group, words) for n, group in enumerate(choice, 1)])
    if poll.kind is Kind.SCORE:
        return words.listing([_points(poll, option, points, words) for option, points in choice])
    if poll.kind is Kind.TIME:
        return _times(poll, choice, words)
    return words.listing([Bold(poll.words(p)) for p in choice])


def _place(poll: Poll, number: int, group: tuple[int, ...], words: Words) -> Text:
    level = words.listing([Bold(poll.words(option)) for option in group])
    return words.say("{number}. {options}", number=number, options=level)


def _points(poll: Poll, option: int, points: int, words: Words) -> Text:
    return words.say("{option} {points}", option=Bold(poll.words(option)), points=points)


def _times(poll: Poll, choice: Choice, words: Words) -> Text:
    works = words.listing([Bold(poll.words(option)) for option, points in choice if points == WORKS])
    need = words.listing([Bold(poll.words(option)) for option, points in choice if points == IF_NEED_BE])
    return sentences(
        words.say("works: {times}", times=works) if works else (),
        words.say("if need be: {times}", times=need) if need else (),
    )


def _receipt_buttons(poll: Poll, choice: Choice | None, words: Words) -> list[Button]:
    reasons = Button(words.label("See the reasons"), Token("poll.reasons", (poll.id, "0")))
    if choice is None:
        return [reasons]
    return [
        Button(words.label("Say why"), Token("poll.why", (poll.id,))),
        Button(words.label("Take it back"), Token("poll.unchoose", (poll.id,))),
        reasons,
    ]


def too_late(poll: Poll, words: Words) -> Card:
    """What a press on a closed poll gets."""
    closed = poll.ending.at if poll.ending is not None and poll.ending.by is not None else poll.closes_at
    return said(
        words.say(
            "This closed {moment}, so nothing was recorded just now. What you answered before that counts.",
            moment=Moment(closed),
        )
    )


def still_to_be_heard(poll: Poll, words: Words) -> Card:
    """What closing early gets while someone has time to be heard."""
    return said(
        words.say(
            "Someone has asked to be heard, so this can not be closed before {moment}.",
            moment=Moment(poll.heard_until or poll.closes_at),
        )
    )


def newer_stands(poll: Poll, choice: Choice | None, words: Words) -> Card:
    """What a press gets that arrived behind a newer one."""
    if choice is None:
        return said(words.say("You took your answer back after this press, so nothing is recorded for you."))
    return said(words.say("A newer answer of yours is recorded: {choice}.", choice=chosen(poll, choice, words)))


def void(words: Words) -> Card:
    """Said of a secret poll whose key was lost."""
    return said(
        words.say(
            "The key that kept this poll secret is lost, so it can not go on: nobody could tell who has answered. "
            "It ends without a result, and can be asked again."
        )
    )


def no_such_poll(words: Words) -> Card:
    """What a press on a poll that is not there any more gets."""
    return said(words.say("This poll is not there any more. Nothing was recorded."))


@dataclass(frozen=True, slots=True)
class May:
    """What someone can do with a poll now."""

    close: bool = False
    tighten: bool = False
    be_heard: bool = False
    hide: bool = False


def details(poll: Poll, may: May, words: Words) -> Card:
    """Everything that was settled when the poll was asked, and what the reader can do with it now."""
    lines = [
        words.say("Asked by {person}, {moment}.", person=words.person(poll.asker), moment=Moment(poll.opened_at)),
        *(option_said(option, words) for option in poll.options if option.meaning),
        counted_how(poll, words),
        seen_by(poll, words),
        *(secret_at_length(words) if poll.seen_as is SeenAs.SECRET else ()),
        totals_when(poll.totals, words),
        words.say("Nobody's title or role changes what an answer counts for."),
        words.say(
            "Who joins later may answer until it closes. Who leaves is still counted: their name goes, "
            "the number stays."
        ),
    ]
    if poll.open_options:
        lines.append(words.say("Anyone may add an option until three quarters of the time has passed."))
    if heard := may_be_heard(poll, words):
        lines.append(heard)
    return Card((Heading(plain(poll.question)), *map(Paragraph, lines), Buttons(_detail_buttons(poll, may, words))))


def _detail_buttons(poll: Poll, may: May, words: Words) -> tuple[Button, ...]:
    buttons = [Button(words.label("See the reasons"), Token("poll.reasons", (poll.id, "0")))]
    if may.be_heard:
        buttons.append(Button(words.label("Ask to be heard"), Token("poll.hear", (poll.id,))))
    if may.tighten:
        buttons.append(Button(words.label("Make it more private"), Token("poll.tighten", (poll.id,))))
    if may.close:
        buttons.append(Button(words.label("Close it now"), Token("poll.close", (poll.id,)), "danger"))
    if poll.state is State.CLOSED:
        buttons.append(Button(words.label("Take the ballots along"), Token("poll.export", (poll.id,))))
    if may.hide:
        buttons.append(hide_button(poll.id, words))
    return tuple(buttons)
