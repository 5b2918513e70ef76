"""The decision card: the outcome, what it carries, how it came about, what follows, who used which power. Pure."""

from collections.abc import Sequence

from bot.chat.cards import Button, Buttons, Card, Divider, Element, Heading, Paragraph, Small
from bot.chat.text import Bold, Moment, Text, plain, sentences
from bot.chat.token import Token
from bot.chat.words import Words
from bot.proposals.cards.outcome import apart, closeness, name_of, numbers, outcome
from bot.proposals.cards.people import names
from bot.proposals.cards.secret import secretly_decided
from bot.proposals.cards.steps import step_elements
from bot.proposals.cards.trail import trail, trail_line
from bot.proposals.cards.voices import carried, said_by_affected
from bot.proposals.decided import MOST_ROUNDS, Decided, Stand
from bot.proposals.deciding import AS_IT_IS, Outcome
from bot.proposals.following import ReviewState, Verdict, Whole
from bot.proposals.model import ProposalCard, Way

MOST_WAYS = 6
"""Ways whose numbers stand on the card; the others are one press away."""
MOST_TRAIL = 4
PAGE = 4
MOST_LABEL = 70


def decision_card(whole: Whole, words: Words) -> Card:
    """Everything that was decided in the newest round."""
    card, decided = whole.card, whole.decided
    assert decided is not None
    stands = whole.said(decided.round)
    return Card(
        (
            Heading(plain(card.proposal.title)),
            Paragraph(outcome(card, decided, words)),
            *((Paragraph(close),) if (close := closeness(card.proposal, decided, words)) else ()),
            *_holds_no_longer(whole, words),
            *_ways(whole, stands, decided, words),
            *carried(whole, stands, words),
            *said_by_affected(whole, stands, words),
            *((Small(secretly_decided(words)),) if card.proposal.is_secret else ()),
            Divider(),
            Heading(words.say("How it came about")),
            Paragraph(trail_line(decided, words)),
            *map(Small, trail(card, words)[:MOST_TRAIL]),
            *_next(whole, decided, words),
            *(step_elements(whole, words) if decided.goes_ahead else ()),
            Small(power_line(decided, words)),
            Buttons(_buttons(whole, stands, decided, words)),
        )
    )


def announcement(whole: Whole | None, words: Words) -> Card | None:
    """The short post that says what was decided; None until it is."""
    if whole is None or whole.decided is None:
        return None
    card = whole.card
    return Card(
        (
            Paragraph(words.say("Decided: {title}", title=Bold(card.proposal.title))),
            Paragraph(outcome(card, whole.decided, words)),
            *map(Paragraph, _what_next(whole, whole.decided, words)),
            Small(
                words.say("The card above holds what came out of the box.")
                if card.proposal.is_secret
                else words.say("The card above holds every objection and every reason.")
            ),
        )
    )


def record_entry(whole: Whole, words: Words) -> tuple[Element, ...]:
    """What was proposed, when it was decided, and what came of it; nothing until that is known."""
    decided = whole.decided
    if decided is None:
        return ()
    title = whole.card.proposal.title
    label = words.label("Show: {title}", title=title)
    shown = label if len(label) <= MOST_LABEL else label[: MOST_LABEL - 1].rstrip() + "…"
    return (
        Paragraph(words.say("{title}, decided {moment}", title=Bold(title), moment=Moment(decided.at))),
        Paragraph(outcome(whole.card, decided, words)),
        *_holds_no_longer(whole, words),
        Buttons((Button(shown, Token("decision.last", (whole.card.proposal.id, "0"))),)),
    )


def _holds_no_longer(whole: Whole, words: Words) -> tuple[Element, ...]:
    review = whole.review
    if review is None or not review.ended_it:
        return ()
    if review.lapsed and review.verdict is not Verdict.STOP:
        return (Paragraph(words.say("It was a trial, and ended {moment}.", moment=Moment(review.ends_at))),)
    return (Paragraph(words.say("The group looked again and stopped it {moment}.", moment=Moment(review.ends_at))),)


def _ways(whole: Whole, stands: Sequence[Stand], decided: Decided, words: Words) -> tuple[Element, ...]:
    """The numbers of each way that anyone said something to, in the order in which they came to be."""
    tallies = decided.decision.tallies
    spoken = [t for t in (*tallies[1:], tallies[AS_IT_IS]) if t.said]
    elements: list[Element] = []
    for tally in spoken[:MOST_WAYS]:
        name = Bold(name_of(whole.card, tally.way, words))
        title = words.say("{number}. {way}", number=tally.way, way=name) if tally.way else (name,)
        elements.append(Paragraph(title))
        elements.append(numbers(whole.card.proposal, tally, words))
        elements += names(whole.card.proposal, stands, decided, tally.way, words)
        if earlier := apart(tally, whole.card.proposal, words):
            elements.append(Small(earlier))
    if len(spoken) > MOST_WAYS:
        elements.append(Small(words.say("There are more ways: press All ways.")))
    return tuple(elements)


def _next(whole: Whole, decided: Decided, words: Words) -> tuple[Element, ...]:
    lines = _what_next(whole, decided, words)
    return (Divider(), Heading(words.say("What happens next")), *map(Paragraph, lines)) if lines else ()


def _what_next(whole: Whole, decided: Decided, words: Words) -> list[Text]:
    """What was written before anyone took a stance, then what follows by itself."""
    plan, kind = whole.card.proposal.plan, decided.decision.outcome
    otherwise = plan.too_few if kind is Outcome.TOO_FEW else plan.not_now
    said = plan.ahead if decided.goes_ahead else otherwise
    lines = [words.say("{then}", then=said)] if said and kind is not Outcome.BACK_TO_SHAPING else []
    if kind is Outcome.BACK_TO_SHAPING:
        lines.append(_back_to_shaping(decided, whole.card.proposal.is_secret, words))
    return [*lines, *_again(whole, words)]


def _back_to_shaping(decided: Decided, secret: bool, words: Words) -> Text:
    if decided.round >= MOST_ROUNDS:
        return words.say("It has been shaped {n} times, so it rests now. Anyone can take it up again.", n=decided.round)
    if secret:
        return words.say(
            "It goes back to shaping, with its words and concerns. Whoever objects can suggest what would meet it, and "
            "then everyone says anew where they stand."
        )
    return words.say(
        "It goes back to shaping, with everything kept: words, concerns, stances. Whoever objects can suggest what "
        "would meet it, and then it is decided again."
    )


def _again(whole: Whole, words: Words) -> list[Text]:
    review = whole.review
    if review is None or review.state is ReviewState.ENDED:
        return []
    if review.trial:
        return [
            words.say("It is a trial. It ends by itself on {moment}, unless it is kept.", moment=Moment(review.ends_at))
        ]
    return [words.say("We look again on {moment}.", moment=Moment(review.opens_at))]


def power_line(decided: Decided, words: Words) -> Text:
    """Who used which power over it, or that nobody did."""
    first = (
        words.say("Extended once, as stated at the start, because someone objected near the end.")
        if decided.extended
        else ()
    )
    if decided.late is None:
        last = words.say("Nothing else was changed.") if first else words.say("Decided on time. Nothing was changed.")
        return sentences(first, last)
    late = words.say(
        "Decided {late} late, because I was not running. Every stance taken in time was counted, and none that came "
        "after.",
        late=words.lasting(decided.late),
    )
    return sentences(first, late)


def _buttons(whole: Whole, stands: tuple[Stand, ...], decided: Decided, words: Words) -> tuple[Button, ...]:
    proposal = whole.card.proposal.id
    rests = decided.decision.outcome is Outcome.BACK_TO_SHAPING and decided.round >= MOST_ROUNDS
    return (
        Button(words.label("See the reasons"), Token("stance.reasons", (proposal, "0"))),
        Button(words.label("All ways"), Token("decision.ways", (proposal, "0"))),
        Button(words.label("How it came about"), Token("decision.trail", (proposal, "0"))),
        Button(words.label("Take it along"), Token("decision.export", (proposal,))),
        Button(words.label("Details"), Token("proposal.details", (proposal,))),
        *((Button(words.label("Take it up again"), Token("decision.again", (proposal,))),) if rests else ()),
    )


def ways_page(whole: Whole, page: int, words: Words) -> Card:
    """A page of all ways in full, with what was said to each; leaving things as they are comes last."""
    card, decided = whole.card, whole.decided
    assert decided is not None
    order = [*(way.position for way in card.ways), AS_IT_IS]
    stands = whole.said(decided.round)
    elements: list[Element] = [Heading(words.say("All ways"))]
    for position in order[page * PAGE : (page + 1) * PAGE]:
        elements.append(Paragraph((Bold(_titled(card, position, words)),)))
        if position != AS_IT_IS:
            elements.append(Paragraph(plain(decided_words(card.ways[position - 1], decided))))
        elements.append(numbers(card.proposal, decided.decision.tallies[position], words))
        elements += names(card.proposal, stands, decided, position, words)
    turns = [(page - 1, words.label("Back"))] if page else []
    turns += [(page + 1, words.label("Read on"))] if (page + 1) * PAGE < len(order) else []
    buttons = tuple(Button(label, Token("decision.ways", (card.proposal.id, str(to)))) for to, label in turns)
    return Card((*elements, *((Buttons(buttons),) if buttons else ())))


def _titled(card: ProposalCard, position: int, words: Words) -> str:
    if position == AS_IT_IS:
        return words.label("Leave things as they are")
    return words.label("{number}. {way}", number=position, way=name_of(card, position, words))


def decided_words(way: Way, decided: Decided) -> str:
    """The words that were decided on, whatever has become of them since."""
    return next(each.words for each in way.versions if each.number == decided.versions[way.position])
