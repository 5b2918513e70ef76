"""A proposal that is not shaped any more. Pure."""

from bot.chat.cards import Button, Buttons, Card, Paragraph
from bot.chat.text import Bold, Moment, Text
from bot.chat.token import Token
from bot.chat.words import Words
from bot.proposals.cards.parts import who
from bot.proposals.cards.shaped import described
from bot.proposals.model import ProposalCard, State


def over_card(card: ProposalCard, words: Words) -> Card:
    """What was proposed, who ended it, and how it goes on from there."""
    ids = (card.proposal.id,)
    again = (Button(words.label("Take it up again"), Token("proposal.reopen", ids)),)
    return Card(
        (
            *described(card, words),
            Paragraph(ended(card, words)),
            Buttons(
                (
                    *(again if card.proposal.state is State.WITHDRAWN else ()),
                    Button(words.label("Details"), Token("proposal.details", ids)),
                )
            ),
        )
    )


def ended(card: ProposalCard, words: Words) -> Text:
    """Who withdrew it and why, or what it became part of."""
    ending = card.proposal.ending
    assert ending is not None
    if card.proposal.state is State.MERGED:
        return words.say(
            "Put together with {title}, which asks the same, {moment}. Everything said here went along.",
            title=Bold(card.joined),
            moment=Moment(ending.at),
        )
    by, moment = who(ending.by, words), Moment(ending.at)
    if ending.why:
        return words.say("Withdrawn by {person}, {moment}: {why}", person=by, moment=moment, why=ending.why)
    return words.say("Withdrawn by {person}, {moment}. Anyone can take it up again.", person=by, moment=moment)
