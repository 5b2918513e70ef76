"""What was decided, the newest first: a line for each, and the press that shows its card again."""

from collections.abc import Sequence

from bot.chat.cards import Button, Buttons, Card, Element, Heading, Paragraph, Small
from bot.chat.text import Bold, Moment, Quoted
from bot.chat.token import Token
from bot.chat.words import Words
from bot.polls.cards.outcome import outcome
from bot.polls.model import Poll

PAGE = 5
MOST_LABEL = 70


def record_page(polls: Sequence[Poll], page: int, more: bool, words: Words) -> Card:
    """One page of everything that was decided."""
    if not polls:
        return Card((Heading(words.say("The record")), Paragraph(words.say("Nothing has been decided yet."))))
    turns = (
        *((Button(words.label("Newer"), Token("poll.record", (str(page - 1),))),) if page else ()),
        *((Button(words.label("Older"), Token("poll.record", (str(page + 1),))),) if more else ()),
    )
    return Card(
        (Heading(words.say("The record")), *_entries(polls, words), *((Buttons(turns),) if turns else ())),
    )


def found_page(polls: Sequence[Poll], sought: str, more: bool, words: Words) -> Card:
    """The newest of what was decided with these words in it."""
    title = Heading(words.say("The record: {words}", words=Quoted(sought)))
    if not polls:
        return Card((title, Paragraph(words.say("Nothing that was decided has these words in it."))))
    rest = (Small(words.say("There is more. Another word may narrow it down.")),) if more else ()
    return Card((title, *_entries(polls, words), *rest))


def _entries(polls: Sequence[Poll], words: Words) -> tuple[Element, ...]:
    lines: list[Element] = []
    for poll in polls:
        if poll.result is None:
            continue
        closed = Moment(poll.ending.at if poll.ending else poll.closes_at)
        lines.append(Paragraph(words.say("{question}, closed {moment}", question=Bold(poll.question), moment=closed)))
        lines.append(Paragraph(outcome(poll, poll.result, words)))
        label = words.label("Show: {title}", title=poll.question)
        shown = label if len(label) <= MOST_LABEL else label[: MOST_LABEL - 1].rstrip() + "…"
        lines.append(Buttons((Button(shown, Token("poll.show", (poll.id,))),)))
    return tuple(lines)
