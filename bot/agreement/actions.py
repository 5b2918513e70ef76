"""Reading the agreement, changing it, looking at it again, and showing it to whoever is new."""

from dataclasses import replace
from datetime import datetime, timedelta

from bot.agreement import cards
from bot.agreement.forms import change_form, flaw_sentence
from bot.agreement.model import Draft, Version, read_draft
from bot.agreement.views import ADOPT, LOOK_AGAIN, MEET, NEWEST, VERSIONS
from bot.chat.answers import Answer, FormErrors, Nothing, OpenForm, Refused, Whisper
from bot.chat.cards import Card
from bot.chat.events import ActionPressed, FormSent, FromMember, TimeCame
from bot.chat.ids import PersonId, PlaceId
from bot.chat.token import Token
from bot.chat.typed import PLACE
from bot.chat.words import Words, words_for
from bot.choices import zone_of
from bot.personal import tag_of
from bot.ports import Effect, Tx
from bot.power import MOST_WHY, Deed, note
from bot.proposals.actions.proposing import open_with
from bot.proposals.deciding import Rule
from bot.proposals.decision_views import DECIDED_WORDS
from bot.proposals.views import PROPOSAL
from bot.settings import SETTINGS, Name, Part, to_pick

CHANGED = "agreement.changed"
DECIDED = "agreement.adopt"
"""Due when the group has decided a proposal that changes it."""
REVIEW = "agreement.review"

ERASED = "home.erase"

AGAIN = timedelta(days=180)
"""After the group was asked to look at it, and has left it as it was, it is asked again."""


def show(tx: Tx, event: FromMember) -> Answer:
    """The text that holds."""
    return Whisper(cards.agreement_card(_held(tx), event.who.keeper, words_for(event.who.locale)))


def show_versions(tx: Tx, event: ActionPressed) -> Answer:
    """A page of how it came to be."""
    typed = event.token.id(0)
    page = int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 7 else 0
    found = tx.see(VERSIONS, community=tx.community, limit=cards.PAGE + 1, skip=page * cards.PAGE)
    more = len(found) > cards.PAGE
    return Whisper(cards.versions_page(found[: cards.PAGE], page, more, words_for(event.who.locale)))


# --- changing it --------------------------------------------------------------------------------------------------


def suggest(tx: Tx, event: ActionPressed) -> Answer:
    """Anyone suggests a change: the form of a proposal, with the text that holds now to be written over."""
    settings = tx.see(SETTINGS, community=tx.community)
    rule = {"rule": Rule.CONSENT.value} if settings.get(Name.RULE) == Rule.SIDE_BY_SIDE else {}
    return open_with(tx, event, {"what": _text(tx), "follows": DECIDED, **rule})


def follow(tx: Tx, event: TimeCame) -> Answer:
    """What the group has decided holds from now on; where it stops that, or the trial of it ends, what held before
    holds again. The group looks again at its decision, so the text needs no day of its own for that."""
    decided, proposal = tx.see(DECIDED_WORDS, proposal=event.subject), tx.see(PROPOSAL, proposal=event.subject)
    if decided is None or proposal is None or len(decided.words) != 1:
        return Nothing()
    place = tx.see(SETTINGS, community=tx.community).place(Part.DECISIONS) or proposal.place
    newest = _newest(tx)
    (text,) = decided.words
    if decided.ended:
        if newest is not None and newest.proposal == proposal.id and not newest.returns:
            _return(tx, newest, place)
    elif newest is None or newest.text != text:
        adopt(tx, text, decided.proposer, proposal.why[:MOST_WHY], place, None, proposal.id)
    return Nothing()


def _return(tx: Tx, version: Version, place: PlaceId) -> None:
    """What held before this version holds again, or nothing where nothing did."""
    before = tx.see(VERSIONS, community=tx.community, limit=1, skip=1)
    text, review_at = (before[0].version.text, before[0].version.review_at) if before else ("", None)
    later = review_at if review_at is not None and review_at > tx.now else None
    adopt(tx, text, version.person, "", place, later, version.proposal, returns=True)


def change(tx: Tx, event: ActionPressed) -> Answer:
    """A keeper's form."""
    words, newest = _for_keepers(event), _newest(tx)
    review = tx.see(SETTINGS, community=tx.community).get(Name.REVIEW)
    values = {"text": _text(tx), "review": review, **to_pick(tx, event, Part.DECISIONS)}
    return OpenForm(change_form(newest.number if newest else 0, values, words))


def keep(tx: Tx, event: FormSent) -> Answer:
    """A keeper's change holds from now on."""
    words, newest = _for_keepers(event), _newest(tx)
    settings = tx.see(SETTINGS, community=tx.community)
    zone = zone_of(tx, event)
    typed = event.token.id(0)
    base = int(typed) if typed.isascii() and typed.isdigit() else 0
    values = {**to_pick(tx, event, Part.DECISIONS), **event.values}
    draft = read_draft(values, tx.now, zone, (event.who.locale, "en"), newest, base)
    if not isinstance(draft, Draft):
        wrong = {key: flaw_sentence(key, flaw, words) for key, flaw in draft.items()}
        over = newest.number if newest is not None else 0
        return FormErrors(change_form(over, values, words), wrong, Token("agreement.change"))
    place = settings.place(Part.DECISIONS) or PlaceId(values.get(PLACE) or event.where.place)
    held = adopt(tx, draft.text, event.who.person, draft.why, place, draft.review_at)
    return Whisper(cards.kept(held, words))


def _for_keepers(event: ActionPressed | FormSent) -> Words:
    """The right to change is asked of the platform again with every press."""
    words = words_for(event.who.locale)
    if not event.who.keeper:
        raise Refused(cards.only_keepers(words))
    return words


def adopt(
    tx: Tx,
    text: str,
    by: PersonId,
    why: str,
    place: PlaceId,
    review_at: datetime | None,
    proposal: str | None = None,
    *,
    returns: bool = False,
) -> Version:
    """This text holds from now on; everyone is told in ``place`` what changed, and asked there at ``review_at`` whether
    it still fits. Without a proposal it was a keeper's doing, which leaves a trace in the power log."""
    newest = _newest(tx)
    number = newest.number + 1 if newest is not None else 1
    version = Version(tx.ids.new(), tx.community, number, text, by, why, proposal, place, tx.now, review_at, returns)
    tx.change(
        ADOPT,
        id=version.id,
        community=tx.community,
        number=number,
        text=text,
        person=by,
        why=why,
        proposal=proposal,
        place=place,
        at=tx.now,
        review_at=review_at,
        returns=returns,
    )
    if proposal is None:
        before = str(newest.number) if newest is not None else ""
        note(tx, Deed.ADOPTED, by, "agreement", before, str(number), why)
    tx.show(CHANGED, version.id, place, told=by)
    if review_at is not None:
        tx.wake(REVIEW, tx.community, review_at)
    else:
        tx.rest(REVIEW, tx.community)
    return version


# --- looking at it again ------------------------------------------------------------------------------------------


def ask_again(tx: Tx, event: TimeCame) -> Answer:
    """The day has come: everyone is asked whether it still fits. It holds until they change it."""
    newest = _newest(tx)
    if newest is None or newest.review_at != event.due:
        return Nothing()
    tx.post(Effect(f"{REVIEW}:{newest.id}:{event.due.isoformat()}", newest.place, REVIEW, tx.community))
    later = event.at + AGAIN
    tx.change(LOOK_AGAIN, whose=tx.community, which=newest.number, at=later)
    tx.wake(REVIEW, tx.community, later)
    return Nothing()


# --- newcomers ----------------------------------------------------------------------------------------------------


def greet(tx: Tx, event: FromMember, answer: Answer) -> Answer:
    """The first whisper that somebody gets here carries the agreement, once; who has met the bot before there was one
    reads of it where it was posted."""
    if not isinstance(answer, Whisper) or _goes(event):
        return answer
    tag = tag_of(tx, event.who.person)
    if not tx.change(MEET, community=tx.community, tag=tag):
        return answer
    newest = _held(tx)
    if newest is None:
        return answer
    added = cards.greeting(newest, words_for(event.who.locale))
    return replace(answer, card=Card((*answer.card.elements, *added)))


def _goes(event: FromMember) -> bool:
    """Whether they have just erased themselves, and are to be known no more."""
    return isinstance(event, FormSent) and event.token.handler == ERASED


def _text(tx: Tx) -> str:
    """What holds now; before anything does, the text to begin with, in the language of what everyone reads."""
    held = _held(tx)
    if held is not None:
        return held.text
    return cards.starting_text(words_for(tx.see(SETTINGS, community=tx.community).language))


def _held(tx: Tx) -> Version | None:
    newest = _newest(tx)
    return newest if newest is not None and newest.text else None


def _newest(tx: Tx) -> Version | None:
    return tx.see(NEWEST, community=tx.community)
