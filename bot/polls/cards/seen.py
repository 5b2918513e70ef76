"""Who sees what, and how it is counted: what must be known before anyone answers. Pure."""

from bot.chat.text import Text, sentences
from bot.chat.words import Words
from bot.polls.counting import Kind
from bot.polls.model import SMALL, Poll, SeenAs, Totals


def seen_by(poll: Poll, words: Words) -> Text:
    """Who sees what a member chooses, computed for this very poll."""
    if poll.seen_as is SeenAs.NAMED:
        return words.say("Seen by: everyone here, by name, once it has closed.")
    if poll.seen_as is SeenAs.SECRET:
        return _secret(poll, words)
    if poll.audience is None:
        return words.say("Seen by: nobody by name. If all agree, everyone knows.")
    return words.count(
        "Seen by: nobody by name. {n} person may answer: if all agree, everyone knows.",
        "Seen by: nobody by name. {n} people may answer: if all agree, everyone knows.",
        poll.audience,
    )


def _secret(poll: Poll, words: Words) -> Text:
    nobody = words.say("Secret: nobody here can find out who chose what, now or later.")
    if poll.audience is None:
        return sentences(nobody, words.say("If all agree, everyone knows."))
    few = words.count(
        "{n} person may answer: if all agree, everyone knows.",
        "{n} people may answer: if all agree, everyone knows.",
        poll.audience,
    )
    return sentences(nobody, few)


def secret_at_length(words: Words) -> tuple[Text, ...]:
    """What a secret poll protects from and what it can not, for whoever asks."""
    return (
        words.say(
            "Other members, keepers, and anyone who later gets the database, a backup or the logs can not tell who "
            "chose what. The key that could have told is destroyed when the poll closes."
        ),
        words.say(
            "The chat platform sees every press, and so does the running bot: whoever hosts it could know by changing "
            "the program or opening its key file while the poll is open. Nobody can protect you from someone who "
            "stands beside you."
        ),
        words.say(
            "Reasons lie in a box of their own, without any link to an answer. They are shown after closing, shuffled, "
            "and only when at least {n} people wrote. A way of writing can be recognised.",
            n=SMALL,
        ),
    )


def counted_how(poll: Poll, words: Words) -> Text:
    """What everyone does, and what comes of it."""
    match poll.kind:
        case Kind.ONE:
            return words.say(
                "Everyone chooses one option. The one with most answers is chosen, and a tie is called a tie."
            )
        case Kind.ANY:
            return words.say(
                "Everyone chooses all the options they like. The one liked by most is chosen, "
                "and a tie is called a tie."
            )
        case Kind.SEVERAL:
            return words.count(
                "Everyone chooses all they like. {n} is chosen so that each group of people has its fair share.",
                "Everyone chooses all they like. {n} are chosen so that each group of people has its fair share.",
                poll.pick,
            )
        case Kind.RANK:
            return words.say(
                "Everyone puts the options in order. An option that more people prefer to each other one is chosen; "
                "where options beat each other in a circle, its weakest link does not count."
            )
        case Kind.ELECT:
            return words.count(
                "Everyone puts people in order. {n} is elected by transferable votes, stage by stage.",
                "Everyone puts people in order. {n} are elected by transferable votes, stage by stage.",
                poll.pick,
            )
        case Kind.SCORE:
            return words.say(
                "Everyone gives each option 0 to 5 points; left blank is 0. The two with most points meet in a final, "
                "where each ballot counts for the one to which it gave more."
            )
        case Kind.TIME:
            return words.say(
                "Everyone says of each time whether it works, works if need be, or does not. "
                "The time at which most can come is chosen."
            )


def totals_when(totals: Totals, words: Words) -> Text:
    """When the numbers are shown."""
    match totals:
        case Totals.CLOSED:
            return words.say("The numbers are shown when it closes.")
        case Totals.ANSWERED:
            return words.say("The numbers are shown to those who have answered.")
        case Totals.ALWAYS:
            return words.say("The numbers are shown to everyone all the time.")
