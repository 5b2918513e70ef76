"""The forms of a poll, its private preview, and what is wrong with a draft in sentences."""

from collections.abc import Mapping
from typing import assert_never

from bot.chat.cards import Button, Buttons, Card, Element, Paragraph, Small
from bot.chat.deadlines import Assumed, Unclear, Why
from bot.chat.forms import Choice, ChoiceField, Form, PlaceField, TextField
from bot.chat.ids import PlaceId
from bot.chat.text import Bold, Moment, Quoted, Text, sentences
from bot.chat.token import Token
from bot.chat.words import Words
from bot.polls.cards.opened import MOST_BUTTONS, answered, open_card
from bot.polls.counting import Kind
from bot.polls.draft import (
    PLACE,
    BadPick,
    Draft,
    Flaw,
    Missing,
    NotANumber,
    NotATime,
    NotOffered,
    TooFew,
    TooLong,
    TooMany,
    Twice,
    Values,
)
from bot.polls.model import ABOUT_ALL, MOST_OPTION, MOST_OPTIONS, MOST_REASON, SMALL, Poll, PollCard, SeenAs, Totals

SECOND_PAGE = ("seen", "totals", "adding", "pick")
THIRD_PAGE = ("decided", "tied", "few", "least", "review")


def page_of(flaws: Mapping[str, Flaw], values: Values) -> str:
    """The handler of the first form that holds something to mend."""
    kind = "poll.more" if PLACE in values else "poll.ask"
    pages = {**dict.fromkeys(SECOND_PAGE, "poll.more"), **dict.fromkeys(THIRD_PAGE, "poll.next"), "kind": kind}
    found = {pages.get(key, "poll.ask") for key in flaws}
    return next((page for page in ("poll.ask", "poll.more", "poll.next") if page in found), "poll.ask")


def kinds(words: Words) -> tuple[Choice, ...]:
    """How people can answer."""
    return (
        Choice(Kind.ONE.value, words.label("Choose one")),
        Choice(Kind.ANY.value, words.label("Choose all you like")),
        Choice(Kind.SEVERAL.value, words.label("Choose what to do, fairly (several of them)")),
        Choice(Kind.RANK.value, words.label("Put in order")),
        Choice(Kind.ELECT.value, words.label("Elect people")),
        Choice(Kind.SCORE.value, words.label("Give points, 0 to 5")),
        Choice(Kind.TIME.value, words.label("Find a time")),
    )


def seen(words: Words) -> tuple[Choice, ...]:
    """How those who answer can be seen."""
    return (
        Choice(SeenAs.UNNAMED, words.label("Unnamed: nobody sees who chose what")),
        Choice(SeenAs.NAMED, words.label("Named: everyone sees it once it has closed")),
        Choice(SeenAs.SECRET, words.label("Secret: nobody here can ever find out")),
    )


def totals(words: Words) -> tuple[Choice, ...]:
    """When the numbers can be seen."""
    return (
        Choice(Totals.CLOSED, words.label("When it closes")),
        Choice(Totals.ANSWERED, words.label("After you have answered")),
        Choice(Totals.ALWAYS, words.label("Always")),
    )


def draft_form(handler: str, draft: str, values: Values, words: Words) -> Form:
    """One page of the poll that is being made, with what was typed so far."""
    match handler:
        case "poll.more":
            return _more(draft, values, words)
        case "poll.next":
            return _next(draft, values, words)
        case _:
            return _ask(draft, values, words)


def _kind(values: Values, words: Words) -> ChoiceField:
    kind = values.get("kind", Kind.ONE.value)
    chosen = kind if kind in tuple(Kind) else Kind.ONE.value
    return ChoiceField("kind", words.label("How do people answer?"), kinds(words), chosen)


def _place(values: Values, words: Words) -> PlaceField:
    picked = values.get(PLACE, "")
    label = words.label("In which channel?")
    return PlaceField(PLACE, label, PlaceId(picked) if picked else None, required=True, here=True)


def _ask(draft: str, values: Values, words: Words) -> Form:
    """Where a channel has to be picked, that comes first and the kind waits on the second page: five fit on one."""
    has_place = PLACE in values
    return Form(
        Token("poll.ask", (draft,)),
        words.label("Ask the group"),
        (
            *((_place(values, words),) if has_place else ()),
            TextField("question", words.label("Question"), value=values.get("question", ""), required=True),
            TextField(
                "options",
                words.label("Options"),
                words.label("One on each line, 2 to {most}. For “Find a time”: times.", most=MOST_OPTIONS),
                _as_lines(values.get("options", "")),
                required=True,
                lines=True,
            ),
            TextField(
                "why",
                words.label("Why are we asking?"),
                words.label("May stay empty. It helps people answer."),
                values.get("why", ""),
                lines=True,
            ),
            TextField(
                "closes",
                words.label("When does it close?"),
                words.label("friday 6pm, in 3 days, 2026-12-01 18:00. Empty: in 3 days."),
                values.get("closes", ""),
            ),
            *(() if has_place else (_kind(values, words),)),
        ),
        words.label("See how it looks"),
    )


def _as_lines(options: str) -> str:
    return options if "\n" in options else "\n".join(part.strip() for part in options.split(";"))


def _more(draft: str, values: Values, words: Words) -> Form:
    adding = (Choice("yes", words.label("Anyone may add options")), Choice("no", words.label("These options only")))
    return Form(
        Token("poll.more", (draft,)),
        words.label("More choices"),
        (
            *((_kind(values, words),) if PLACE in values else ()),
            ChoiceField("seen", words.label("How are people seen?"), seen(words), values.get("seen", SeenAs.UNNAMED)),
            ChoiceField(
                "totals", words.label("When are numbers shown?"), totals(words), values.get("totals", Totals.CLOSED)
            ),
            ChoiceField("adding", words.label("New options"), adding, values.get("adding", "yes")),
            TextField(
                "pick",
                words.label("How many are chosen?"),
                words.label("For “fairly” and “Elect people”. Empty: 2."),
                values.get("pick", ""),
            ),
        ),
        words.label("See how it looks"),
    )


def _next(draft: str, values: Values, words: Words) -> Form:
    hint = words.label("For example: Ana books the hall on Monday.")
    return Form(
        Token("poll.next", (draft,)),
        words.label("What happens next"),
        (
            TextField("decided", words.label("If it is decided"), hint, values.get("decided", "")),
            TextField("tied", words.label("If it is tied"), "", values.get("tied", "")),
            TextField("few", words.label("If too few take part"), "", values.get("few", "")),
            TextField(
                "least",
                words.label("Smallest number of answers"),
                words.label("With fewer, nothing is decided. Empty: any number will do."),
                values.get("least", ""),
            ),
            TextField("review", words.label("When do we look again?"), "", values.get("review", "")),
        ),
        words.label("See how it looks"),
        words.say("Locked as soon as the poll is posted."),
    )


def preview(poll: Poll, draft: Draft, draft_id: str, words: Words) -> Card:
    """The poll as everyone would see it, and what its asker can still do before that."""
    shown = open_card(PollCard(poll, 0, {}, {}, ()), words)
    body = tuple(e for e in shown.elements if not isinstance(e, Buttons) and e != Paragraph(answered(0, words)))
    options = words.listing([Bold(option) for option in draft.options])
    listed = (Paragraph(words.say("Options: {options}", options=options)),)
    return Card(
        (
            Small(words.say("Only you can see this. This is how it will look:")),
            *body,
            *(listed if len(draft.options) <= MOST_BUTTONS else ()),
            *_assumptions(draft, words),
            Buttons(
                (
                    Button(words.label("Post it"), Token("poll.post", (draft_id,)), "primary"),
                    Button(words.label("Change it"), Token("poll.change", (draft_id,))),
                    Button(words.label("More choices"), Token("poll.choices", (draft_id,))),
                    Button(words.label("What happens next"), Token("poll.plan", (draft_id,))),
                    Button(words.label("Do not post it"), Token("poll.drop", (draft_id,))),
                )
            ),
        )
    )


def _assumptions(draft: Draft, words: Words) -> tuple[Element, ...]:
    at = Moment(draft.closes.at)
    notes = []
    if Assumed.HOUR in draft.closes.assumed:
        notes.append(words.say("You named no time of day, so it closes at 18:00."))
    if Assumed.GAP in draft.closes.assumed:
        notes.append(
            words.say("The clocks change then and that time does not exist, so it closes {moment}.", moment=at)
        )
    if Assumed.FOLD in draft.closes.assumed:
        notes.append(words.say("The clocks change then and that time comes twice: the first one is meant."))
    return tuple(map(Small, notes))


def why_form(poll: Poll, option: int, sides: Mapping[int, str], given: str, named: bool, words: Words) -> Form:
    """The invitation to say why: the same for every side, and always free to leave."""
    choices = tuple(Choice(str(position), label) for position, label in sides.items())
    for_what = (ChoiceField("option", words.label("For which answer?"), choices, str(option)),)
    names = (
        Choice("unnamed", words.label("Without my name")),
        Choice("named", words.label("With my name")),
    )
    return Form(
        Token("poll.why", (poll.id, str(option))),
        words.label("Say why"),
        (
            TextField(
                "words",
                words.label("Why? In your own words"),
                words.label("Up to {most} characters. Leave it empty to take your words back.", most=MOST_REASON),
                given,
                lines=True,
            ),
            ChoiceField("named", words.label("How is it shown?"), names, "named" if named else "unnamed"),
            *(for_what if len(choices) > 1 else ()),
        ),
        words.label("Share it"),
        words.say("It stands in the result whichever way this goes."),
    )


def secret_why_form(poll: Poll, option: int, given: str, words: Words) -> Form:
    """Words for the box of a secret poll; nothing links them to an answer, also not what they speak for."""
    named = tuple(Choice(str(o.position), o.words) for o in poll.options) if len(poll.options) < MOST_CHOICES else ()
    about = (Choice(str(ABOUT_ALL), words.label("I do not say")), *named)
    hint = words.label("Up to {most} characters. Leave it empty to take your words back.", most=MOST_REASON)
    return Form(
        Token("poll.why.secret", (poll.id,)),
        words.label("Say why"),
        (
            TextField("words", words.label("Why? In your own words"), hint, given, lines=True),
            *((ChoiceField("option", words.label("For which option?"), about, str(option)),) if named else ()),
        ),
        words.label("Put it in the box"),
        words.say(
            "Read by everyone once it has closed, shuffled, if at least {n} people wrote. "
            "Mind that a way of writing can be recognised.",
            n=SMALL,
        ),
    )


MOST_CHOICES = 10
"""Choices that fit in one field of a form."""


def option_form(poll: Poll, given: str, words: Words) -> Form:
    """One more option for everyone to choose."""
    hint = words.label("Up to {most} characters. It stays as it is once it is there.", most=MOST_OPTION)
    return Form(
        Token("poll.add", (poll.id,)),
        words.label("Add an option"),
        (TextField("words", words.label("Option"), hint, given, required=True),),
        words.label("Add it"),
    )


def close_form(poll: Poll, given: str, words: Words) -> Form:
    """The reason for closing early, which everyone will read."""
    hint = words.label("Everyone will read this on the card, with your name.")
    return Form(
        Token("poll.close", (poll.id,)),
        words.label("Close it now"),
        (TextField("why", words.label("Why close it early?"), hint, given, required=True, lines=True),),
        words.label("Close it now"),
    )


def flaw_sentences(flaws: Mapping[str, Flaw], words: Words) -> dict[str, Text]:
    """What is wrong, field by field, and what would be right."""
    return {key: flaw_sentence(key, flaw, words) for key, flaw in flaws.items()}


def flaw_sentence(key: str, flaw: Flaw, words: Words) -> Text:  # noqa: C901 a line for each flaw
    """One thing that stands in the way, as a sentence."""
    match flaw:
        case Missing():
            return _missing(key, words)
        case TooLong(most, what):
            return _too_long(most, what, words)
        case TooFew():
            return words.say("A choice needs at least two options.")
        case TooMany(number):
            return words.say(
                "That is {number} options; up to {most} fit. Which could be put together?",
                number=number,
                most=MOST_OPTIONS,
            )
        case Twice(option):
            return words.say("{option} is there twice.", option=Quoted(option))
        case NotOffered(given, offered):
            return words.say(
                "{given} is not one of the choices, which are: {offered}.",
                given=Quoted(given[:40]),
                offered=words.listing(offered),
            )
        case NotANumber(given):
            return words.say("{given} is not a whole number. For example: 5.", given=Quoted(given[:40]))
        case NotATime(typed, problem):
            return sentences(
                words.say("{option} is not clear to me.", option=Quoted(typed[:40])), unclear(problem, words)
            )
        case BadPick(most):
            return words.say("Between 1 and {most} of these options can be chosen.", most=most)
        case Unclear():
            return unclear(flaw, words)
        case _:
            assert_never(flaw)


def _missing(key: str, words: Words) -> Text:
    match key:
        case "place":
            return words.say("In which channel shall this be asked?")
        case "question":
            return words.say("What would you like to ask?")
        case "options":
            return words.say("What can people choose? One option on each line.")
        case "why":
            return words.say("Please say why in a few words, for everyone to read.")
        case _:
            return words.say("This needs a few words.")


def _too_long(most: int, what: str, words: Words) -> Text:
    if what:
        return words.say(
            "The option that begins {what} has more than {most} characters. All your words are kept here.",
            what=Quoted(what),
            most=most,
        )
    return words.say("This has more than {most} characters. All your words are kept here.", most=most)


def unclear(problem: Unclear, words: Words) -> Text:
    """Why a time could not be taken, with times that can."""
    examples = words.say("You can write friday 6pm, in 3 days, or 2026-12-01 18:00.")
    return sentences(_why_unclear(problem, words), examples)


def _why_unclear(problem: Unclear, words: Words) -> Text:
    match problem.why:
        case Why.PAST:
            return words.say("That time has passed.")
        case Why.TOO_SOON:
            return words.say("That is less than five minutes away, so hardly anyone could answer.")
        case Why.TOO_FAR:
            return words.say("That is more than a year away.")
        case Why.BARE_NUMBER:
            return words.say("A number alone could be an hour or a day.")
        case Why.BARE_MONTH:
            return words.say("A month alone leaves the day open.")
        case Why.NO_SUCH_DAY:
            return words.say("That day does not exist.")
        case Why.DAY_OR_MONTH:
            return _day_or_month(problem, words)
        case Why.EMPTY | Why.NOT_UNDERSTOOD:
            return words.say("I could not read that as a time.")
        case _:
            assert_never(problem.why)


def _day_or_month(problem: Unclear, words: Words) -> Text:
    first, second = problem.readings[:2]
    return words.say("That could be {first} or {second}.", first=Moment(first), second=Moment(second))
