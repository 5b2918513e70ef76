"""What several cards of a proposal say alike. Pure."""

from bot.chat.cards import Card, said
from bot.chat.ids import PersonId
from bot.chat.text import Bold, Command, Plain, Text, sentences
from bot.chat.words import Words
from bot.proposals.cards.secret import secretly_seen
from bot.proposals.deciding import Rule
from bot.proposals.difference import Kind, difference
from bot.proposals.model import Proposal, SeenAs

MOST_IN_LIST = 300
"""Characters of a way where several stand below each other; its own page holds all of it."""


def who(by: PersonId | None, words: Words) -> Text:
    """Who said something, as far as they want that to be seen."""
    return words.person(by) if by is not None else words.say("someone here")


def way_name(position: int, words: Words) -> str:
    """What a way is called beside others."""
    return words.label("Way {number}", number=position)


def rule_in_words(rule: Rule, words: Words) -> Text:
    """When something goes ahead under this rule."""
    match rule:
        case Rule.CONSENT:
            return words.say("It goes ahead if nobody objects.")
        case Rule.AFFECTED:
            return words.say(
                "It goes ahead if nobody whom it affects objects. Other objections are carried with the decision."
            )
        case Rule.MAJORITY:
            return words.say("It goes ahead if more are for it than against. Objections are carried with the decision.")
        case Rule.TWO_THIRDS:
            return words.say(
                "It goes ahead if at least two are for it for each one against. "
                "Objections are carried with the decision."
            )
        case Rule.SIDE_BY_SIDE:
            return words.say("Each way goes ahead that nobody objects to and that someone will carry, side by side.")


def needed(least: int, words: Words) -> Text:
    """How many must take part."""
    if not least:
        return ()
    return words.count("At least {n} person has to take part.", "At least {n} people have to take part.", least)


def seen_by(proposal: Proposal, words: Words) -> Text:
    """How a stance will be seen."""
    if proposal.seen_as is SeenAs.NAMED:
        return words.say("Stances are seen by name, once it is decided.")
    hidden = secretly_seen(proposal, words) if proposal.is_secret else words.say("Stances show no names.")
    return sentences(hidden, _if_all_agree(proposal.audience, words))


def _if_all_agree(audience: int | None, words: Words) -> Text:
    if audience is None:
        return words.say("If all agree, everyone knows.")
    return words.count(
        "{n} person may take a stance: if all agree, everyone knows.",
        "{n} people may take a stance: if all agree, everyone knows.",
        audience,
    )


def marked(old: str, new: str) -> Text:
    """The new words with what goes in ``[-…-]`` and what comes in ``{+…+}``, so that a listener can follow it."""
    text: Text = ()
    last = Kind.STAYS
    for piece in difference(old, new):
        if last is Kind.GOES and piece.kind is Kind.COMES:
            text = (*text, Plain(" "))
        text = (*text, *_piece(piece.kind, piece.words))
        last = piece.kind
    return text


def _piece(kind: Kind, said: str) -> Text:
    if kind is Kind.STAYS:
        return (Plain(said),)
    core = said.strip()
    lead, trail = said[: len(said) - len(said.lstrip())], said[len(said.rstrip()) :]
    shown = Plain(f"[-{core}-]") if kind is Kind.GOES else Bold(f"{{+{core}+}}")
    return tuple(span for span in (Plain(lead), shown, Plain(trail)) if span.words)


def legend(words: Words) -> Text:
    """How a marked text is read."""
    return words.say("What goes stands in {gone}, what comes in {new}.", gone="[- -]", new="{+ +}")


def switched_off(words: Words) -> Card:
    """Said where a community does without proposals."""
    return said(
        words.say(
            "This community does without proposals for now. {command} says who switched them off.",
            command=Command("descant log"),
        )
    )


def no_such_proposal(words: Words) -> Card:
    """What a press on a proposal that is not there any more gets."""
    return said(words.say("This proposal is not there any more. Nothing was changed."))
