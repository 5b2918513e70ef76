"""What keepers see of words that can be hidden, and what whoever wrote them is told. Pure."""

from collections.abc import Sequence

from bot.chat.cards import Button, Buttons, Card, Element, Heading, Menu, MenuOption, Paragraph, Said, Small, said
from bot.chat.text import Bold, Quoted
from bot.chat.token import Token
from bot.chat.words import Words
from bot.hiding.model import Hidden, Piece

MOST_LABEL = 75
MOST_LISTED = 25
"""What one menu holds."""


def only_keepers(words: Words) -> Card:
    """Said to someone whom the platform does not let do this."""
    return said(words.say("Only members whom this platform lets manage it can hide words. Nothing was changed."))


def not_mine(words: Words) -> Card:
    """Said of a message that shows nothing of what is kept here."""
    return Card(
        (
            Paragraph(
                words.say(
                    "I can hide words on cards that I keep up to date: polls, proposals, thanks and the like. "
                    "This is not one of them, so whoever may remove messages here can do that."
                )
            ),
            Buttons((Button(words.label("Look for words"), Token("hide.seek")),)),
        )
    )


def from_a_menu(words: Words) -> Card:
    """Said where it is typed as a command, though it is about a message."""
    return Card(
        (
            Paragraph(words.say("Choose “Hide words” from the menu of the message on which they stand.")),
            Buttons((Button(words.label("Look for words"), Token("hide.seek")),)),
        )
    )


def pieces(found: Sequence[Piece], words: Words) -> Card:
    """Words that can be hidden, and those that were and can be shown again."""
    readable = [piece for piece in found if piece.hidden is None]
    hidden = dict.fromkeys(piece.hidden for piece in found if piece.hidden is not None)
    elements: list[Element] = [Heading(words.say("Hide harmful words"))]
    if not found:
        elements.append(Paragraph(words.say("I found no such words here.")))
    if readable:
        lines = tuple(MenuOption(f"{piece.kind} {piece.id}", _cut(piece.words)) for piece in readable[:MOST_LISTED])
        elements.append(Menu(Token("hide.ask"), words.label("Which words do harm?"), lines))
    if len(readable) > MOST_LISTED:
        elements.append(Small(words.say("There is more. Look for a part of the words.")))
    again = tuple(
        Button(words.label("Show hidden words {number} again", number=number), Token("hide.show", (one,)))
        for number, one in enumerate(hidden, 1)
    )
    elements += [
        *((Buttons(again),) if again else ()),
        Small(words.say("What you hide is gone everywhere, for everyone. Everyone can read that you hid it, and why.")),
        Buttons((Button(words.label("Look for words"), Token("hide.seek")),)),
    ]
    return Card(tuple(elements))


def _cut(words: str) -> str:
    line = " ".join(words.split())
    return line if len(line) <= MOST_LABEL else line[: MOST_LABEL - 1].rstrip() + "…"


def done(hidden: str, author_told: bool, words: Words) -> Card:
    """Said when words have been hidden."""
    whom = (
        words.say("Whoever wrote them is told privately, and can answer.")
        if author_told
        else words.say("Nobody can be told, because it is not known who wrote them.")
    )
    again = Button(words.label("Show them again"), Token("hide.show", (hidden,)))
    return Card(
        (
            Paragraph(words.say("These words are hidden. No count has changed.")),
            Paragraph(whom),
            Buttons((again,)),
        )
    )


def told(hidden: Hidden | None, words: Words) -> Card | None:
    """Told privately to whoever wrote the words; None when there is nothing left to tell."""
    if hidden is None or hidden.words is None or hidden.shown_again:
        return None
    return Card(
        (
            Paragraph(
                words.say(
                    "Words of yours were hidden from everyone by {person}: {why}",
                    person=words.person(hidden.by) if hidden.by else words.say("someone who has erased themselves"),
                    why=Quoted(hidden.why),
                )
            ),
            Said(hidden.words),
            Paragraph(words.say("What you chose still counts. You can answer; your answer stands with the reason.")),
            Buttons((Button(words.label("Answer"), Token("hide.answer", (hidden.id,)), "primary"),)),
        )
    )


def answered(hidden: Hidden | None, words: Words) -> Card | None:
    """Told to the keeper who hid the words: what whoever wrote them says."""
    if hidden is None or not hidden.answer:
        return None
    where = (
        words.say("Whoever wrote the words that you hid in {thing} answers:", thing=Bold(hidden.title))
        if hidden.title
        else words.say("Whoever wrote words that you hid answers:")
    )
    again = Button(words.label("Show them again"), Token("hide.show", (hidden.id,)))
    return Card((Paragraph(where), Said(hidden.answer), *(() if hidden.shown_again else (Buttons((again,)),))))
