"""The ballot paper of someone who puts options in order or gives each a number: one press at a time. Pure."""

from bot.chat.cards import Button, Buttons, Card, Element, Heading, Menu, MenuOption, Paragraph, Small
from bot.chat.text import Bold, Moment, Text, plain
from bot.chat.token import Token
from bot.chat.words import Words
from bot.polls.cards.opened import MOST_BUTTONS, how_to_choose, option_said
from bot.polls.cards.whispers import chosen
from bot.polls.counting import Kind
from bot.polls.model import ORDERED, Option, Poll
from bot.polls.paper import Paper


def paper_card(poll: Poll, paper: Paper, words: Words) -> Card:
    """What was filled in so far, and the next press."""
    body = _order(poll, paper, words) if poll.kind in ORDERED else _points(poll, paper, words)
    return Card((Heading(plain(poll.question)), *body, _last_buttons(poll, paper, words)))


def _order(poll: Poll, paper: Paper, words: Words) -> tuple[Element, ...]:
    so_far = chosen(poll, paper.order, words) if paper.order else ()
    left = paper.left(len(poll.options))
    lines: list[Element] = [Paragraph(so_far) if so_far else Small(how_to_choose(poll, words))]
    if paper.level:
        lines.append(Small(words.say("The next one shares the place of the last.")))
    if left:
        prompt = words.say("Which comes next?") if so_far else words.say("Which is best for you?")
        lines += [Paragraph(prompt), _next(poll, left, words)]
    else:
        lines.append(Paragraph(words.say("Every option has its place.")))
    return tuple(lines)


def _next(poll: Poll, left: tuple[int, ...], words: Words) -> Element:
    options = [option for option in poll.options if option.position in left]
    if len(options) <= MOST_BUTTONS:
        return Buttons(tuple(Button(o.words, Token("poll.place", (poll.id, str(o.position)))) for o in options))
    listed = tuple(MenuOption(str(o.position), o.words) for o in options)
    return Menu(Token("poll.place", (poll.id,)), words.label("Choose"), listed)


def _points(poll: Poll, paper: Paper, words: Words) -> tuple[Element, ...]:
    given = [Small(_given(poll, option, points, words)) for option, points in paper.points]
    left = paper.left(len(poll.options))
    if not left:
        return (*given, Paragraph(words.say("Every option has its answer.")))
    option = poll.options[left[0] - 1]
    return (*given, Paragraph(option_said(option, words)), Buttons(_steps(poll, option, words)))


def _asked(option: Option, words: Words) -> Text:
    return (Moment(option.at),) if option.at is not None else (Bold(option.words),)


def _steps(poll: Poll, option: Option, words: Words) -> tuple[Button, ...]:
    def step(points: int, label: str) -> Button:
        return Button(label, Token("poll.give", (poll.id, str(option.position), str(points))))

    if poll.kind is Kind.TIME:
        return (
            step(2, words.label("Works")),
            step(1, words.label("If need be")),
            step(0, words.label("Does not work")),
        )
    return tuple(step(points, str(points)) for points in range(6))


def _given(poll: Poll, option: int, points: int, words: Words) -> Text:
    name = _asked(poll.options[option - 1], words)
    if poll.kind is not Kind.TIME:
        return words.count("{option}: {n} point", "{option}: {n} points", points, option=name)
    answers = (words.say("does not work"), words.say("if need be"), words.say("works"))
    return words.say("{option}: {answer}", option=name, answer=answers[points])


def _last_buttons(poll: Poll, paper: Paper, words: Words) -> Buttons:
    begun = bool(paper.order or paper.points)
    done = words.label("That's my order") if poll.kind in ORDERED else words.label("That's my answer")
    buttons = []
    if begun:
        buttons.append(Button(done, Token("poll.cast", (poll.id,)), "primary"))
        if poll.kind is Kind.RANK and paper.left(len(poll.options)) and not paper.level:
            buttons.append(Button(words.label("The next one shares this place"), Token("poll.level", (poll.id,))))
        buttons.append(Button(words.label("One step back"), Token("poll.undo", (poll.id,))))
        buttons.append(Button(words.label("Start again"), Token("poll.fresh", (poll.id,))))
    else:
        buttons.append(Button(words.label("Not for me"), Token("poll.pass", (poll.id,))))
    return Buttons(tuple(buttons))
