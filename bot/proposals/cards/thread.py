"""What is said about a proposal beside its card: in its thread, and where it begins to be decided. Pure."""

from bot.chat.cards import Button, Buttons, Card, Element, Heading, Paragraph, Said, Small, said
from bot.chat.ids import PersonId
from bot.chat.text import Bold, Moment, Text, plain
from bot.chat.token import Token
from bot.chat.words import Words
from bot.proposals.cards.parts import legend, marked, way_name, who
from bot.proposals.cards.secret import all_anew
from bot.proposals.cards.whispers import became, fate_ahead
from bot.proposals.model import Concern, Fate, Origin, Proposal, ProposalCard, Risk, Suggestion, Together, Way


def words_gone(words: Words) -> Card:
    """What stands where somebody's words were, who took them along."""
    return said(words.say("These words are not there any more: whoever wrote them has erased themselves."))


def suggestion_card(found: tuple[Proposal, Suggestion, Way] | None, words: Words) -> Card:
    """A suggested change with the difference marked, and what becomes of it."""
    if found is None:
        return words_gone(words)
    proposal, suggestion, way = found
    return Card((*difference_of(suggestion, way, words), *_fate(proposal, suggestion, words)))


def difference_of(suggestion: Suggestion, way: Way, words: Words) -> tuple[Element, ...]:
    """What would be changed, by whom and why."""
    base = next(version for version in way.versions if version.number == suggestion.base)
    by = who(suggestion.by, words)
    title = (
        words.say("{person} suggests a change", person=by)
        if way.position == 1
        else words.say("{person} suggests a change to way {number}", person=by, number=way.position)
    )
    why = (Said(suggestion.why, words.say("Why")),) if suggestion.why else ()
    return (Heading(title), Paragraph(marked(base.words, suggestion.words)), Small(legend(words)), *why)


def _fate(proposal: Proposal, suggestion: Suggestion, words: Words) -> tuple[Element, ...]:
    if suggestion.fate is not Fate.OPEN:
        return (Small(became(suggestion, words)),)
    mind = Button(words.label("I'd rather not"), Token("proposal.mind", (suggestion.id,)))
    return (Small(fate_ahead(proposal, suggestion.until, words)), Buttons((mind,)))


def concern_card(found: tuple[Proposal, Concern] | None, words: Words) -> Card:
    """A concern, and whether it is met."""
    if found is None:
        return words_gone(words)
    _, concern = found
    heading, body = Heading(words.say("A concern")), Said(concern.words, _by(concern.by, words))
    if concern.met_at is not None:
        told = words.say("It is met, says whoever raised it, {moment}.", moment=Moment(concern.met_at))
        again = Button(words.label("It is not met after all"), Token("proposal.unmet", (concern.id,)))
        return Card((heading, body, Small(told), Buttons((again,))))
    told = words.say("It stays open until whoever raised it says that it is met, and otherwise goes to the decision.")
    met = Button(words.label("It is met"), Token("proposal.met", (concern.id,)))
    return Card((heading, body, Small(told), Buttons((met,))))


def _by(by: PersonId | None, words: Words) -> Text:
    return words.person(by) if by is not None else ()


def risk_card(found: tuple[Proposal, Risk] | None, words: Words) -> Card:
    """Something that could go wrong."""
    if found is None:
        return words_gone(words)
    return Card((Heading(words.say("A risk")), Said(found[1].words, _by(found[1].by, words))))


def way_card(found: tuple[Proposal, Way] | None, words: Words) -> Card | None:
    """Another way, as it stands."""
    if found is None:
        return None
    proposal, way = found
    ids = (proposal.id, str(way.position))
    return Card(
        (
            Heading(words.say("Another way: {way}", way=way_name(way.position, words))),
            Paragraph(plain(way.words)),
            Small(words.say("From {person}.", person=who(way.versions[0].by, words)))
            if way.origin is not Origin.MERGED
            else Small(words.say("From a proposal that asked the same.")),
            Buttons(
                (
                    Button(words.label("Suggest a change to it"), Token("proposal.change", ids)),
                    Button(words.label("I'd help with it"), Token("proposal.help", ids)),
                )
            ),
        )
    )


def longer(card: ProposalCard | None, words: Words) -> Card | None:
    """Enough people needed more time."""
    if card is None:
        return None
    course = card.proposal.course
    told = words.count(
        "{n} person needs more time, so it is shaped until {moment}, and decided until {end}.",
        "{n} people need more time, so it is shaped until {moment}, and decided until {end}.",
        course.askers,
        moment=Moment(course.shaped_until),
        end=Moment(course.decided_until),
    )
    return said(told)


def together_card(found: Together | None, words: Words) -> Card | None:
    """Whether two proposals could be one, asked of whoever carries the second."""
    if found is None:
        return None
    one, other = found.one, found.other
    told = words.say(
        "{person} asks whether {one} could become part of {other}, since both ask the same.",
        person=who(found.person, words),
        one=Bold(one.title),
        other=Bold(other.title),
    )
    if found.agreed is not None:
        answer = words.say("Agreed: all of it goes along.") if found.agreed else words.say("They stay apart.")
        return Card((Paragraph(told), Small(answer)))
    return Card(
        (
            Paragraph(told),
            Small(words.say("Whoever carries this one on says whether it does. Until then both stay as they are.")),
            Buttons(
                (
                    Button(words.label("Put them together"), Token("proposal.agree", (found.id, "yes"))),
                    Button(words.label("Better apart"), Token("proposal.agree", (found.id, "no"))),
                )
            ),
        )
    )


def _asks_all(card: ProposalCard) -> bool:
    """Whether stances may have been taken on other words, by people whom nobody knows."""
    return card.proposal.is_secret and any(len(way.versions) > 1 for way in card.ways)


def begun(card: ProposalCard | None, words: Words) -> Card | None:
    """From now on it is decided."""
    if card is None:
        return None
    until = Moment(card.proposal.course.decided_until)
    return Card(
        (
            Paragraph(words.say("Now we decide: {title}", title=Bold(card.proposal.title))),
            Small(words.say("The words stay as they are. Until {moment}, on the card above.", moment=until)),
            *((Small(all_anew(words)),) if _asks_all(card) else ()),
        )
    )
