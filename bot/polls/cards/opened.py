"""A poll while it is open: the question, what can be chosen, who will see it and what happens next. Pure."""

from bot.chat.cards import (
    Button,
    Buttons,
    Card,
    Element,
    Heading,
    Menu,
    MenuOption,
    Paragraph,
    Small,
)
from bot.chat.text import Bold, Moment, Text, plain, sentences
from bot.chat.token import Token
from bot.chat.words import Words
from bot.polls.cards.numbers import live_bars
from bot.polls.cards.power import may_be_heard, trace_said
from bot.polls.cards.seen import seen_by
from bot.polls.counting import Kind
from bot.polls.model import ORDERED, POINTED, Option, Poll, PollCard, Totals

MOST_BUTTONS = 5
"""Options are buttons up to here, a menu above."""


def open_card(card: PollCard, words: Words) -> Card:
    """The question, what can be chosen, who will see it, when it closes and what happens next."""
    poll = card.poll
    return Card(
        (
            *question(poll, words),
            *_choices(poll, words),
            *((live_bars(poll, card.tallies, words),) if _live(poll) else ()),
            Paragraph(answered(card.answered, words)),
            *_next_steps(poll, words),
            *_asked_for_words(poll, words),
            Small(
                sentences(
                    seen_by(poll, words),
                    words.say("Closes {moment}.", moment=Moment(poll.closes_at)),
                    may_be_heard(poll, words),
                )
            ),
            *(Small(trace_said(poll, trace, words)) for trace in card.traces),
            Buttons(tuple(_side_buttons(poll, words))),
        )
    )


def _asked_for_words(poll: Poll, words: Words) -> tuple[Element, ...]:
    """In a secret poll nobody can be asked for holding something, so near its end everybody is, alike."""
    if poll.quiet_at is None:
        return ()
    return (
        Paragraph(
            words.say(
                "This closes soon. Whatever you chose, would you say why? Words lie in a box of their own, "
                "and are read by everyone once it has closed."
            )
        ),
    )


def _live(poll: Poll) -> bool:
    return poll.totals is Totals.ALWAYS


def question(poll: Poll, words: Words) -> tuple[Element, ...]:
    """What is asked, and why."""
    why = (Paragraph(words.say("Why we are asking: {why}", why=poll.why)),) if poll.why else ()
    return (Heading(plain(poll.question)), *why)


def _choices(poll: Poll, words: Words) -> tuple[Element, ...]:
    how = Small(how_to_choose(poll, words))
    if poll.kind in ORDERED or poll.kind in POINTED:
        fill = Button(fill_label(poll.kind, words), Token("poll.fill", (poll.id,)), "primary")
        return (how, *option_lines(poll, words), Buttons((fill,)))
    if any(option.meaning for option in poll.options):
        return (how, *option_lines(poll, words), _to_press(poll, words))
    return (how, _to_press(poll, words))


def _to_press(poll: Poll, words: Words) -> Element:
    if len(poll.options) <= MOST_BUTTONS:
        buttons = (Button(o.words, Token("poll.choose", (poll.id, str(o.position)))) for o in poll.options)
        return Buttons(tuple(buttons))
    most = 1 if poll.kind is Kind.ONE else len(poll.options)
    options = tuple(MenuOption(str(o.position), o.words) for o in poll.options)
    return Menu(Token("poll.pick", (poll.id,)), words.label("Choose"), options, most)


def option_lines(poll: Poll, words: Words) -> tuple[Element, ...]:
    """The options as they are listed, with what each means."""
    return tuple(
        Paragraph(words.say("{number}. {option}", number=option.position, option=option_said(option, words)))
        for option in poll.options
    )


def option_said(option: Option, words: Words) -> Text:
    """An option and what it means; a time in the reader's own zone."""
    shown: Text = (Moment(option.at),) if option.at is not None else (Bold(option.words),)
    return words.say("{option} – {meaning}", option=shown, meaning=option.meaning) if option.meaning else shown


def fill_label(kind: Kind, words: Words) -> str:
    """What the button is called that opens the ballot paper."""
    match kind:
        case Kind.SCORE:
            return words.label("Give points")
        case Kind.TIME:
            return words.label("Say when I can")
        case _:
            return words.label("Put in order")


def how_to_choose(poll: Poll, words: Words) -> Text:
    """What a member does in this poll."""
    match poll.kind:
        case Kind.ONE:
            return words.say("Choose one.")
        case Kind.ANY:
            return words.say("Choose all you like.")
        case Kind.SEVERAL:
            return words.count(
                "Choose all you like. {n} will be chosen, fairly.",
                "Choose all you like. {n} of them will be chosen, fairly.",
                poll.pick,
            )
        case Kind.RANK:
            return words.say("Put them in order, as many as you like.")
        case Kind.ELECT:
            return words.count(
                "Put people in order, as many as you like. {n} will be elected.",
                "Put people in order, as many as you like. {n} will be elected.",
                poll.pick,
            )
        case Kind.SCORE:
            return words.say("Give each 0 to 5 points. What you leave out gets 0.")
        case Kind.TIME:
            return words.say("Say for each time whether it works, works if need be, or does not.")


def _side_buttons(poll: Poll, words: Words) -> list[Button]:
    buttons = [Button(words.label("Say why"), Token("poll.why", (poll.id,)))]
    if poll.open_options:
        buttons.append(Button(words.label("Add an option"), Token("poll.add", (poll.id,))))
    buttons.append(Button(words.label("Not for me"), Token("poll.pass", (poll.id,))))
    buttons.append(Button(words.label("Details"), Token("poll.details", (poll.id,))))
    return buttons


def answered(number: int, words: Words) -> Text:
    """How many have answered."""
    if not number:
        return words.say("Nobody has answered yet.")
    return words.count("{n} person has answered.", "{n} people have answered.", number)


def _next_steps(poll: Poll, words: Words) -> tuple[Element, ...]:
    plan = poll.plan
    lines = [
        words.say("If it is decided: {then}", then=plan.decided) if plan.decided else (),
        words.say("If it is tied: {then}", then=plan.tied) if plan.tied else (),
        words.say("If too few take part: {then}", then=plan.too_few) if plan.too_few else (),
        words.say("We look again: {then}", then=plan.review) if plan.review else (),
        _needed(poll, words),
    ]
    lines = [line for line in lines if line]
    return (Heading(words.say("What happens next")), *map(Paragraph, lines)) if lines else ()


def _needed(poll: Poll, words: Words) -> Text:
    if not poll.least:
        return ()
    return words.count(
        "It takes {n} answer to decide this. “Not for me” is one too.",
        "It takes {n} answers to decide this. “Not for me” is one too.",
        poll.least,
    )
