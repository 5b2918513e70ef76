"""The forms of a proposal, its private preview, and what is wrong with what was typed in sentences. Pure."""

from collections.abc import Mapping
from typing import assert_never

from bot.chat.cards import Button, Buttons, Card, Small
from bot.chat.deadlines import Unclear, Why
from bot.chat.forms import Choice, ChoiceField, Field, Form, TextField
from bot.chat.text import Moment, Quoted, Text, sentences
from bot.chat.token import Token
from bot.chat.typed import (
    PLACE,
    Missing,
    NotANumber,
    NotOffered,
    TooLong,
    Twice,
    Values,
    common_sentence,
    place_field,
    too_long,
)
from bot.chat.words import Words
from bot.proposals.cards.shaped import preview_of
from bot.proposals.deciding import Rule
from bot.proposals.draft import FIRST_PAGE, SECOND_PAGE, Flaw, OnlyOne, TooMany, Unchanged
from bot.proposals.model import MOST_SAID, MOST_WORDS, Proposal, ProposalCard, SeenAs, Way


def page_of(flaws: Mapping[str, Flaw]) -> str:
    """The handler of the first form that holds something to mend."""
    if any(key in flaws for key in (*FIRST_PAGE, PLACE)):
        return "proposal.write"
    return "proposal.more" if any(key in flaws for key in SECOND_PAGE) else "proposal.next"


def draft_form(handler: str, draft: str, values: Values, words: Words) -> Form:
    """One page of the proposal that is being written, with what was typed so far."""
    match handler:
        case "proposal.more":
            return _more(draft, values, words)
        case "proposal.next":
            return _next(draft, values, words)
        case _:
            return _write(draft, values, words)


def _write(draft: str, values: Values, words: Words) -> Form:
    def field(key: str, label: str, hint: str = "", required: bool = False) -> Field:
        return TextField(key, label, hint, values.get(key, ""), required, lines=True)

    optional = words.label("May stay empty: then the card asks the group.")
    return Form(
        Token("proposal.write", (draft,)),
        words.label("Propose something"),
        (
            field("what", words.label("What do you propose?"), words.label("The first line is its title."), True),
            field("why", words.label("Why? What would be better?")),
            field("risks", words.label("What could go wrong? Who might lose out?"), optional),
            field(
                "others",
                words.label("What else could we do?"),
                words.label("One way on each line. Leaving things as they are is always one. May stay empty."),
            ),
            # A page holds five fields: where a channel has to be picked, the card asks whom it affects.
            *(
                place_field(values, words.label("In which channel?"))
                or (field("affected", words.label("Who is most affected?"), optional),)
            ),
        ),
        words.label("See how it looks"),
    )


def rule_choices(words: Words) -> tuple[Choice, ...]:
    """The rules by which something can be decided."""
    return (
        Choice(Rule.CONSENT, words.label("Consent: nobody objects")),
        Choice(Rule.AFFECTED, words.label("Consent of those whom it affects")),
        Choice(Rule.MAJORITY, words.label("Majority: more for it than against")),
        Choice(Rule.TWO_THIRDS, words.label("Two thirds: two for it for each one against")),
        Choice(Rule.SIDE_BY_SIDE, words.label("Side by side: each way that nobody objects to")),
    )


def seen_choices(words: Words) -> tuple[Choice, ...]:
    """How those who take a stance can be seen."""
    return (
        Choice(SeenAs.UNNAMED.value, words.label("Unnamed: nobody sees who took which stance")),
        Choice(SeenAs.NAMED.value, words.label("Named: everyone sees it once it is decided")),
        Choice(SeenAs.SECRET.value, words.label("Secret: nobody can find out who said what")),
    )


def _more(draft: str, values: Values, words: Words) -> Form:
    rules = rule_choices(words)
    rule = values.get("rule", "")
    seen = seen_choices(words)
    hint = words.label("3 days, 12 hours, friday 6pm")
    return Form(
        Token("proposal.more", (draft,)),
        words.label("More choices"),
        (
            ChoiceField(
                "rule", words.label("How is it decided?"), rules, rule if rule in tuple(Rule) else Rule.CONSENT
            ),
            ChoiceField("seen", words.label("How are people seen?"), seen, values.get("seen") or SeenAs.UNNAMED),
            TextField("least", words.label("How many have to take part?"), "", values.get("least", "")),
            TextField("shaping", words.label("How long is it shaped?"), hint, values.get("shaping", "")),
            TextField("deciding", words.label("How long is it decided after that?"), hint, values.get("deciding", "")),
        ),
        words.label("See how it looks"),
    )


def _next(draft: str, values: Values, words: Words) -> Form:
    example = words.label("For example: Ana books the hall on Monday.")
    length = words.label("For example: 90 days")
    return Form(
        Token("proposal.next", (draft,)),
        words.label("What happens next"),
        (
            TextField("ahead", words.label("If it goes ahead"), example, values.get("ahead", "")),
            TextField("notnow", words.label("If not now"), "", values.get("notnow", "")),
            TextField("few", words.label("If too few take part"), "", values.get("few", "")),
            TextField("review", words.label("After what time do we look again?"), length, values.get("review", "")),
            TextField(
                "trial",
                words.label("Is it a trial? For how long?"),
                words.label("It then ends by itself unless renewed. Empty: no trial."),
                values.get("trial", ""),
            ),
        ),
        words.label("See how it looks"),
        words.say("Locked as soon as it is posted."),
    )


def preview(card: ProposalCard, draft: str, words: Words) -> Card:
    """The proposal as everyone would see it, and what its proposer can still do before that."""
    return Card(
        (
            Small(words.say("Only you can see this. This is how it will look:")),
            *preview_of(card, words),
            Buttons(
                (
                    Button(words.label("Post it"), Token("proposal.post", (draft,)), "primary"),
                    Button(words.label("Change it"), Token("proposal.edit", (draft,))),
                    Button(words.label("More choices"), Token("proposal.choices", (draft,))),
                    Button(words.label("What happens next"), Token("proposal.plan", (draft,))),
                    Button(words.label("Do not post it"), Token("proposal.drop", (draft,))),
                )
            ),
        )
    )


# --- what everyone can add ----------------------------------------------------------------------------------------


def _named_field(named: bool, words: Words) -> Field:
    names = (Choice("named", words.label("With my name")), Choice("unnamed", words.label("Without my name")))
    return ChoiceField("named", words.label("How is it shown?"), names, "named" if named else "unnamed")


def change_form(proposal: Proposal, way: Way, base: int, typed: Values, named: bool, words: Words) -> Form:
    """Other words for a way, beginning from those that hold. ``base`` is the version that they were begun from."""
    return Form(
        Token("proposal.change", (proposal.id, str(way.position), str(base))),
        words.label("Suggest a change"),
        (
            TextField(
                "words",
                words.label("Change the words here"),
                words.label("Up to {most} characters.", most=MOST_WORDS),
                typed.get("words", way.words),
                required=True,
                lines=True,
            ),
            TextField(
                "why", words.label("Why? In your own words"), words.label("May stay empty."), typed.get("why", ""),
                lines=True,
            ),
            _named_field(named, words),
        ),
        words.label("Suggest it"),
        words.say("If nobody minds in time, it is folded in. Otherwise it becomes another way beside this one."),
    )  # fmt: skip


def words_form(handler: str, proposal: Proposal, typed: str, named: bool, words: Words) -> Form:
    """A concern, a risk or another way, in one's own words."""
    match handler:
        case "proposal.worry":
            title, label = words.label("Raise a concern"), words.label("What worries you?")
            note, most = words.say("It stays open until you say that it is met."), MOST_SAID
        case "proposal.risk":
            title, label = words.label("Add a risk"), words.label("What could go wrong, or who might lose out?")
            note, most = words.say("Naming a risk does not mean being against it."), MOST_SAID
        case _:
            title, label = words.label("Add another way"), words.label("What could we do instead, or as well?")
            note, most = words.say("It goes to the decision beside the others."), MOST_WORDS
    hint = words.label("Up to {most} characters.", most=most)
    return Form(
        Token(handler, (proposal.id,)),
        title,
        (TextField("words", label, hint, typed, required=True, lines=True), _named_field(named, words)),
        words.label("Add it"),
        note,
    )


def withdraw_form(proposal: Proposal, typed: str, words: Words) -> Form:
    """Why a proposal is withdrawn, which everyone will read."""
    hint = words.label("May stay empty. Everyone will read this on the card, with your name.")
    return Form(
        Token("proposal.withdraw", (proposal.id,)),
        words.label("Withdraw it"),
        (TextField("why", words.label("Why?"), hint, typed, lines=True),),
        words.label("Withdraw it"),
        words.say("Anyone can take it up again."),
    )


# --- what is wrong ------------------------------------------------------------------------------------------------


def flaw_sentences(flaws: Mapping[str, Flaw], words: Words) -> dict[str, Text]:
    """What is wrong, field by field, and what would be right."""
    return {key: flaw_sentence(key, flaw, words) for key, flaw in flaws.items()}


def flaw_sentence(key: str, flaw: Flaw, words: Words) -> Text:
    """One thing that stands in the way, as a sentence."""
    match flaw:
        case Missing():
            return _missing(key, words)
        case TooLong(most, ""):
            return too_long(most, words)
        case TooLong(most, what):
            return words.say(
                "The way that begins {what} has more than {most} characters. All your words are kept here.",
                what=Quoted(what),
                most=most,
            )
        case TooMany(most):
            return words.say("Up to {most} other ways fit here. More can be added once it is posted.", most=most)
        case Twice(given):
            return words.say("{words} stands there already.", words=Quoted(given))
        case Unchanged():
            return words.say("These are the words that stand there now. What would you change?")
        case OnlyOne():
            return words.say("Only one text can hold, so its ways can not go ahead side by side.")
        case NotOffered() | NotANumber():
            return common_sentence(flaw, words)
        case Unclear():
            return unclear(flaw, words)
        case _:
            assert_never(flaw)


def _missing(key: str, words: Words) -> Text:
    match key:
        case "what":
            return words.say("What would you like to propose?")
        case "place":
            return words.say("In which channel shall this be proposed?")
        case _:
            return words.say("This needs a few words.")


def unclear(problem: Unclear, words: Words) -> Text:
    """Why a time could not be taken, with times that can."""
    return sentences(_why_unclear(problem, words), words.say("You can write 3 days, 12 hours, or 2026-12-01 18:00."))


def _why_unclear(problem: Unclear, words: Words) -> Text:
    match problem.why:
        case Why.PAST:
            return words.say("That time has passed.")
        case Why.TOO_SOON:
            return words.say("That is less than five minutes, so hardly anyone could take part.")
        case Why.TOO_FAR:
            return words.say("That is more than a year away.")
        case Why.DAY_OR_MONTH:
            first, second = problem.readings[:2]
            return words.say("That could be {first} or {second}.", first=Moment(first), second=Moment(second))
        case _:
            return words.say("I could not read that as a length of time.")
