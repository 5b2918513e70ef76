"""A closed poll as one line of the record, and the press that shows its card again. Pure."""

from bot.chat.cards import Button, Buttons, Element, Paragraph
from bot.chat.text import Bold, Moment, Text
from bot.chat.token import Token
from bot.chat.words import Words
from bot.polls.cards.outcome import outcome
from bot.polls.model import SMALL, Poll

MOST_LABEL = 70


def entry(poll: Poll, words: Words) -> tuple[Element, ...]:
    """What was asked, when it closed, and what came of it; nothing until that is known."""
    if poll.result is None:
        return ()
    closed = Moment(poll.ending.at if poll.ending else poll.closes_at)
    label = words.label("Show: {title}", title=poll.question)
    shown = label if len(label) <= MOST_LABEL else label[: MOST_LABEL - 1].rstrip() + "…"
    return (
        Paragraph(words.say("{question}, closed {moment}", question=Bold(poll.question), moment=closed)),
        Paragraph(outcome(poll, poll.result, words)),
        Buttons((Button(shown, Token("poll.show", (poll.id,))),)),
    )


def too_few_alike(words: Words) -> Text:
    """Why the ballots of a poll are not handed out."""
    return words.say(
        "Some ballots were given by fewer than {n} people alike, so handing them out would show who chose "
        "what. The card holds all that can be told.",
        n=SMALL,
    )
