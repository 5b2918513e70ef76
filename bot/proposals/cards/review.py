"""Looking again at what was decided: first those who objected or were worried, then the group. Pure."""

from collections.abc import Sequence

from bot.chat.cards import Button, Buttons, Card, Element, Heading, Paragraph, Said, Small
from bot.chat.text import Bold, Moment, Text, sentences
from bot.chat.token import Token
from bot.chat.words import Words
from bot.proposals.cards.outcome import outcome
from bot.proposals.following import Came, Feared, Review, ReviewState, Verdict, Whole
from bot.proposals.model import SMALL

SHOWN = 8
PAGE = 4


def ask_raiser(asked: tuple[Feared, str] | None, words: Words) -> Card | None:
    """The question to whoever objected or was worried, word for word, before anyone else is asked."""
    if asked is None:
        return None
    feared, title = asked
    return Card(
        (
            Paragraph(words.say("You said this before {title} was decided:", title=Bold(title))),
            Said(feared.words),
            Paragraph(words.say("Did it happen? Your answer stands beside your words when the group looks again.")),
            Small(words.say("You are asked first, and once. Not answering is fine.")),
            Buttons(_happened(feared, words)),
        )
    )


def thanks_for_telling(came: Came, words: Words) -> Text:
    """Said to whoever answered."""
    match came:
        case Came.YES:
            return words.say("Recorded: it happened. The group reads this before it looks again.")
        case Came.PARTLY:
            return words.say("Recorded: it happened in part. The group reads this before it looks again.")
        case Came.NO:
            return words.say("Recorded: it did not happen. The group reads this before it looks again.")


def review_card(whole: Whole | None, words: Words) -> Card | None:
    """What the group looks at again, dissent first; None until it is asked."""
    review = whole.review if whole is not None else None
    if whole is None or review is None or review.state in (ReviewState.WAITING, ReviewState.ASKING):
        return None
    title = Heading(words.say("We look again: {title}", title=Bold(whole.card.proposal.title)))
    return Card(
        (
            title,
            *_decided(whole, words),
            *_feared(review.feared, words),
            *(_open(whole, review, words) if review.state is ReviewState.OPEN else _ended(whole, review, words)),
        )
    )


def _decided(whole: Whole, words: Words) -> tuple[Element, ...]:
    decided = next((each for each in reversed(whole.decisions) if each.goes_ahead), None)
    if decided is None:
        return ()
    then = words.say("Decided {moment}.", moment=Moment(decided.at))
    return (Paragraph(sentences(then, outcome(whole.card, decided, words))),)


def _feared(feared: Sequence[Feared], words: Words) -> tuple[Element, ...]:
    if not feared:
        return (Paragraph(words.say("Nobody objected or was worried in words.")),)
    said = (Said(each.words, _came(each, words)) for each in feared[:SHOWN])
    more = len(feared) - SHOWN
    rest = (Small(words.count("and {n} more in the record", "and {n} more in the record", more)),) if more > 0 else ()
    return (Heading(words.say("What people had said against it, and what came of it")), *said, *rest)


def _came_to_all(feared: Feared, words: Words) -> Text:
    """What most say, without numbers: few could be picked out by them."""
    match feared.agreed:
        case Came.YES:
            return words.say("It happened, say most of those who answered.")
        case Came.PARTLY:
            return words.say("It happened in part, say most of those who answered.")
        case Came.NO:
            return words.say("It did not happen, say most of those who answered.")
        case None if any(feared.seen):
            return words.say("Those who answered do not agree whether it happened.")
        case None:
            return words.say("Nobody knows whose words these are, so everyone is asked whether it happened.")


def _came(feared: Feared, words: Words) -> Text:
    if feared.asks_all:
        return _came_to_all(feared, words)
    match feared.came:
        case Came.YES:
            came = words.say("It happened, says whoever said this.")
        case Came.PARTLY:
            came = words.say("It happened in part, says whoever said this.")
        case Came.NO:
            came = words.say("It did not happen, says whoever said this.")
        case None:
            came = words.say("Whether it happened was not said.")
    return sentences(words.say("{person}:", person=words.person(feared.by)), came) if feared.by else came


def _open(whole: Whole, review: Review, words: Words) -> tuple[Element, ...]:
    until = Moment(review.ends_at)
    otherwise = (
        words.say("It is a trial, and ends by itself {moment} unless more say keep than anything else.", moment=until)
        if review.trial
        else words.say(
            "You can answer until {moment}. If it is level or nobody answers, it stays as it is.", moment=until
        )
    )
    keep = words.label("Keep it for as long again") if review.trial else words.label("Keep it")
    stop = words.label("Let it end") if review.trial else words.label("Stop it")
    return (
        Paragraph(answered(sum(review.answers), words)),
        Paragraph(otherwise),
        Buttons(
            (
                Button(keep, Token("review.say", (review.id, Verdict.KEEP.value))),
                Button(words.label("Change it"), Token("review.say", (review.id, Verdict.CHANGE.value))),
                Button(stop, Token("review.say", (review.id, Verdict.STOP.value))),
                *_ask_all(review, words),
                Button(words.label("Show the decision"), Token("decision.last", (whole.card.proposal.id, "0"))),
            )
        ),
        Small(words.say("Nobody sees who said what. If all agree, everyone knows.")),
    )


def _ask_all(review: Review, words: Words) -> tuple[Button, ...]:
    if not any(each.asks_all for each in review.feared):
        return ()
    return (Button(words.label("Did it happen?"), Token("review.happened", (review.id, "0"))),)


def happened_page(review: Review, page: int, words: Words) -> Card:
    """A page of words that nobody knows the writer of, each with what can be said of them."""
    asked = [each for each in review.feared if each.asks_all]
    elements: list[Element] = [Heading(words.say("Did this happen?"))]
    for each in asked[page * PAGE : (page + 1) * PAGE]:
        elements += [Said(each.words), Buttons(_happened(each, words))]
    turns = [(page - 1, words.label("Back"))] if page else []
    turns += [(page + 1, words.label("Read on"))] if (page + 1) * PAGE < len(asked) else []
    buttons = tuple(Button(label, Token("review.happened", (review.id, str(to)))) for to, label in turns)
    note = Small(words.say("Said before it was decided, by people whom nobody knows. Not answering is fine."))
    return Card((*elements, note, *((Buttons(buttons),) if buttons else ())))


def _happened(feared: Feared, words: Words) -> tuple[Button, ...]:
    ids = (feared.id,)
    return (
        Button(words.label("It happened"), Token("review.came", (*ids, Came.YES.value))),
        Button(words.label("In part"), Token("review.came", (*ids, Came.PARTLY.value))),
        Button(words.label("It did not happen"), Token("review.came", (*ids, Came.NO.value))),
    )


def answered(number: int, words: Words) -> Text:
    """How many have answered."""
    if not number:
        return words.say("Nobody has answered yet.")
    return words.count("{n} person has answered.", "{n} people have answered.", number)


def _ended(whole: Whole, review: Review, words: Words) -> tuple[Element, ...]:
    proposal = whole.card.proposal
    buttons = [Button(words.label("Show the decision"), Token("decision.last", (proposal.id, "0")))]
    if review.verdict is Verdict.CHANGE or review.ended_it:
        buttons.insert(
            0, Button(words.label("Propose it in other words"), Token("decision.again", (proposal.id,)), "primary")
        )
    return (
        Paragraph(verdict_sentence(review, words)),
        *((Small(numbers),) if (numbers := _numbers(review, words)) else ()),
        Buttons(tuple(buttons)),
    )


def verdict_sentence(review: Review, words: Words) -> Text:
    """What came of looking again. Level is called level."""
    match review.verdict:
        case Verdict.KEEP:
            return words.say("It is kept. We look again later.")
        case Verdict.CHANGE if review.trial:
            return words.say("Most would change it, so the trial ends here. Anyone can propose it in other words.")
        case Verdict.CHANGE:
            return words.say(
                "Most would change it. It holds as it is until something else is decided: anyone can propose the words."
            )
        case Verdict.STOP:
            return words.say("It ends here.") if review.trial else words.say("It is stopped.")
        case None if review.trial:
            return words.say("It was a trial and nobody renewed it, so it ends here.")
        case None:
            return words.say("There is no clear answer, so it stays as it is. We look again later.")


def _numbers(review: Review, words: Words) -> Text:
    keep, change, stop = review.answers
    if not sum(review.answers):
        return words.say("Nobody answered.")
    if any(0 < number < SMALL for number in review.answers):
        return words.count("{n} person answered.", "{n} people answered.", sum(review.answers))
    return words.say("Keep: {keep}. Change: {change}. Stop: {stop}.", keep=keep, change=change, stop=stop)


def notice(whole: Whole | None, words: Words) -> Card | None:
    """The short post when looking again is over."""
    review = whole.review if whole is not None else None
    if whole is None or review is None or review.state is not ReviewState.ENDED:
        return None
    title = words.say("We looked again at {title}.", title=Bold(whole.card.proposal.title))
    return Card((Paragraph(sentences(title, verdict_sentence(review, words))),))


def gone(words: Words) -> Card:
    """What a press on a review that is over, or not theirs, gets."""
    return Card((Paragraph(words.say("This can not be answered any more, or is not yours to. Nothing was recorded.")),))


def review_receipt(review: Review, choice: Verdict, words: Words) -> Card:
    """What is recorded for this member."""
    said = {
        Verdict.KEEP: words.say("Recorded: keep it."),
        Verdict.CHANGE: words.say("Recorded: change it."),
        Verdict.STOP: words.say("Recorded: let it end.") if review.trial else words.say("Recorded: stop it."),
    }[choice]
    until = words.say("You can change this or take it back until {moment}.", moment=Moment(review.ends_at))
    back = Button(words.label("Take it back"), Token("review.say", (review.id, "back")))
    return Card((Paragraph(sentences(said, until)), Buttons((back,))))
