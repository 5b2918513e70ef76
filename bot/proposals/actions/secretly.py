"""Taking a stance, and saying why, in a secret proposal: under tags, and the words apart from the stance."""

from bot.chat.answers import Answer, FormErrors, OpenForm, Whisper
from bot.chat.cards import said
from bot.chat.events import ActionPressed, FormSent
from bot.chat.text import clean
from bot.chat.token import Token
from bot.chat.typed import too_long
from bot.chat.words import Words, words_for
from bot.ports import Tx
from bot.proposals.actions.secrecy import STANCE, WORDS, tagged
from bot.proposals.cards.stances import secret_why_form
from bot.proposals.decided import MOST_REASON, Boxed
from bot.proposals.deciding import Stance
from bot.proposals.decision_views import (
    MINE,
    SECRET_BACK,
    SECRET_EXPLAIN,
    SECRET_SAID,
    SECRET_TAKE,
    SECRET_UNEXPLAIN,
)
from bot.proposals.model import Proposal, ProposalCard


def keep_secretly(
    tx: Tx, event: ActionPressed | FormSent, proposal: Proposal, way: int, version: int, stance: Stance | None
) -> None:
    """Keep a stance, or that there is none. Without times the order of arrival decides between two presses."""
    tag = tagged(tx, proposal, STANCE, event.who.person, words_for(event.who.locale))
    of = {"proposal": proposal.id, "in_round": proposal.round, "tag": tag, "way": way}
    if stance is None:
        tx.change(SECRET_BACK, **of)
    else:
        tx.change(SECRET_TAKE, version=version, stance=stance, **of)


def ask_secretly(tx: Tx, event: ActionPressed, card: ProposalCard, way: int, words: Words) -> Answer:
    """The form for words to put into the box, with those that this member has put there."""
    proposal, person = card.proposal, event.who.person
    whose = tagged(tx, proposal, STANCE, person, words)
    mine = tx.see(MINE, proposal=proposal.id, person=whose).get(way)
    tag = tagged(tx, proposal, WORDS, person, words)
    boxed = tx.see(SECRET_SAID, proposal=proposal.id, in_round=proposal.round, tag=tag)
    stance = (mine.stance if mine else None) or Stance.OBJECT
    return OpenForm(secret_why_form(card, way, boxed or Boxed(way, stance, "", False), words))


def explain_secretly(tx: Tx, event: FormSent, card: ProposalCard, way: int, words: Words) -> Answer:
    """The words lie in the box of this round, without any link to a stance; empty words take back what was there."""
    proposal, typed = card.proposal, clean(event.values.get("words", ""))
    chosen = event.values.get("as", "")
    stance = Stance(chosen) if chosen in tuple(Stance) else Stance.OBJECT
    boxed = Boxed(way, stance, typed, event.values.get("always") == "always")
    if len(typed) > MOST_REASON:
        flaws = {"words": too_long(MOST_REASON, words)}
        return FormErrors(secret_why_form(card, way, boxed, words), flaws, Token("stance.why", event.token.ids))
    of = {
        "proposal": proposal.id,
        "in_round": proposal.round,
        "tag": tagged(tx, proposal, WORDS, event.who.person, words),
    }
    if not typed:
        tx.change(SECRET_UNEXPLAIN, **of)
        return Whisper(said(words.say("Your words are gone. Your stance stays as it was.")))
    tx.change(SECRET_EXPLAIN, way=way, said_as=stance, words=typed, always=boxed.always, **of)
    return Whisper(said(words.say("Your words are in the box. They are read when it is decided, shuffled.")))
