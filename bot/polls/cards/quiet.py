"""The private invitation to say why, for an option that nobody has spoken for. Pure."""

from bot.chat.cards import Button, Buttons, Card, Paragraph, Small
from bot.chat.text import Bold, Moment
from bot.chat.token import Token
from bot.chat.words import Words
from bot.polls.model import PollCard, State


def invitation(position: int, card: PollCard | None, words: Words) -> Card | None:
    """The invitation; None once the poll has ended, or someone has spoken for the option."""
    if card is None or card.poll.state is not State.OPEN or any(r.option == position for r in card.reasons):
        return None
    poll = card.poll
    asked = words.say("Nobody has said why for {option}. Would you?", option=Bold(poll.words(position)))
    about = words.say(
        "It is about {question}, until {moment}.", question=Bold(poll.question), moment=Moment(poll.closes_at)
    )
    return Card(
        (
            Paragraph(asked),
            Paragraph(about),
            Small(words.say("I ask this once. Your answer counts the same either way.")),
            Buttons((Button(words.label("Say why"), Token("poll.why", (poll.id,))),)),
        )
    )
