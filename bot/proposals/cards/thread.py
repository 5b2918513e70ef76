"""What is said about a proposal beside its card: in its thread, and where it begins to be decided. Pure."""

from bot.chat.cards import Card, Paragraph, Small
from bot.chat.text import Bold, Moment
from bot.chat.words import Words
from bot.proposals.model import ProposalCard


def begun(card: ProposalCard | None, words: Words) -> Card | None:
    """From now on it is decided."""
    if card is None:
        return None
    until = Moment(card.proposal.course.decided_until)
    return Card(
        (
            Paragraph(words.say("Now we decide: {title}", title=Bold(card.proposal.title))),
            Small(words.say("The words stay as they are. Until {moment}, on the card above.", moment=until)),
        )
    )
