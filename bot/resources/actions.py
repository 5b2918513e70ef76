"""Sharing, finding, and saying what is no longer right."""

import re
from collections.abc import Mapping

from bot.chat.answers import Answer, FormErrors, Nothing, OpenForm, Refused, Whisper
from bot.chat.cards import said
from bot.chat.events import ActionPressed, CommandGiven, FormSent, FromMember, TimeCame
from bot.chat.hidden import hidden_in
from bot.chat.ids import PlaceId
from bot.chat.terms import LAST, MOST_SOUGHT, sought
from bot.chat.text import clean, one_line
from bot.chat.token import Token
from bot.chat.typed import PLACE, Missing, TooLong
from bot.chat.words import Words, words_for
from bot.ports import Tx
from bot.resources import cards
from bot.resources.forms import doubt_form, find_form, flaw_sentence, share_form
from bot.resources.model import MOST_WHY, Draft, Resource, flaw_of, from_line, index_of, read_draft
from bot.resources.views import FILE_UNDER, FOUND, MARK, RESOURCE, SHARE, TAKE_BACK, UNFILE
from bot.settings import to_pick

FACE = "resource"
REWRITTEN = ("resource.words", "resource.link")
"""Due when these were hidden or are shown again."""

MOST_BYTES = 56
"""Of what is looked for: a button carries them to the next page."""

_ADDRESS = re.compile(r"https?://[^\s<>|]+")


# --- sharing ------------------------------------------------------------------------------------------------------


def share(tx: Tx, event: CommandGiven, line: str) -> Answer:
    """``/descant share``: with words, they are shared at once; without, or from a message's menu, by the form."""
    words = words_for(event.who.locale)
    picked = to_pick(tx, event)
    if event.about is not None:
        return OpenForm(share_form({"link": _link_in(event.about.words) or event.about.link, **picked}, words))
    if not line or picked:
        return OpenForm(share_form({**from_line(line), **picked}, words))
    return _taken(tx, event, from_line(line), words)


def _link_in(said: str) -> str:
    """The first address in a message that can be shared; its other words are its writer's, and stay theirs."""
    return next((link for link in _ADDRESS.findall(said) if flaw_of(link) is None), "")


def begin(tx: Tx, event: ActionPressed) -> Answer:
    """The form, from a button; after something that could not be taken, with what stood in it."""
    return OpenForm(share_form(to_pick(tx, event), words_for(event.who.locale)))


def compose(tx: Tx, event: FormSent) -> Answer:
    """The form was sent."""
    return _taken(tx, event, {**to_pick(tx, event), **event.values}, words_for(event.who.locale))


def _taken(tx: Tx, event: FromMember, values: Mapping[str, str], words: Words) -> Answer:
    draft = read_draft(values)
    if not isinstance(draft, Draft):
        wrong = {key: flaw_sentence(flaw, words) for key, flaw in draft.items()}
        return FormErrors(share_form(values, words), wrong, Token("resource.new"))
    resource, place = tx.ids.new(), PlaceId(values.get(PLACE) or event.where.place)
    tx.change(
        SHARE,
        id=resource,
        community=tx.community,
        place=place,
        person=event.who.person,
        words=draft.words,
        link=draft.link,
        everywhere=draft.everywhere,
        at=tx.now,
    )
    _file(tx, resource, draft.words, draft.link)
    tx.show(FACE, resource, place, told=event.who.person)
    return Whisper(cards.shared(resource, draft.everywhere, words))


def _file(tx: Tx, resource: str, words: str, link: str) -> None:
    for term in index_of(words, link):
        tx.change(FILE_UNDER, community=tx.community, term=term, resource=resource)


def file_anew(tx: Tx, event: TimeCame) -> Answer:
    """Its words were hidden, or are shown again: it is found by those that stand there now."""
    resource = tx.see(RESOURCE, subject=event.subject)
    if resource is not None and not resource.gone:
        tx.change(UNFILE, resource=resource.id)
        _file(tx, resource.id, _readable(resource.words), _readable(resource.link))
    return Nothing()


def _readable(words: str) -> str:
    return words if hidden_in(words) is None else ""


def take_back(tx: Tx, event: ActionPressed) -> Answer:
    """Whoever shared it takes it back, everywhere."""
    words = words_for(event.who.locale)
    resource = _the_resource(tx, event, words)
    if not tx.change(TAKE_BACK, resource=resource.id, person=event.who.person):
        raise Refused(
            said(words.say("Only whoever shared this can take it back. You can say what is no longer right."))
        )
    tx.touch(FACE, resource.id)
    return Whisper(said(words.say("Taken back. It can not be found any more.")))


# --- finding ------------------------------------------------------------------------------------------------------


def find(tx: Tx, event: CommandGiven, line: str) -> Answer:
    """``/descant find``: everything that is shared, or what has these words in it."""
    return _page(tx, event, line, 0)


def ask_for_words(tx: Tx, event: ActionPressed) -> Answer:
    """What are you looking for?"""
    return OpenForm(find_form(words_for(event.who.locale)))


def look_for(tx: Tx, event: FormSent) -> Answer:
    """The same from a form."""
    return _page(tx, event, event.values.get("words", ""), 0)


def turn(tx: Tx, event: ActionPressed) -> Answer:
    """Another page."""
    typed = event.token.id(0)
    return _page(
        tx, event, event.token.id(1), int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 7 else 0
    )


def _page(tx: Tx, event: FromMember, typed: str, page: int) -> Answer:
    looked_for = _short(typed)
    slots = dict(enumerate(sought(looked_for), 1))
    found = tx.see(
        FOUND,
        community=tx.community,
        place=event.where.place,
        person=event.who.person,
        places=event.who.places,
        limit=cards.PAGE + 1,
        skip=page * cards.PAGE,
        **{f"term{n}": slots.get(n, "") for n in range(1, MOST_SOUGHT + 1)},
        **{f"end{n}": slots.get(n, "") + LAST for n in range(1, MOST_SOUGHT + 1)},
    )
    more = len(found) > cards.PAGE
    return Whisper(cards.found_page(found[: cards.PAGE], looked_for, page, more, words_for(event.who.locale)))


def _short(typed: str) -> str:
    """As much of what was typed as the button to the next page can carry."""
    return one_line(typed.replace("|", " ")).encode()[:MOST_BYTES].decode(errors="ignore").strip()


def show(tx: Tx, event: ActionPressed) -> Answer:
    """One of what was found, whole."""
    words = words_for(event.who.locale)
    resource = _the_resource(tx, event, words)
    return Whisper(cards.whole(resource, resource.person == event.who.person, event.who.keeper, words))


# --- no longer right ----------------------------------------------------------------------------------------------


def ask_why(tx: Tx, event: ActionPressed) -> Answer:
    """What is no longer right?"""
    words = words_for(event.who.locale)
    resource = _the_resource(tx, event, words)
    if not resource.holds:
        raise Refused(said(words.say("Somebody has said so already. Their reason stands on it.")))
    return OpenForm(doubt_form(resource.id, "", words))


def doubt(tx: Tx, event: FormSent) -> Answer:
    """Anyone says what is no longer right; everyone can read who, when and why."""
    words = words_for(event.who.locale)
    resource = _the_resource(tx, event, words)
    why = clean(event.values.get("why", ""))
    if not why or len(why) > MOST_WHY:
        flaw = TooLong(MOST_WHY) if why else Missing()
        wrong = flaw_sentence(flaw, words) if why else words.say("Please say in a few words what is no longer right.")
        again = Token("resource.doubt", (resource.id,))
        return FormErrors(doubt_form(resource.id, event.values.get("why", ""), words), {"why": wrong}, again)
    return _marked(tx, event, resource, why, words)


def say_right(tx: Tx, event: ActionPressed) -> Answer:
    """Anyone says that it is right after all: an undo, or an answer."""
    words = words_for(event.who.locale)
    resource = _the_resource(tx, event, words)
    if resource.holds:
        raise Refused(said(words.say("It stands as right already.")))
    return _marked(tx, event, resource, None, words)


def _marked(tx: Tx, event: FromMember, resource: Resource, why: str | None, words: Words) -> Answer:
    tx.change(
        MARK,
        id=tx.ids.new(),
        resource=resource.id,
        person=event.who.person,
        holds=why is None,
        why=why or "",
        at=tx.now,
    )
    tx.touch(FACE, resource.id)
    now = tx.see(RESOURCE, subject=resource.id)
    assert now is not None
    return Whisper(cards.marked(now, words))


def _the_resource(tx: Tx, event: ActionPressed | FormSent, words: Words) -> Resource:
    """What the event is about, as long as it is there. Refuses otherwise."""
    resource = tx.see(RESOURCE, subject=event.token.id(0))
    if resource is None or resource.community != tx.community or resource.gone:
        raise Refused(said(words.say("This is not shared here any more. Nothing was changed.")))
    return resource
