"""How a decision came about: who could see it, who took part, whose words changed what. Pure."""

from bot.chat.cards import Button, Buttons, Card, Heading, Paragraph
from bot.chat.text import Bold, Quoted, Text, sentences
from bot.chat.token import Token
from bot.chat.words import Words
from bot.proposals.cards.outcome import name_of
from bot.proposals.decided import Decided
from bot.proposals.model import Concern, Fate, Origin, ProposalCard, Suggestion, Version, Way

PAGE = 6
MOST_QUOTED = 140


def trail_line(decided: Decided, words: Words) -> Text:
    """Informed, involved, influential: how many could see it, took part, and changed it."""
    took = words.count("{n} took part", "{n} took part", decided.decision.took_part)
    changed = words.count("{n} changed it", "{n} changed it", decided.shapers)
    if decided.audience is None:
        return words.say("{took_part} · {changed_it}", took_part=took, changed_it=changed)
    seen = words.count("{n} could see it", "{n} could see it", decided.audience)
    return words.say("{could_see} · {took_part} · {changed_it}", could_see=seen, took_part=took, changed_it=changed)


def trail(card: ProposalCard, words: Words) -> list[Text]:
    """Version by version, whose words changed what; then what people asked for, and what was done about it."""
    lines = [_version(card, way, version, words) for way in card.ways for version in way.versions]
    lines += [_suggestion(each, words) for each in card.suggestions if each.fate is not Fate.WITHDRAWN]
    lines += [_concern(each, words) for each in card.concerns]
    return lines


def trail_page(card: ProposalCard, page: int, words: Words) -> Card:
    """A page of how it came about."""
    lines = trail(card, words)
    here = lines[page * PAGE : (page + 1) * PAGE]
    proposal = card.proposal
    turns = [(page - 1, words.label("Back"))] if page else []
    turns += [(page + 1, words.label("Read on"))] if (page + 1) * PAGE < len(lines) else []
    buttons = tuple(Button(label, Token("decision.trail", (proposal.id, str(to)))) for to, label in turns)
    title = Heading(words.say("How it came about: {title}", title=Quoted(proposal.title)))
    return Card((title, *map(Paragraph, here), *((Buttons(buttons),) if buttons else ())))


def _version(card: ProposalCard, way: Way, version: Version, words: Words) -> Text:
    if version.number > 1:
        return sentences(_change(way, version, words), _reason(version.why, words))
    name = Bold(name_of(card, way.position, words))
    match way.origin:
        case Origin.PROPOSED:
            return words.say("Way {way} was there from the start: {name}.", way=way.position, name=name)
        case Origin.SUGGESTED:
            return words.say(
                "Way {way} began as a suggested change that not everyone wanted: {name}.",
                way=way.position,
                name=name,
            )
        case Origin.ADDED:
            return words.say("Way {way} was added while it was shaped: {name}.", way=way.position, name=name)
        case Origin.MERGED:
            return words.say(
                "Way {way} came from another proposal that asked the same: {name}.", way=way.position, name=name
            )


def _change(way: Way, version: Version, words: Words) -> Text:
    if version.by is None:
        return words.say("Way {way} has other words since version {number}.", way=way.position, number=version.number)
    return words.say(
        "Way {way} has words of {person} since version {number}.",
        way=way.position,
        person=words.person(version.by),
        number=version.number,
    )


def _reason(why: str, words: Words) -> Text:
    return words.say("Why: {why}", why=Quoted(_short(why))) if why else ()


def _suggestion(each: Suggestion, words: Words) -> Text:
    why = Quoted(_short(each.why or each.words))
    if each.fate is Fate.FOLDED:
        return words.say("You said: {why} We took it into version {version}.", why=why, version=each.became or 0)
    if each.fate is Fate.ANOTHER_WAY:
        return words.say("You said: {why} It stands as way {way}.", why=why, way=each.became or 0)
    return words.say("You said: {why} It was not settled in time.", why=why)


def _concern(each: Concern, words: Words) -> Text:
    said = Quoted(_short(each.words))
    if each.met_at is not None:
        return words.say("You were worried: {words} It has been met, says whoever raised it.", words=said)
    return words.say("You were worried: {words} It is carried with the decision.", words=said)


def _short(text: str) -> str:
    return text if len(text) <= MOST_QUOTED else text[: MOST_QUOTED - 1].rstrip() + "…"
