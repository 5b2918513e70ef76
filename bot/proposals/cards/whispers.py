"""What is said about a proposal to one member alone. Pure."""

from collections.abc import Sequence
from datetime import datetime

from bot.chat.cards import Button, Buttons, Card, Element, Heading, Menu, MenuOption, Paragraph, said
from bot.chat.ids import PersonId
from bot.chat.text import Moment, Quoted, Text, cut, plain, sentences
from bot.chat.token import Token
from bot.chat.words import Words
from bot.proposals.cards.parts import way_name, who
from bot.proposals.cards.secret import secret_at_length
from bot.proposals.cards.shaped import how, passed_on, times
from bot.proposals.model import Fate, Phase, Proposal, ProposalCard, State, Suggestion, Way, taken_further

MOST_IN_MENU = 25
MOST_LABEL = 75


def not_shaped(proposal: Proposal, words: Words) -> Card:
    """What a press gets that comes after the shaping."""
    course = proposal.course
    if proposal.state in (State.WITHDRAWN, State.MERGED) and proposal.ending is not None:
        return said(
            words.say("This proposal was ended {moment}, so nothing was changed.", moment=Moment(proposal.ending.at))
        )
    if proposal.state is State.SETTLED:
        return said(words.say("This is decided, so nothing was changed."))
    return said(
        words.say(
            "The shaping ended {moment}: the words stay as they are now, so nothing was changed.",
            moment=Moment(course.shaped_until),
        )
    )


def no_such_suggestion(words: Words) -> Card:
    """What a press on a suggestion that is not there any more gets."""
    return said(words.say("This suggestion is not there any more. Nothing was changed."))


def which_way(handler: str, proposal: Proposal, ways: Sequence[Way], words: Words) -> Card:
    """Which of several ways is meant; all of them stand on pages under Details."""
    options = tuple(way_option(way, words) for way in ways[:MOST_IN_MENU])
    return Card(
        (
            Paragraph(words.say("There are several ways. Which one do you mean?")),
            Menu(Token(handler, (proposal.id,)), words.label("Choose a way"), options),
            *_all_ways(proposal, ways, words),
        )
    )


def way_option(way: Way, words: Words) -> MenuOption:
    """A way as a line of a menu."""
    label = words.label("{way}: {words}", way=way_name(way.position, words), words=way.words.split("\n", 1)[0])
    return MenuOption(str(way.position), cut(label, MOST_LABEL))


def _all_ways(proposal: Proposal, ways: Sequence[Way], words: Words) -> tuple[Element, ...]:
    if len(ways) <= MOST_IN_MENU:
        return ()
    return (Buttons((Button(words.label("All ways"), Token("proposal.list", (proposal.id, "ways", "0"))),)),)


def suggested(proposal: Proposal, suggestion: str, until: datetime, words: Words) -> Card:
    """What becomes of a suggestion that was just made."""
    back = Button(words.label("Take it back"), Token("proposal.unsuggest", (suggestion,)))
    return Card((Paragraph(sentences(words.say("Suggested."), fate_ahead(proposal, until, words))), Buttons((back,))))


def fate_ahead(proposal: Proposal, until: datetime, words: Words) -> Text:
    """What becomes of a suggestion if nothing else happens."""
    if until > proposal.course.shaped_until:
        return words.say(
            "There is less time left than anyone needs to mind, so it becomes another way when the shaping ends, "
            "unless that is extended."
        )
    return words.say(
        "If nobody would rather not by {moment}, it is folded in. Otherwise it becomes another way, "
        "and both go to the decision.",
        moment=Moment(until),
    )


def own_suggestion(suggestion: Suggestion, words: Words) -> Card:
    """Said to whoever minds what they suggested."""
    back = Button(words.label("Take it back"), Token("proposal.unsuggest", (suggestion.id,)))
    return Card((Paragraph(words.say("You suggested this yourself. You can take it back.")), Buttons((back,))))


def too_late_to_mind(suggestion: Suggestion, words: Words) -> Card:
    """What became of a suggestion that can not be minded any more."""
    return said(sentences(became(suggestion, words), words.say("So nothing was changed just now.")))


def became(suggestion: Suggestion, words: Words) -> Text:
    """What became of a suggestion, and when."""
    moment, number = Moment(suggestion.settled_at or suggestion.until), suggestion.became or 0
    match suggestion.fate:
        case Fate.OPEN:
            return words.say("The time to mind this ended {moment}.", moment=moment)
        case Fate.FOLDED:
            return words.say("Folded in {moment}: it is in version {number}.", moment=moment, number=number)
        case Fate.ANOTHER_WAY:
            return words.say(
                "It is way {number} since {moment}, and goes to the decision beside the others.",
                moment=moment,
                number=number,
            )
        case Fate.WITHDRAWN:
            return words.say("Taken back {moment} by whoever suggested it.", moment=moment)


# --- details ------------------------------------------------------------------------------------------------------


def details(card: ProposalCard, reader: PersonId, at: datetime, words: Words) -> Card:
    """Everything that was settled when it was posted, the way to all that was said, and what the reader can do."""
    proposal = card.proposal
    begun = card.ways[0].versions[0].at
    lines = [
        words.say("Proposed by {person}, {moment}.", person=words.person(proposal.proposer), moment=Moment(begun)),
        _carried_by(proposal, words),
        times(proposal, words),
        how(proposal, words),
        words.say("Nobody's title or role opens anything here, and neither does having proposed it."),
    ]
    return Card(
        (
            Heading(plain(proposal.title)),
            *(Paragraph(line) for line in lines if line),
            *(map(Paragraph, secret_at_length(words)) if proposal.is_secret else ()),
            Buttons(_pages(card, words)),
            *_own(card, reader, at, words),
        )
    )


def _carried_by(proposal: Proposal, words: Words) -> Text:
    if proposal.carrier is None:
        return passed_on(words)
    if proposal.carrier != proposal.proposer:
        return words.say("{person} carries it on.", person=words.person(proposal.carrier))
    return ()


def _pages(card: ProposalCard, words: Words) -> tuple[Button, ...]:
    proposal = card.proposal.id
    pages = (
        ("ways", words.label("All ways"), len(card.ways) - 1),
        ("versions", words.label("How the words came about"), 1),
        ("suggestions", words.label("Suggested changes"), len(card.suggestions)),
        ("concerns", words.label("Concerns"), len(card.concerns)),
        ("risks", words.label("Risks"), len(card.risks)),
    )
    return tuple(Button(label, Token("proposal.list", (proposal, page, "0"))) for page, label, there in pages if there)


def _own(card: ProposalCard, reader: PersonId, at: datetime, words: Words) -> tuple[Element, ...]:
    proposal = card.proposal
    ids = (proposal.id,)
    buttons = []
    if proposal.phase(at) is Phase.SHAPING and proposal.carrier == reader:
        buttons.append(
            Button(words.label("Pass it on"), Token("proposal.pass", ids))
            if taken_further(card)
            else Button(words.label("Withdraw it"), Token("proposal.withdraw", ids), "danger")
        )
        buttons.append(Button(words.label("Put it together with another"), Token("proposal.join", ids)))
    if proposal.phase(at) is not Phase.ENDED and proposal.carrier is None:
        buttons.append(Button(words.label("I'll carry it on"), Token("proposal.carry", ids)))
    return (Buttons(tuple(buttons)),) if buttons else ()


def helping_with(proposal: Proposal, ways: Sequence[Way], mine: frozenset[int], words: Words) -> Card:
    """With which of several ways someone would help."""
    options = tuple(way_option(way, words) for way in ways[:MOST_IN_MENU])
    now = words.listing([way_name(position, words) for position in sorted(mine)])
    return Card(
        (
            Paragraph(words.say("Which would you help with? Choose all you like.")),
            *((Paragraph(words.say("So far: {ways}.", ways=now)),) if mine else ()),
            Menu(Token("proposal.helps", (proposal.id,)), words.label("Choose ways"), options, len(options)),
            *_all_ways(proposal, ways, words),
        )
    )


def helped(proposal: Proposal, mine: frozenset[int], several: bool, words: Words) -> Card:
    """What is noted of someone's help."""
    if not mine:
        return said(words.say("Noted: nothing is expected of you."))
    back = Button(words.label("Not after all"), Token("proposal.unhelp", (proposal.id,)))
    if not several:
        return Card((Paragraph(words.say("Noted: you would help. It binds you to nothing yet.")), Buttons((back,))))
    ways = words.listing([way_name(position, words) for position in sorted(mine)])
    noted = words.say("Noted: you would help with {ways}. It binds you to nothing yet.", ways=ways)
    return Card((Paragraph(noted), Buttons((back,))))


def affects_you(proposal: Proposal, yes: bool, words: Words) -> Card:
    """What is noted of whom it affects."""
    if not yes:
        return said(words.say("Noted: it does not affect you after all."))
    back = Button(words.label("Not after all"), Token("proposal.unaffects", (proposal.id,)))
    return Card(
        (
            Paragraph(words.say("Noted: it affects you. Others see how many, never who.")),
            Buttons((back,)),
        )
    )


def more_time(proposal: Proposal, asking: int, extended: bool, words: Words) -> Card:
    """How many need more time, and what that brought about."""
    if extended:
        return said(
            words.say(
                "Noted. Enough of you need more time: it is shaped until {moment} now.",
                moment=Moment(proposal.course.shaped_until),
            )
        )
    if proposal.course.shaping_extended:
        return said(words.say("Noted. The shaping was extended already, which happens once."))
    return said(
        words.count(
            "Noted. {n} of {needed} who need more time has said so.",
            "Noted. {n} of {needed} who need more time have said so.",
            asking,
            needed=proposal.course.askers,
        )
    )


def join_which(proposal: Proposal, others: Sequence[Proposal], words: Words) -> Card:
    """With which other proposal this one could be put together."""
    if not others:
        return said(words.say("Nothing else is being shaped here just now."))
    options = tuple(MenuOption(other.id, cut(other.title, MOST_LABEL)) for other in others[:MOST_IN_MENU])
    return Card(
        (
            Paragraph(
                words.say(
                    "Which one asks the same? If whoever carries it agrees, all that stands here goes along, "
                    "and {title} becomes part of it.",
                    title=Quoted(proposal.title),
                )
            ),
            Menu(Token("proposal.together", (proposal.id,)), words.label("Choose a proposal"), options),
        )
    )


def only_its_carrier(proposal: Proposal, words: Words) -> Card:
    """Said to whoever presses what only the one who carries a proposal can."""
    if proposal.carrier is None:
        return said(words.say("This was passed on, and nobody carries it just now. You can, under Details."))
    return said(words.say("Only {person} can do this. Nothing was changed.", person=who(proposal.carrier, words)))
