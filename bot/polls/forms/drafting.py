"""The pages on which a poll is made, and its private preview."""

from collections.abc import Mapping

from bot.chat.cards import Button, Buttons, Card, Element, Paragraph, Small
from bot.chat.deadlines import Assumed
from bot.chat.forms import Choice, ChoiceField, Form, TextField
from bot.chat.text import Bold, Moment
from bot.chat.token import Token
from bot.chat.typed import PLACE, Values, place_field
from bot.chat.words import Words
from bot.polls.cards.opened import MOST_BUTTONS, answered, open_card
from bot.polls.counting import Kind
from bot.polls.draft import Draft, Flaw
from bot.polls.model import MOST_OPTIONS, Poll, PollCard, SeenAs, Totals

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


def _ask(draft: str, values: Values, words: Words) -> Form:
    """Where a channel has to be picked, that comes first and the kind waits on the second page: five fit on one."""
    has_place = PLACE in values
    return Form(
        Token("poll.ask", (draft,)),
        words.label("Ask the group"),
        (
            *place_field(values, words.label("In which channel?")),
            TextField("question", words.label("Question"), value=values.get("question", ""), required=True),
            TextField(
                "options",
                words.label("Options"),
                words.label(
                    "One a line, 2 to {most}. What it means may follow: Tuesday -- after work. To find a time: times.",
                    most=MOST_OPTIONS,
                ),
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
    listed = (Paragraph(words.say("Options: {options}", options=options)),) if not any(draft.meanings) else ()
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
