"""What is said about secret stances: what they protect from, and what they can not. Pure."""

from bot.chat.cards import Card, said
from bot.chat.text import Moment, Text, sentences
from bot.chat.words import Words
from bot.proposals.deciding import Rule
from bot.proposals.model import SMALL, Proposal


def secretly_seen(proposal: Proposal, words: Words) -> Text:
    """How a stance will be seen, computed for this very proposal."""
    return sentences(
        words.say("Secret: nobody here can find out who says what, now or later."),
        words.say("If it affects few, an objection of theirs points to them.")
        if proposal.rule is Rule.AFFECTED
        else (),
    )


def secret_at_length(words: Words) -> tuple[Text, ...]:
    """What a secret proposal protects from and what it can not, for whoever asks."""
    return (
        words.say(
            "Other members, keepers, and anyone who later gets the database, a backup or the logs can not tell who "
            "said what. The key that could have told is destroyed when the round is decided. In another round "
            "everyone says it anew."
        ),
        words.say(
            "The chat platform sees every press, and so does the running bot: whoever hosts it could know by changing "
            "the program or opening its key file while it goes on. Nobody can protect you from someone who stands "
            "beside you."
        ),
        words.say(
            "Reasons and objections lie in a box of their own, without any link to a stance. They are shown once it "
            "is decided, shuffled, where at least {n} people wrote, or where whoever wrote them wants that in any "
            "case. A way of writing can be recognised.",
            n=SMALL,
        ),
        words.say(
            "Whoever raises a concern, would help or takes a next step does that in the open: only stances, words in "
            "the box and whom it affects are secret."
        ),
    )


def secretly_decided(words: Words) -> Text:
    """Beside a decision: what its numbers and words are."""
    return words.say(
        "Secret: nobody can find out who said what. Reasons lay in a box without any link to a stance, and are shown "
        "where at least {n} people wrote, or where whoever wrote them wanted that in any case.",
        n=SMALL,
    )


def in_the_box(words: Words) -> Text:
    """Where reasons are as long as it goes on."""
    return words.say("Reasons lie in a box and are read once it is decided, shuffled. Anyone may put one in.")


def all_anew(words: Words) -> Text:
    """Said to everyone alike when deciding begins: who took a stance on earlier words is known to nobody."""
    return words.say(
        "Whoever took a stance before the words changed: look at it again. It counts for the new words once you say "
        "that it still holds. Nobody can be asked by themselves, because nobody knows who that is."
    )


def key_lost(proposal: Proposal, words: Words) -> Card:
    """What a press gets when the key that keeps stances secret is not there any more."""
    return said(
        words.say(
            "The key that kept these stances secret is lost, so nothing more can be recorded in this round. It ends "
            "{moment} without an outcome, and goes back to shaping with everything else kept.",
            moment=Moment(proposal.course.decided_until),
        )
    )
