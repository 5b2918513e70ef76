"""What people said, in their own words: objections and reservations in full, the affected apart. Pure."""

from collections.abc import Collection, Iterable, Sequence

from bot.chat.cards import Button, Buttons, Card, Element, Heading, Paragraph, Said, Small
from bot.chat.text import Bold, sentences
from bot.chat.token import Token
from bot.chat.words import Words
from bot.proposals.cards.outcome import name_of, stance_label
from bot.proposals.cards.secret import in_the_box
from bot.proposals.decided import Stand
from bot.proposals.deciding import Stance
from bot.proposals.following import Whole
from bot.proposals.model import SMALL, ProposalCard, SeenAs, State

ROOM = 2000
"""Characters of people's words that fit on a card beside the rest; the others are one press away."""
PAGE = 5
IN_ORDER = (Stance.OBJECT, Stance.RESERVED, Stance.ASIDE, Stance.YES)
"""Dissent stands first."""


def spoken(stands: Iterable[Stand], *said_as: Stance) -> list[Stand]:
    """Those who said why for one of these stances, in an order that tells nothing of when or who."""
    found = [each for each in stands if each.words and each.said_as in said_as]
    return sorted(found, key=lambda each: (each.way, IN_ORDER.index(each.said_as or Stance.YES), each.id))


def carried(whole: Whole, stands: Sequence[Stand], words: Words) -> tuple[Element, ...]:
    """Every objection and reservation, as far as the card has room; no side is cut shorter than another."""
    voices = spoken(stands, Stance.OBJECT, Stance.RESERVED)
    if not voices:
        return ()
    shown = _within_room(voices)
    elements: list[Element] = [Heading(words.say("What this carries: objections and reservations"))]
    elements += [voice(whole.card, each, words) for each in shown]
    hidden = len(voices) - len(shown)
    if hidden:
        elements.append(
            Small(words.count("{n} more: press See the reasons.", "{n} more: press See the reasons.", hidden))
        )
    return tuple(elements)


def said_by_affected(whole: Whole, stands: Sequence[Stand], words: Words) -> tuple[Element, ...]:
    """What those said whom it affects, apart; not where so few are that this would show who spoke."""
    card = whole.card
    voices = [each for each in spoken(stands, *IN_ORDER) if each.person in card.affected]
    if not card.affected or not voices:
        return ()
    title = Heading(words.say("What those said whom it affects"))
    if card.proposal.seen_as is not SeenAs.NAMED and len(card.affected) < SMALL:
        few = words.say(
            "Fewer than {n} people said that it affects them, so their words stand among the others.", n=SMALL
        )
        return (title, Small(few))
    return (title, *(voice(card, each, words) for each in _within_room(voices)))


def voice(card: ProposalCard, stand: Stand, words: Words) -> Said:
    """Someone's own words, what they speak for, and who said them where they want that."""
    stance = stance_label(stand.said_as or Stance.YES, words)
    way = Bold(name_of(card, stand.way, words))
    if stand.named:
        line = words.say("{person}: {stance}, to {way}", person=words.person(stand.person), stance=stance, way=way)
    else:
        line = words.say("{stance}, to {way}", stance=stance, way=way)
    if stand.changed:
        line = words.say("{line} (has come to another stance since)", line=line)
    return Said(stand.words, line)


def _within_room(voices: Sequence[Stand]) -> list[Stand]:
    room, shown = ROOM, list[Stand]()
    for each in voices:
        room -= len(each.words)
        if room < 0 and shown:
            break
        shown.append(each)
    return shown


def reasons_page(whole: Whole, page: int, own: Collection[str], words: Words) -> Card:
    """A page of everything that was said, dissent first. ``own`` are the reader's words."""
    voices = spoken(whole.said(), *IN_ORDER)
    if not voices and whole.card.proposal.is_secret and whole.card.proposal.state in (State.SHAPING, State.DECIDING):
        return Card((Paragraph(in_the_box(words)),))
    if not voices:
        return Card((Paragraph(words.say("Nobody has said why yet. Anyone may, whatever they say.")),))
    here = voices[page * PAGE : (page + 1) * PAGE]
    proposal = whole.card.proposal
    turns = [(page - 1, words.label("Earlier reasons"))] if page else []
    turns += [(page + 1, words.label("More reasons"))] if (page + 1) * PAGE < len(voices) else []
    buttons = tuple(Button(label, Token("stance.reasons", (proposal.id, str(to)))) for to, label in turns)
    said = tuple(_own(voice(whole.card, each, words), each.id in own, words) for each in here)
    return Card((Heading(words.say("Reasons")), *said, *((Buttons(buttons),) if buttons else ())))


def _own(said: Said, own: bool, words: Words) -> Said:
    return Said(said.words, sentences(said.by, words.say("These are your words."))) if own else said
