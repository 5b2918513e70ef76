"""What comes of a proposal, and why, in words that anyone can follow. Pure."""

from bot.chat.cards import Bar, Bars, Paragraph
from bot.chat.text import Bold, Text, sentences
from bot.chat.words import Words
from bot.proposals.decided import Decided, cells, to_change
from bot.proposals.deciding import AS_IT_IS, Because, Outcome, Rule, Stance, Tally
from bot.proposals.model import SMALL, Proposal, ProposalCard, SeenAs

MOST_NAME = 80


def name_of(card: ProposalCard, position: int, words: Words) -> str:
    """A way as it is called in a sentence."""
    if position == AS_IT_IS:
        return words.label("leave things as they are")
    line = next(way.words for way in card.ways if way.position == position).strip().split("\n", 1)[0]
    return line if len(line) <= MOST_NAME else line[: MOST_NAME - 1].rsplit(" ", 1)[0].rstrip(" ,;:.") + "…"


def stance_label(stance: Stance, words: Words) -> str:
    """What a stance is called, on buttons too."""
    match stance:
        case Stance.YES:
            return words.label("Yes")
        case Stance.RESERVED:
            return words.label("Yes, with reservations")
        case Stance.ASIDE:
            return words.label("Stand aside")
        case Stance.OBJECT:
            return words.label("I object")


def outcome(card: ProposalCard, decided: Decided, words: Words) -> Text:
    """What came of it and why, in a sentence or two. A tie is called a tie."""
    decision = decided.decision
    match decision.because:
        case Because.CARRIED:
            return _carried(card, decided, words)
        case Because.TOO_FEW:
            return _too_few(card.proposal, decision.took_part, words)
        case Because.PREFERRED_AS_IT_IS:
            return words.say("Not now: most would leave things as they are.")
        case Because.NOBODY_FOR:
            return words.say("Not now: nobody is for it.")
        case Because.NOT_ENOUGH_FOR:
            return words.say("Not now: not enough are for it.")
        case Because.NOBODY_TO_CARRY:
            return words.say("Not now: nobody objects, and nobody has offered to carry it.")
        case Because.TIED:
            return _tied(card, decided, words)
        case Because.HELD_BACK:
            return _held_back(decided, words)
        case Because.KEY_LOST:
            return words.say("The key that kept this secret was lost, so nobody can tell what was said.")


def _too_few(proposal: Proposal, took_part: int, words: Words) -> Text:
    if not took_part:
        return words.say("Nobody took part, so nothing is decided.")
    return words.say(
        "Too few took part, so nothing is decided: {took_part} said where they stand, {least} were needed.",
        took_part=took_part,
        least=proposal.least,
    )


def _carried(card: ProposalCard, decided: Decided, words: Words) -> Text:
    names = words.listing([Bold(name_of(card, way, words)) for way in decided.decision.ways])
    if decided.decision.outcome is Outcome.SIDE_BY_SIDE:
        return words.say(
            "Several ways go ahead side by side: {ways}. Nobody objects to them, and people will carry each.",
            ways=names,
        )
    return sentences(_ahead(names, decided, words), _numbers(card.proposal, decided, words))


def _ahead(names: Text, decided: Decided, words: Words) -> Text:
    if decided.decision.outcome is Outcome.AHEAD_WITH_DISSENT:
        return words.say("It goes ahead, with dissent carried: {way}.", way=names)
    return words.say("It goes ahead: {way}.", way=names)


def _numbers(proposal: Proposal, decided: Decided, words: Words) -> Text:
    """The numbers behind it, where nobody could be picked out by them."""
    won = decided.decision.tallies[decided.decision.ways[0]]
    if not won.objections:
        against = words.say("Nobody objects.")
    elif decided.rule is Rule.AFFECTED:
        against = words.say("Those who object are not among those whom it affects.")
    else:
        against = ()
    if proposal.seen_as is not SeenAs.NAMED and None in cells(won, proposal.seen_as).values():
        return against
    in_favour = words.count("{n} person is for it.", "{n} people are for it.", won.in_favour)
    object_to = words.count("{n} person objects.", "{n} people object.", won.objections)
    return sentences(in_favour, object_to if won.objections else (), against)


def _tied(card: ProposalCard, decided: Decided, words: Words) -> Text:
    level = decided.decision.level
    if len(level) == 1:
        return words.say("It is a tie: as many are for {way} as object.", way=Bold(name_of(card, level[0], words)))
    names = words.listing([Bold(name_of(card, way, words)) for way in level])
    return words.say("It is a tie between {ways}: as many people are for each.", ways=names)


def _held_back(decided: Decided, words: Words) -> Text:
    if decided.rule is Rule.AFFECTED:
        return words.say("An objection from someone whom it affects holds it back.")
    return words.say("An objection holds it back.")


def closeness(proposal: Proposal, decided: Decided, words: Words) -> Text:
    """How few people could have changed it; nothing where that tells nothing."""
    changes = to_change(decided.rule, decided.decision)
    if changes is None:
        return ()
    if decided.rule in (Rule.CONSENT, Rule.AFFECTED) and changes == 1:
        return words.say("One objection could have held it back.")
    if proposal.seen_as is not SeenAs.NAMED and any(_hides(proposal, each) for each in decided.decision.tallies):
        # It would tell what a number is that is not told.
        return ()
    return words.count(
        "At least {n} person would have had to say otherwise for something else to come out.",
        "At least {n} people would have had to say otherwise for something else to come out.",
        changes,
    )


def _hides(proposal: Proposal, tally: Tally) -> bool:
    said_something = tally.in_favour + tally.aside + tally.objections > 0
    return said_something and None in cells(tally, proposal.seen_as).values()


def numbers(proposal: Proposal, tally: Tally, words: Words) -> Bars | Paragraph:
    """What people said to one way, as numbers; in one sentence where none of them may be shown. That nobody objects
    is always said."""
    shown = cells(tally, proposal.seen_as)
    if all(number is None for stance, number in shown.items() if stance is not Stance.OBJECT):
        return Paragraph(_too_small(shown[Stance.OBJECT], words))
    of = max(1, tally.in_favour + tally.aside + tally.objections)
    told = {stance: number for stance, number in shown.items() if number != 0 or stance is Stance.OBJECT}
    return Bars(tuple(_bar(stance_label(stance, words), number, of, words) for stance, number in told.items()))


def _too_small(objections: int | None, words: Words) -> Text:
    if objections is None:
        return words.say("So few said something to this that the numbers are not told apart. Someone objects.")
    return sentences(
        words.say("So few said something to this that the numbers are not told apart."),
        words.count("{n} person objects.", "{n} people object.", objections)
        if objections
        else words.say("Nobody objects."),
    )


def _bar(label: str, number: int | None, of: int, words: Words) -> Bar:
    if number is None:
        return Bar(label, None, of, words.say("fewer than {n}, or not shown so that none can be found", n=SMALL))
    return Bar(label, number, of, words.say("{n}", n=number))


def apart(tally: Tally, proposal: Proposal, words: Words) -> Text:
    """How many stances are on earlier words and do not count for these."""
    if not tally.unconfirmed:
        return ()
    if proposal.seen_as is not SeenAs.NAMED and tally.unconfirmed < SMALL:
        return words.say("Fewer than {n} stances are on earlier words, and are not counted.", n=SMALL)
    return words.count(
        "{n} stance is on earlier words, and is not counted.",
        "{n} stances are on earlier words, and are not counted.",
        tally.unconfirmed,
    )
