"""Suggest a change to the set-up: for everyone, as a proposal in which what holds now stands already; where a community
does without proposals, as a message to those who have set it up."""

from bot import drafts
from bot.chat.answers import Answer, FormErrors, OpenForm, Refused, Whisper
from bot.chat.events import ActionPressed, FormSent
from bot.chat.ids import PersonId
from bot.chat.text import clean
from bot.chat.token import Token
from bot.chat.typed import too_long
from bot.chat.words import Words, words_for
from bot.choices import may_ask
from bot.ports import Effect, Tx
from bot.proposals.actions.proposing import open_with
from bot.settings import SETTINGS, Name, Part
from bot.setup.cards import suggested as cards
from bot.setup.forms import to_keepers_form
from bot.setup.model import MOST_SUGGESTED, SUGGESTED
from bot.setup.views import KNOWN_KEEPERS

TO_KEEPER = "setup.suggested"
MOST_TOLD = 5
"""Keepers who are written to; the others read what these make of it in the log."""


def choose(tx: Tx, event: ActionPressed) -> Answer:
    """What is to be changed?"""
    words, settings = words_for(event.who.locale), tx.see(SETTINGS, community=tx.community)
    if settings.is_off(Part.PROPOSALS) and not _keepers(tx, event.who.person):
        raise Refused(cards.nobody_to_tell(words))
    return Whisper(cards.what_to_change(settings, words))


def propose(tx: Tx, event: ActionPressed) -> Answer:
    """The form of a proposal, or of a message to the keepers, with the setting and what holds now."""
    words, settings = words_for(event.who.locale), tx.see(SETTINGS, community=tx.community)
    name = _name(event.values[0] if event.values else event.token.id(0), words)
    if settings.is_off(Part.PROPOSALS):
        return OpenForm(to_keepers_form(name, cards.worded(name, settings, words), words))
    return open_with(tx, event, {"what": cards.worded(name, settings, words)})


def tell_keepers(tx: Tx, event: FormSent) -> Answer:
    """Those who have set it up get it privately, with the name of whoever wrote it, and nobody else does."""
    words, person = words_for(event.who.locale), event.who.person
    name, typed = _name(event.token.id(0), words), clean(event.values.get("words", ""))
    if not typed or len(typed) > MOST_SUGGESTED:
        wrong = too_long(MOST_SUGGESTED, words) if typed else words.say("Please say what you would like.")
        again = Token("setup.propose", (name.value,))
        return FormErrors(to_keepers_form(name, typed, words), {"words": wrong}, again)
    keepers = _keepers(tx, person)
    if not keepers:
        raise Refused(cards.nobody_to_tell(words))
    kept = tx.ids.new()
    drafts.keep(tx, event, kept, SUGGESTED, {"name": name.value, "words": typed}, event.where.place)
    for keeper in keepers:
        tx.post(Effect(f"{TO_KEEPER}:{kept}:{keeper}", keeper, TO_KEEPER, kept, direct=True, told=person))
    return Whisper(cards.told_keepers(typed, len(keepers), words))


def _keepers(tx: Tx, person: PersonId) -> list[PersonId]:
    known = tx.see(KNOWN_KEEPERS, community=tx.community, limit=MOST_TOLD)
    return [keeper for keeper in known if keeper != person and may_ask(tx, tx.community, keeper, tx.now)]


def _name(chosen: str, words: Words) -> Name:
    if chosen not in tuple(Name):
        raise Refused(cards.no_such_setting(words))
    return Name(chosen)
