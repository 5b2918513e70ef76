"""What happened in a week and nobody was thanked for yet: acts, and people only where they said so. Pure."""

from bot.chat.cards import Button, Buttons, Card, Element, Heading, Paragraph, Small
from bot.chat.text import Quoted, Text
from bot.chat.token import Token
from bot.chat.words import Words
from bot.thanks.model import Act, Kind, Week

SHOWN = 12
MOST_WORDS = 200


def week_card(week: Week | None, words: Words) -> Card | None:
    """The list, once a week; what has been thanked for since leaves it."""
    if week is None:
        return None
    if not week.acts and not week.elsewhere:
        return Card((Paragraph(words.say("All that was listed here has been thanked for, or was taken back.")),))
    elsewhere = words.listing([kind_label(kind, words) for kind in week.elsewhere])
    return Card(
        (
            Heading(words.say("Not thanked for yet")),
            Paragraph(words.say("This happened here. Would you like to thank someone for it?")),
            *(Paragraph(_line(act, words)) for act in week.acts[:SHOWN]),
            *_more(len(week.acts) - SHOWN, words),
            *((Small(words.say("In other channels: {kinds}.", kinds=elsewhere)),) if elsewhere else ()),
            Small(words.say("In no order that means anything. People are named only where they said so beforehand.")),
            Buttons(
                (
                    Button(words.label("Thank someone"), Token("thanks.new"), "primary"),
                    Button(words.label("May I be named?"), Token("thanks.mine")),
                )
            ),
        )
    )


def _more(number: int, words: Words) -> tuple[Element, ...]:
    return (Small(words.count("and {n} more", "and {n} more", number)),) if number > 0 else ()


def _line(act: Act, words: Words) -> Text:
    said = Quoted(act.words if len(act.words) <= MOST_WORDS else act.words[: MOST_WORDS - 1].rstrip() + "…")
    if act.person is None:
        return _unnamed(act.kind, said, words)
    return _named(act.kind, said, words.person(act.person), words)


def _unnamed(kind: Kind, said: Quoted, words: Words) -> Text:
    return {
        Kind.FAIR: words.say("A reason that others called fair: {words}", words=said),
        Kind.SHARED: words.say("Something was shared: {words}", words=said),
        Kind.OPTION: words.say("Another option was thought of: {words}", words=said),
        Kind.HOSTED: words.say("A check-in was held: {words}", words=said),
        Kind.FOLDED: words.say("A suggestion made this better: {words}", words=said),
        Kind.STEP: words.say("A step was done: {words}", words=said),
    }[kind]


def _named(kind: Kind, said: Quoted, who: Text, words: Words) -> Text:
    return {
        Kind.FAIR: words.say("{person} gave a reason that others called fair: {words}", person=who, words=said),
        Kind.SHARED: words.say("{person} shared something: {words}", person=who, words=said),
        Kind.OPTION: words.say("{person} thought of another option: {words}", person=who, words=said),
        Kind.HOSTED: words.say("{person} held a check-in: {words}", person=who, words=said),
        Kind.FOLDED: words.say("{person} suggested what made this better: {words}", person=who, words=said),
        Kind.STEP: words.say("{person} did a step: {words}", person=who, words=said),
    }[kind]


def kind_label(kind: Kind, words: Words) -> str:
    """A kind of act, without saying how often."""
    return {
        Kind.FAIR: words.label("fair reasons"),
        Kind.SHARED: words.label("things that were shared"),
        Kind.OPTION: words.label("new options"),
        Kind.HOSTED: words.label("check-ins"),
        Kind.FOLDED: words.label("suggestions that made something better"),
        Kind.STEP: words.label("steps that were done"),
    }[kind]
