"""Suggesting other words, minding, and taking a suggestion back. The clock decides in the same unit what counts."""

from bot.chat.answers import Answer, FormErrors, Nothing, OpenForm, Refused, Whisper
from bot.chat.cards import said
from bot.chat.events import ActionPressed, FormSent, TimeCame
from bot.chat.token import Token
from bot.chat.typed import Twice
from bot.chat.words import Words, words_for
from bot.choices import CHOICES
from bot.ports import Tx
from bot.proposals.actions.folding import FOLD, SUGGESTION, make_way, settle_due
from bot.proposals.actions.handing import shaped_now
from bot.proposals.actions.keeping import FACE
from bot.proposals.cards.whispers import no_such_suggestion, own_suggestion, suggested, too_late_to_mind, which_way
from bot.proposals.draft import Flaw, Unchanged, read_words, same
from bot.proposals.forms import change_form, flaw_sentences
from bot.proposals.model import MOST_SAID, MOST_WORDS, Fate, Proposal, State, Suggestion, Way
from bot.proposals.views import OPENED, PROPOSAL, SETTLE_SUGGESTION, SUGGEST, WAYS
from bot.proposals.views import SUGGESTION as THE_SUGGESTION


def ask(tx: Tx, event: ActionPressed) -> Answer:
    """The form with the words as they stand; where there are several ways, first which."""
    words = words_for(event.who.locale)
    proposal = shaped_now(tx, event, words)
    ways = tx.see(WAYS, proposal=proposal.id)
    chosen = event.values[0] if event.values else event.token.id(1)
    if len(ways) > 1 and not chosen:
        return Whisper(which_way("proposal.change", proposal, ways, words))
    way = way_at(ways, chosen or "1", words)
    named = tx.see(CHOICES, community=tx.community, person=event.who.person).named is not False
    return OpenForm(change_form(proposal, way, way.newest.number, {}, named, words))


def suggest(tx: Tx, event: FormSent) -> Answer:
    """Other words are put to everyone, with the difference marked."""
    words = words_for(event.who.locale)
    proposal = shaped_now(tx, event, words)
    ways = tx.see(WAYS, proposal=proposal.id)
    way = way_at(ways, event.token.id(1), words)
    base = _base(way, event.token.id(2))
    flaws: dict[str, Flaw] = {}
    typed = read_words(event.values, "words", MOST_WORDS, True, flaws)
    why = read_words(event.values, "why", MOST_SAID, False, flaws)
    _compare(tx, proposal, ways, way, base, typed, flaws)
    named = event.values.get("named") != "unnamed"
    if flaws:
        form = change_form(proposal, way, base, event.values, named, words)
        again = Token("proposal.change", (proposal.id, str(way.position)))
        return FormErrors(form, flaw_sentences(flaws, words), again)
    suggestion, until = tx.ids.new(), tx.now + proposal.course.window
    tx.change(
        SUGGEST,
        id=suggestion,
        proposal=proposal.id,
        way=way.position,
        base=base,
        words=typed,
        person=event.who.person,
        named=named,
        why=why,
        at=tx.now,
        until=until,
    )
    tx.wake(FOLD, suggestion, until)
    tx.show(SUGGESTION, suggestion, proposal.place, told=event.who.person, thread=(FACE, proposal.id))
    tx.touch(FACE, proposal.id)
    return Whisper(suggested(proposal, suggestion, until, words))


def _compare(
    tx: Tx, proposal: Proposal, ways: tuple[Way, ...], way: Way, base: int, typed: str, flaws: dict[str, Flaw]
) -> None:
    if "words" in flaws:
        return
    begun_from = next(version.words for version in way.versions if version.number == base)
    others = [other.words for other in ways if other is not way]
    waiting = [each.words for each in tx.see(OPENED, proposal=proposal.id) if each.way == way.position]
    if typed in (way.words, begun_from):
        flaws["words"] = Unchanged()
    elif any(same(typed, known) for known in others) or typed in waiting:
        flaws["words"] = Twice(typed[:40])


def mind(tx: Tx, event: ActionPressed) -> Answer:
    """Someone would rather not: the suggestion becomes another way. Nobody is told who minded."""
    words = words_for(event.who.locale)
    proposal, suggestion = _open(tx, event, words)
    if suggestion.person == event.who.person:
        return Whisper(own_suggestion(suggestion, words))
    if event.at >= suggestion.until:
        raise Refused(too_late_to_mind(suggestion, words))
    position = make_way(tx, proposal, suggestion, event.who.person)
    return Whisper(
        said(
            words.say(
                "Then it does not change the words: it is way {number} now, and goes to the decision beside them. "
                "Nobody is told who minded.",
                number=position,
            )
        )
    )


def take_back(tx: Tx, event: ActionPressed) -> Answer:
    """Whoever suggested it thinks better of it."""
    words = words_for(event.who.locale)
    proposal, suggestion = _open(tx, event, words)
    if suggestion.person != event.who.person:
        raise Refused(said(words.say("Only the one who suggested this can take it back. Nothing was changed.")))
    tx.change(SETTLE_SUGGESTION, suggestion=suggestion.id, fate=Fate.WITHDRAWN, minded_by=None, at=tx.now, became=None)
    tx.rest(FOLD, suggestion.id)
    tx.touch(SUGGESTION, suggestion.id)
    tx.touch(FACE, proposal.id)
    return Whisper(said(words.say("Taken back. The words stay as they are.")))


def fold(tx: Tx, event: TimeCame) -> Answer:
    """Nobody minded in time."""
    found = tx.see(THE_SUGGESTION, subject=event.subject)
    proposal = tx.see(PROPOSAL, proposal=found[0].id) if found is not None else None
    if proposal is not None and proposal.state is State.SHAPING:
        settle_due(tx, proposal, event.at)
    return Nothing()


def _open(tx: Tx, event: ActionPressed, words: Words) -> tuple[Proposal, Suggestion]:
    found = tx.see(THE_SUGGESTION, subject=event.token.id(0))
    if found is None or found[0].community != tx.community:
        raise Refused(no_such_suggestion(words))
    proposal, suggestion, _ = found
    if suggestion.fate is not Fate.OPEN:
        raise Refused(too_late_to_mind(suggestion, words))
    return proposal, suggestion


def way_at(ways: tuple[Way, ...], position: str, words: Words) -> Way:
    """The way that was chosen. Refuses when there is none there."""
    for way in ways:
        if str(way.position) == position:
            return way
    raise Refused(said(words.say("This way is not there. Nothing was changed.")))


def _base(way: Way, typed: str) -> int:
    """The version that the words were begun from; the newest where a form does not say."""
    return next((version.number for version in way.versions if str(version.number) == typed), way.newest.number)
