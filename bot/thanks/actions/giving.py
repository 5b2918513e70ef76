"""From words to thanks that have been sent: nothing of them is public by that."""

from collections.abc import Sequence

from bot import drafts
from bot.chat.answers import Answer, FormErrors, OpenForm, Refused, Whisper
from bot.chat.cards import said
from bot.chat.events import ActionPressed, CommandGiven, FormSent, FromMember
from bot.chat.ids import PlaceId
from bot.chat.token import Token
from bot.chat.typed import PLACE, Values
from bot.chat.words import Words, words_for
from bot.delivery import DROP_DRAFT
from bot.ports import Effect, Tx
from bot.settings import SETTINGS, Part, to_pick
from bot.thanks.cards.asking import preview, switched_off
from bot.thanks.draft import Draft, from_line, read_draft
from bot.thanks.forms import flaw_sentence, thanks_form, too_form
from bot.thanks.model import Thanks, vocabulary
from bot.thanks.views import ASK, ASK_OTHERS, GIVE, THANKS, VOCABULARY

DRAFTED = "thanks"
CARD = "thanks"
QUESTION = "thanks.asked"
OPEN_QUESTION = "thanks.open"


def thank(tx: Tx, event: CommandGiven) -> Answer:
    """``/thank``, or "Thank for this" from a message's menu."""
    words = _on(tx, event)
    typed = {**from_line(event.text, event.mentions), **_boxes(event), **to_pick(tx, event, Part.THANKS)}
    if event.about is not None and event.about.by is not None:
        typed.setdefault("who", event.about.by)
    draft = tx.ids.new()
    drafts.keep(tx, event, draft, DRAFTED, typed, event.where.place)
    if not typed.get("words"):
        return OpenForm(thanks_form(draft, typed, words))
    return _look(tx, event, draft, typed, words)


def _boxes(event: CommandGiven) -> dict[str, str]:
    line = " ".join(f"{key}: {value}" for key, value in event.options.items())
    return from_line(line, event.mentions) if line else {}


def begin(tx: Tx, event: ActionPressed) -> Answer:
    """The same form, from a button."""
    words, draft = _on(tx, event), tx.ids.new()
    values = {**({"own": "yes"} if event.token.handler == "thanks.did" else {}), **to_pick(tx, event, Part.THANKS)}
    drafts.keep(tx, event, draft, DRAFTED, values, event.where.place)
    return OpenForm(thanks_form(draft, values, words))


def write(tx: Tx, event: FormSent) -> Answer:
    """The form was sent: the preview, or the form again with what is missing."""
    words = _on(tx, event)
    kept = drafts.kept(tx, event, DRAFTED)
    draft = kept.id if kept else tx.ids.new()
    values = {**(kept.values if kept else {}), **event.values}
    drafts.keep(tx, event, draft, DRAFTED, values, event.where.place)
    return _look(tx, event, draft, values, words)


def tag(tx: Tx, event: ActionPressed) -> Answer:
    """What kind of act it was, from the group's own words."""
    draft, kept = _here(tx, event)
    values = {**kept, "tags": "\n".join(event.values)}
    drafts.keep(tx, event, draft, DRAFTED, values, event.where.place)
    return _look(tx, event, draft, values, words_for(event.who.locale))


def change(tx: Tx, event: ActionPressed) -> Answer:
    """The form again."""
    draft, values = _here(tx, event)
    return OpenForm(thanks_form(draft, values, words_for(event.who.locale)))


def drop(tx: Tx, event: ActionPressed) -> Answer:
    """The draft is thrown away."""
    draft, _ = _here(tx, event)
    tx.change(DROP_DRAFT, id=draft)
    return Whisper(said(words_for(event.who.locale).say("Thrown away. Nobody was told.")))


def send(tx: Tx, event: ActionPressed) -> Answer:
    """Everyone who is thanked is asked, each by themselves; one's own act is shown at once."""
    words = _on(tx, event)
    draft_id, values = _here(tx, event)
    draft = read_draft(values, event.who.person, _vocabulary(tx))
    if not isinstance(draft, Draft):
        return _look(tx, event, draft_id, values, words)
    place = place_for(tx, event, values)
    given = give(tx, event, draft, place, None)
    tx.change(DROP_DRAFT, id=draft_id)
    if draft.own:
        tx.show(CARD, given, place)
        return Whisper(said(words.say("Noted, and shown here.")))
    return Whisper(said(words.say("Sent. Nothing is shown before someone agrees.")))


def place_for(tx: Tx, event: FromMember, values: Values) -> PlaceId:
    """The channel that is set for thanks, otherwise the one that was picked or in which this was begun."""
    chosen = tx.see(SETTINGS, community=tx.community).place(Part.THANKS)
    return chosen or PlaceId(values.get(PLACE) or event.where.place)


def give(tx: Tx, event: FromMember, draft: Draft, place: PlaceId, under: str | None) -> str:
    """Keep the thanks and ask whoever is thanked; returns their id."""
    given = tx.ids.new()
    tx.change(
        GIVE,
        id=given,
        community=tx.community,
        place=place,
        under=under,
        giver=event.who.person,
        giver_name=event.who.name if draft.named else "",
        named=draft.named,
        words=draft.words,
        tags=draft.tags,
        own=draft.own,
        at=tx.now,
    )
    for person in draft.people:
        asked = tx.ids.new()
        tx.change(ASK, id=asked, thanks=given, person=person)
        tx.post(Effect(f"{QUESTION}:{asked}", person, QUESTION, asked, direct=True))
    for other in draft.others:
        asked = tx.ids.new()
        tx.change(ASK_OTHERS, id=asked, thanks=given, words=other)
        tx.show(OPEN_QUESTION, asked, place)
    return given


# --- me too -------------------------------------------------------------------------------------------------------


def offer_too(tx: Tx, event: ActionPressed) -> Answer:
    """The form for words of one's own beside someone else's."""
    words = _on(tx, event)
    return OpenForm(too_form(shown_thanks(tx, event, words), {}, words))


def add_too(tx: Tx, event: FormSent) -> Answer:
    """Those who are thanked are asked about these words too."""
    words = _on(tx, event)
    thanks = shown_thanks(tx, event, words)
    people = [thanks.giver] if thanks.own else [person.person for person in thanks.people if person.agreed]
    others = [other.words for other in thanks.others if other.shown]
    values = {**event.values, "who": "\n".join(people), "others": ";".join(others)}
    draft = read_draft(values, event.who.person, ())
    if not isinstance(draft, Draft):
        wrong = {key if key == "words" else "words": flaw_sentence(flaw, words) for key, flaw in draft.items()}
        return FormErrors(too_form(thanks, event.values, words), wrong, Token("thanks.too", (thanks.id,)))
    give(tx, event, draft, thanks.place, thanks.id)
    return Whisper(said(words.say("Sent. Your words join the others as soon as someone whom they are about agrees.")))


def shown_thanks(tx: Tx, event: FromMember, words: Words) -> Thanks:
    """The thanks that the event is about, if everyone may see them. Refuses otherwise."""
    ids = getattr(event, "token", Token("none")).ids
    thanks = tx.see(THANKS, subject=ids[0]) if ids else None
    if thanks is None or thanks.community != tx.community or not thanks.anything_shown:
        raise Refused(said(words.say("These thanks are not there any more. Nothing was recorded.")))
    return thanks


# --- drafts -------------------------------------------------------------------------------------------------------


def _on(tx: Tx, event: FromMember) -> Words:
    words = words_for(event.who.locale)
    if tx.see(SETTINGS, community=tx.community).is_off(Part.THANKS):
        raise Refused(switched_off(words))
    return words


def _look(tx: Tx, event: FromMember, draft_id: str, values: Values, words: Words) -> Answer:
    ours = _vocabulary(tx)
    draft = read_draft(values, event.who.person, ours)
    if isinstance(draft, Draft):
        return Whisper(preview(draft, draft_id, ours, words))
    wrong = {key: flaw_sentence(flaw, words) for key, flaw in draft.items()}
    return FormErrors(thanks_form(draft_id, values, words), wrong, Token("thanks.change", (draft_id,)))


def _vocabulary(tx: Tx) -> Sequence[str]:
    return vocabulary(tx.see(VOCABULARY, community=tx.community))


def _here(tx: Tx, event: ActionPressed) -> tuple[str, dict[str, str]]:
    gone = words_for(event.who.locale).say("This draft is not there any more: it was sent or thrown away.")
    kept = drafts.still_there(tx, event, DRAFTED, gone)
    return kept.id, kept.values
