"""Looking at a decision again: its card, its ways, how it came about; as files; and taking it up once more."""

from bot.chat.answers import Answer, File, Refused, Whisper
from bot.chat.cards import Element, said
from bot.chat.events import ActionPressed
from bot.chat.plain import Reading
from bot.chat.words import Words, words_for
from bot.ports import Reader, Tx
from bot.proposals.actions.handing import the_proposal
from bot.proposals.actions.proposing import open_with
from bot.proposals.actions.stances import number
from bot.proposals.cards.decision import decision_card, record_entry, ways_page
from bot.proposals.cards.parts import no_such_proposal
from bot.proposals.cards.takeaway import as_json, as_markdown
from bot.proposals.cards.trail import trail_page
from bot.proposals.cards.whole import whole_card
from bot.proposals.decision_views import WHOLE
from bot.proposals.following import Whole


def entry(reader: Reader, proposal: str, words: Words) -> tuple[Element, ...]:
    """A decision in the list of what was decided."""
    whole = reader.see(WHOLE, subject=proposal)
    return record_entry(whole, words) if whole is not None else ()


def show(tx: Tx, event: ActionPressed) -> Answer:
    """The card of a proposal again, for the one who asked to see it."""
    words = words_for(event.who.locale)
    return Whisper(whole_card(_whole(tx, event, words), words))


def last(tx: Tx, event: ActionPressed) -> Answer:
    """What was decided last, whatever has become of it since."""
    words = words_for(event.who.locale)
    return Whisper(decision_card(_decided(tx, event, words), words))


def ways(tx: Tx, event: ActionPressed) -> Answer:
    """A page of all ways in full, with what was said to each."""
    words = words_for(event.who.locale)
    return Whisper(ways_page(_decided(tx, event, words), number(event.token.id(1)), words))


def trail(tx: Tx, event: ActionPressed) -> Answer:
    """A page of how it came about."""
    words = words_for(event.who.locale)
    return Whisper(trail_page(_whole(tx, event, words).card, number(event.token.id(1)), words))


def export(tx: Tx, event: ActionPressed) -> Answer:
    """The decision as one Markdown file and as JSON."""
    words = words_for(event.who.locale)
    whole = _decided(tx, event, words)
    someone = words.label("someone here")
    reading = Reading(words, "UTC", lambda _: someone)
    files = (
        File("decision.md", as_markdown(whole, reading).encode()),
        File("decision.json", as_json(whole).encode()),
    )
    return Whisper(said(words.say("Here is the decision, whole, without names. It is yours to keep.")), files)


def again(tx: Tx, event: ActionPressed) -> Answer:
    """A new proposal that begins with the words of this one."""
    words = words_for(event.who.locale)
    whole = _whole(tx, event, words)
    chosen = whole.decided.decision.ways if whole.decided else ()
    way = next((each for each in whole.card.ways if each.position in chosen), whole.card.ways[0])
    return open_with(tx, event, {"what": way.words, "why": whole.card.proposal.why})


def _whole(tx: Tx, event: ActionPressed, words: Words) -> Whole:
    whole = tx.see(WHOLE, subject=the_proposal(tx, event, words).id)
    if whole is None:
        raise Refused(no_such_proposal(words))
    return whole


def _decided(tx: Tx, event: ActionPressed, words: Words) -> Whole:
    whole = _whole(tx, event, words)
    if whole.decided is None:
        raise Refused(said(words.say("Nothing has been decided about this yet.")))
    return whole
