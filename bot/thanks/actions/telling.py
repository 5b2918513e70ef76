"""The story of what we made together, and the group's own words for what people do."""

import re
from datetime import datetime, timedelta

from bot.chat.answers import Answer, File, FormErrors, Nothing, OpenForm, Refused, Whisper
from bot.chat.cards import said
from bot.chat.events import ActionPressed, FormSent, FromMember, TimeCame
from bot.chat.text import Text, one_line
from bot.chat.token import Token
from bot.chat.typed import PLACE, NoPlace
from bot.chat.words import words_for
from bot.ports import Tx
from bot.settings import Part, to_pick
from bot.thanks.actions.giving import place_for
from bot.thanks.cards import asking
from bot.thanks.cards.story import PERIODS, as_contributors, as_json, as_markdown, shown_only, story
from bot.thanks.forms import flaw_sentence, suggest_form
from bot.thanks.model import MOST_TAG, Thanks, in_this_order, is_clustered, vocabulary
from bot.thanks.views import ADOPT, MIND, STORY, SUGGEST, SUGGESTION, TALLY, VOCABULARY

SUGGESTED = "thanks.word"
WINDOW = timedelta(hours=24)
"""How long anyone has to mind a suggested change to the group's words."""


def tell(tx: Tx, event: FromMember, sought: str = "") -> Answer:
    """The story, from its first page or on; of a project, where words are sought."""
    ids = event.token.ids if isinstance(event, ActionPressed) else ()
    days, seed, page = (*ids, *("90", "", "0")[len(ids) :])[:3]
    days = days if days in PERIODS else "90"
    found = _found(tx, days, sought)
    tally = tx.see(TALLY, community=tx.community, since=_since(tx, days))
    number = int(page) if page.isdigit() and len(page) < 5 else 0
    words = words_for(event.who.locale)
    return Whisper(story(found, days, sought, seed or tx.ids.new(), number, is_clustered(tally), words))


def take_along(tx: Tx, event: ActionPressed) -> Answer:
    """The story as files, made whole from what may be seen just now."""
    words = words_for(event.who.locale)
    days = event.token.ids[0] if event.token.ids and event.token.ids[0] in PERIODS else "90"
    told = in_this_order(shown_only(_found(tx, days, "")), tx.ids.new())
    files = (
        File("what-we-made-together.md", as_markdown(told, _since(tx, days), tx.now, words).encode()),
        File("what-we-made-together.json", as_json(told, words).encode()),
        File("all-contributorsrc.json", as_contributors(told, words).encode()),
    )
    return Whisper(said(words.say("Here it is, with the names that people agreed to.")), files)


def _since(tx: Tx, days: str) -> datetime:
    return max(tx.now - timedelta(days=int(days)), datetime(1970, 1, 2, tzinfo=tx.now.tzinfo))


def _found(tx: Tx, days: str, sought: str) -> list[Thanks]:
    like = "%" + re.sub(r"([\\%_])", r"\\\1", sought) + "%"
    return tx.see(STORY, community=tx.community, since=_since(tx, days), until=tx.now + timedelta(seconds=1), like=like)


# --- our words ----------------------------------------------------------------------------------------------------


def show_words(tx: Tx, event: ActionPressed) -> Answer:
    """The group's words for what people do."""
    ours = vocabulary(tx.see(VOCABULARY, community=tx.community))
    return Whisper(asking.our_words(ours, words_for(event.who.locale)))


def ask_for_word(tx: Tx, event: ActionPressed) -> Answer:
    """The form for a change to them."""
    ours = vocabulary(tx.see(VOCABULARY, community=tx.community))
    return OpenForm(suggest_form(ours, to_pick(tx, event, Part.THANKS), words_for(event.who.locale)))


def suggest(tx: Tx, event: FormSent) -> Answer:
    """A change is put to everyone, and holds unless someone minds in time."""
    words, ours = words_for(event.who.locale), vocabulary(tx.see(VOCABULARY, community=tx.community))
    word, adds = one_line(event.values.get("word", "")).lower(), event.values.get("what") != "drop"
    wrong: Text = ()
    if not word or len(word) > MOST_TAG:
        wrong = words.say("A word or a few, up to {most} characters.", most=MOST_TAG)
    elif adds == (word in ours):
        wrong = words.say("It is one of our words already.") if adds else words.say("It is not one of our words.")
    if wrong:
        return FormErrors(suggest_form(ours, event.values, words), {"word": wrong}, Token("thanks.suggest"))
    if event.values.get(PLACE) == "":
        unpicked = {PLACE: flaw_sentence(NoPlace(), words)}
        return FormErrors(suggest_form(ours, event.values, words), unpicked, Token("thanks.suggest"))
    suggestion, until = tx.ids.new(), tx.now + WINDOW
    tx.change(
        SUGGEST, id=suggestion, community=tx.community, person=event.who.person, word=word, adds=adds, until=until
    )
    tx.show(SUGGESTED, suggestion, place_for(tx, event, event.values))
    tx.wake(SUGGESTED, suggestion, until)
    return Whisper(said(words.say("Suggested. If nobody minds within a day, that is how it is.")))


def mind(tx: Tx, event: ActionPressed) -> Answer:
    """Someone would rather not: everything stays as it was."""
    words = words_for(event.who.locale)
    suggestion = tx.see(SUGGESTION, subject=event.token.ids[0]) if event.token.ids else None
    if suggestion is None or event.at >= suggestion.until or not tx.change(MIND, suggestion=suggestion.id):
        raise Refused(said(words.say("This has been settled already. You can suggest another change.")))
    tx.rest(SUGGESTED, suggestion.id)
    tx.touch(SUGGESTED, suggestion.id)
    return Whisper(said(words.say("Then it stays as it was. Nobody is told who minded.")))


def adopt(tx: Tx, event: TimeCame) -> Answer:
    """Nobody minded in time."""
    if tx.change(ADOPT, suggestion=event.subject):
        tx.touch(SUGGESTED, event.subject)
    return Nothing()
