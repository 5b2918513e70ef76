"""Next steps: taken only by volunteering, handed back without blame. Nobody is ever listed as late. Pure."""

from bot.chat.cards import Button, Buttons, Card, Element, Heading, Paragraph, Small
from bot.chat.forms import Form, TextField
from bot.chat.ids import PersonId
from bot.chat.text import Bold, Moment, Quoted, Text, plain
from bot.chat.token import Token
from bot.chat.words import Words
from bot.proposals.following import MOST_STEP, Step, Whole

ON_CARD = 5
PAGE = 8
MOST_LABEL = 50


def step_elements(whole: Whole, words: Words) -> tuple[Element, ...]:
    """The next steps as they stand on the decision card, with what can be taken."""
    shown = [each for each in whole.steps if not each.done] + [each for each in whole.steps if each.done]
    shown = shown[:ON_CARD]
    proposal = whole.card.proposal.id
    title = Heading(words.say("Next steps"))
    if not shown:
        nothing = Paragraph(words.say("Nobody has named a next step yet."))
        return (title, nothing, Buttons((_add(proposal, words),)))
    more = len(whole.steps) - len(shown)
    all_of_them = Button(words.label("All next steps"), Token("step.list", (proposal, "0")))
    return (
        title,
        *(Paragraph(step_line(each, words)) for each in shown),
        Buttons((*_takes(shown, words), _add(proposal, words), *((all_of_them,) if more else ()))),
    )


def step_line(step: Step, words: Words) -> Text:
    """What is to be done, and who has taken it. A day that has passed is not shown: nobody is late here."""
    said = Bold(step.words)
    if step.done:
        return words.say("Done: {step}", step=said)
    if step.owner is None:
        return words.say("Open: {step}", step=said)
    who = words.person(step.owner)
    if step.due_at is None or step.asked:
        return words.say("{step} – {person} has taken it", step=said, person=who)
    return words.say("{step} – {person}, by {moment}", step=said, person=who, moment=Moment(step.due_at))


def _takes(steps: list[Step], words: Words) -> tuple[Button, ...]:
    free = [each for each in steps if each.owner is None and not each.done]
    if len(free) == 1:
        return (Button(words.label("I'll take this"), Token("step.take", (free[0].id,)), "primary"),)
    return tuple(
        Button(words.label("I'll take this: {step}", step=_short(each.words)), Token("step.take", (each.id,)))
        for each in free
    )


def _add(proposal: str, words: Words) -> Button:
    return Button(words.label("Add a next step"), Token("step.add", (proposal,)))


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= MOST_LABEL else line[: MOST_LABEL - 1].rstrip() + "…"


def steps_page(whole: Whole, page: int, words: Words) -> Card:
    """All next steps, a page of them."""
    here = list(whole.steps[page * PAGE : (page + 1) * PAGE])
    proposal = whole.card.proposal.id
    turns = [(page - 1, words.label("Back"))] if page else []
    turns += [(page + 1, words.label("Read on"))] if (page + 1) * PAGE < len(whole.steps) else []
    buttons = (
        *_takes(here, words),
        _add(proposal, words),
        *(Button(label, Token("step.list", (proposal, str(to)))) for to, label in turns),
    )
    lines = [step_line(each, words) for each in here] or [words.say("Nobody has named a next step yet.")]
    return Card((Heading(words.say("Next steps")), *map(Paragraph, lines), Buttons(buttons)))


def own_step(step: Step, title: str, words: Words) -> Card:
    """A step for whoever has taken it, with what they can do."""
    until = words.say("You took it until {moment}.", moment=Moment(step.due_at)) if step.due_at else ()
    return Card(
        (
            Heading(plain(step.words)),
            Paragraph(words.say("A next step of {title}.", title=Quoted(title))),
            *((Small(until),) if until else ()),
            Buttons(_own_buttons(step, words)),
        )
    )


def ask_owner(asked: tuple[Step, object, str, object] | None, words: Words) -> Card | None:
    """The one question on the day, to the owner alone; None when it is not theirs any more."""
    if asked is None or asked[0].done or asked[0].owner is None:
        return None
    step, _, title, _ = asked
    return Card(
        (
            Paragraph(
                words.say(
                    "You took this on, and today is the day you named: {step} ({title}). How is it?",
                    step=Bold(step.words),
                    title=Quoted(title),
                )
            ),
            Small(words.say("Every answer is fine. Nobody else is told that I asked, and I ask only once.")),
            Buttons(_own_buttons(step, words)),
        )
    )


def _own_buttons(step: Step, words: Words) -> tuple[Button, ...]:
    return (
        Button(words.label("Done"), Token("step.done", (step.id,)), "primary"),
        Button(words.label("It needs longer"), Token("step.longer", (step.id,))),
        Button(words.label("I can't after all"), Token("step.back", (step.id,))),
    )


def add_form(proposal: str, title: str, typed: dict[str, str], words: Words) -> Form:
    """The form for one more step. It is open to anyone; whoever adds it does not have to do it."""
    return Form(
        Token("step.add", (proposal,)),
        words.label("Add a next step"),
        (
            TextField(
                "words",
                words.label("What is to be done?"),
                value=typed.get("words", ""),
                required=True,
                lines=True,
                most=MOST_STEP,
            ),
        ),
        words.label("Add it"),
        words.say("For: {title}. Anyone can take it then, and nobody is given it.", title=Quoted(title)),
    )


def when_form(step: Step, handler: str, typed: str, words: Words) -> Form:
    """By when its taker means to have done it."""
    return Form(
        Token(handler, (step.id,)),
        words.label("By when?"),
        (
            TextField(
                "when",
                words.label("By when?"),
                hint=words.label("For example: in 2 weeks, friday 6pm, 2026-12-01"),
                value=typed,
                required=True,
                most=60,
            ),
        ),
        words.label("That's my day"),
        words.say("{step}. On that day I ask you once, privately, how it is.", step=Bold(step.words)),
    )


def taken(step: Step, owner: PersonId, words: Words) -> Text:
    """Said to someone who would take what has been taken."""
    if step.done:
        return words.say("This has been done already.")
    return words.say("{person} has taken this already.", person=words.person(owner))
