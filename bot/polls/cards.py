"""A poll as its card, as its result and as what is whispered about it. Pure: model in, cards out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from bot.chat.cards import (
    Bar,
    Bars,
    Button,
    Buttons,
    Card,
    Divider,
    Element,
    Heading,
    Menu,
    MenuOption,
    Paragraph,
    Said,
    Small,
)
from bot.chat.ids import PersonId
from bot.chat.text import Bold, Moment, Quoted, Text, plain, sentences
from bot.chat.token import Token
from bot.chat.words import Words
from bot.polls.counting import Choice, Kind, Margin
from bot.polls.model import (
    SMALL,
    Ending,
    Option,
    Poll,
    PollCard,
    Reason,
    Result,
    SeenAs,
    State,
    Totals,
    fairest,
    support,
)

MOST_BUTTONS = 5
"""Options are buttons up to here, a menu above."""

SHARES_FROM = 10
"""Below this many ballots only numbers are said, no shares (facts on small numbers: a share hides how few they are)."""

CARD_ROOM = 2200
"""Characters of reasons that fit on a card beside the rest; the others are one press away."""

NOT_FOR_ME = 0


def poll_card(card: PollCard, words: Words) -> Card:
    """The card that everyone sees: the question while it is open, the result afterwards."""
    return open_card(card, words) if card.poll.state is State.OPEN else ended_card(card, words)


def poll_face(card: PollCard | None, words: Words) -> Card | None:
    """``poll_card`` for a poll that may not be there any more."""
    return poll_card(card, words) if card is not None else None


# --- while it is open ---------------------------------------------------------------------------------------------


def open_card(card: PollCard, words: Words) -> Card:
    """The question, what can be chosen, who will see it, when it closes and what happens next."""
    poll = card.poll
    return Card(
        (
            *_question(poll, words),
            *_choices(poll, words),
            *((_bars(poll, support(card.tallies, len(poll.options)), card.answered, words),) if _live(poll) else ()),
            Paragraph(answered(card.answered, words)),
            *_next_steps(poll, words),
            Small(sentences(seen_by(poll, words), words.say("Closes {moment}.", moment=Moment(poll.closes_at)))),
            Buttons(tuple(_side_buttons(poll, words))),
        )
    )


def _live(poll: Poll) -> bool:
    return poll.totals is Totals.ALWAYS


def _question(poll: Poll, words: Words) -> tuple[Element, ...]:
    why = (Paragraph(words.say("Why we are asking: {why}", why=poll.why)),) if poll.why else ()
    return (Heading(plain(poll.question)), *why)


def _choices(poll: Poll, words: Words) -> tuple[Element, ...]:
    how = Small(how_to_choose(poll.kind, words))
    if len(poll.options) <= MOST_BUTTONS:
        buttons = (Button(o.words, Token("poll.choose", (poll.id, str(o.position)))) for o in poll.options)
        return (how, Buttons(tuple(buttons)))
    most = 1 if poll.kind is Kind.ONE else len(poll.options)
    options = tuple(MenuOption(str(o.position), o.words) for o in poll.options)
    return (how, Menu(Token("poll.pick", (poll.id,)), words.label("Choose"), options, most))


def how_to_choose(kind: Kind, words: Words) -> Text:
    """What a member does in a poll of this kind."""
    return words.say("Choose one.") if kind is Kind.ONE else words.say("Choose all you like.")


def _side_buttons(poll: Poll, words: Words) -> list[Button]:
    buttons = [Button(words.label("Say why"), Token("poll.why", (poll.id,)))]
    if poll.open_options:
        buttons.append(Button(words.label("Add an option"), Token("poll.add", (poll.id,))))
    buttons.append(Button(words.label("Not for me"), Token("poll.pass", (poll.id,))))
    buttons.append(Button(words.label("Details"), Token("poll.details", (poll.id,))))
    return buttons


def answered(number: int, words: Words) -> Text:
    """How many have answered."""
    if not number:
        return words.say("Nobody has answered yet.")
    return words.count("{n} person has answered.", "{n} people have answered.", number)


def seen_by(poll: Poll, words: Words) -> Text:
    """Who sees what a member chooses, computed for this very poll."""
    if poll.seen_as is SeenAs.NAMED:
        return words.say("Seen by: everyone here, by name, once it has closed.")
    if poll.audience is None:
        return words.say("Seen by: nobody by name. If all agree, everyone knows.")
    return words.count(
        "Seen by: nobody by name. {n} person may answer: if all agree, everyone knows.",
        "Seen by: nobody by name. {n} people may answer: if all agree, everyone knows.",
        poll.audience,
    )


def _next_steps(poll: Poll, words: Words) -> tuple[Element, ...]:
    plan = poll.plan
    lines = [
        words.say("If it is decided: {then}", then=plan.decided) if plan.decided else (),
        words.say("If it is tied: {then}", then=plan.tied) if plan.tied else (),
        words.say("If too few take part: {then}", then=plan.too_few) if plan.too_few else (),
        words.say("We look again: {then}", then=plan.review) if plan.review else (),
        _needed(poll, words),
    ]
    lines = [line for line in lines if line]
    return (Heading(words.say("What happens next")), *map(Paragraph, lines)) if lines else ()


def _needed(poll: Poll, words: Words) -> Text:
    if not poll.least:
        return ()
    return words.count(
        "It takes {n} answer to decide this. “Not for me” is one too.",
        "It takes {n} answers to decide this. “Not for me” is one too.",
        poll.least,
    )


# --- once it has ended --------------------------------------------------------------------------------------------


def ended_card(card: PollCard, words: Words) -> Card:
    """The result with every view that was held, or a word that it is being counted."""
    poll = card.poll
    if poll.result is None or poll.ending is None:
        return Card((*_question(poll, words), Paragraph(words.say("Closed. The answers are being counted."))))
    result, ending = poll.result, poll.ending
    return Card(
        (
            *_question(poll, words),
            Paragraph(outcome(poll, result, words)),
            _bars(poll, result.counts, result.ballots, words),
            Paragraph(turnout(poll, result, words)),
            *((Paragraph(close),) if (close := closeness(poll, result, words)) else ()),
            *_carried(card, result, words),
            *_then(poll, result, words),
            Small(power_line(ending, words)),
            Buttons(
                (
                    Button(words.label("See the reasons"), Token("poll.reasons", (poll.id, "0"))),
                    Button(words.label("Details"), Token("poll.details", (poll.id,))),
                )
            ),
        )
    )


def announcement(card: PollCard | None, words: Words) -> Card | None:
    """The short post that says a poll has closed; None until its result is there."""
    if card is None or card.poll.result is None:
        return None
    poll = card.poll
    return Card(
        (
            Paragraph(words.say("Closed: {question}", question=Bold(poll.question))),
            Paragraph(outcome(poll, card.poll.result, words)),
            Small(words.say("The card above holds every view and every reason.")),
        )
    )


def outcome(poll: Poll, result: Result, words: Words) -> Text:
    """What was decided and why, in a sentence or two. A tie is called a tie."""
    if not result.took_part:
        return words.say("Nobody answered, so nothing is decided.")
    if result.took_part < poll.least:
        return words.say(
            "Too few took part, so nothing is decided: {took_part} answered, {least} were needed.",
            took_part=result.took_part,
            least=poll.least,
        )
    if not result.ballots:
        return words.say("Everyone who answered said “not for me”, so nothing is decided.")
    if result.tied:
        return _tie(poll, result, words)
    return _won(poll, result, words)


def _tie(poll: Poll, result: Result, words: Words) -> Text:
    level = result.tied[0].options
    listed = words.listing([Bold(poll.words(position)) for position in level])
    count = result.counts[level[0] - 1]
    if _hidden(poll, count):
        return words.say("It is a tie between {options}. Nothing is decided.", options=listed)
    return words.count(
        "It is a tie between {options}, with {n} answer each. Nothing is decided.",
        "It is a tie between {options}, with {n} answers each. Nothing is decided.",
        count,
        options=listed,
    )


def _won(poll: Poll, result: Result, words: Words) -> Text:
    winner = result.winners[0]
    name, count = Bold(poll.words(winner)), result.counts[winner - 1]
    if _hidden(poll, count):
        return words.say("{option}, because more people chose it than any other.", option=name)
    if result.margin is not None and result.margin.near_tie:
        return words.say(
            "{option}, by very little: {count} of {ballots} chose it.", option=name, count=count, ballots=result.ballots
        )
    sentence = words.say(
        "{option}, because {count} of {ballots} chose it.", option=name, count=count, ballots=result.ballots
    )
    return sentences(sentence, _half(count, result.ballots, words)) if poll.kind is Kind.ONE else sentence


def _half(count: int, ballots: int, words: Words) -> Text:
    if 2 * count > ballots:
        return words.say("That is more than half.")
    if 2 * count == ballots:
        return words.say("That is exactly half.")
    return words.say("That is less than half: more people chose something else.")


def _hidden(poll: Poll, count: int) -> bool:
    return poll.seen_as is not SeenAs.NAMED and count < SMALL


def _bars(poll: Poll, counts: Sequence[int], ballots: int, words: Words) -> Bars:
    return Bars(tuple(_bar(poll, option, counts[option.position - 1], ballots, words) for option in poll.options))


def _bar(poll: Poll, option: Option, count: int, ballots: int, words: Words) -> Bar:
    if _hidden(poll, count):
        return Bar(option.words, None, max(ballots, 1), words.say("fewer than {n}", n=SMALL))
    if ballots >= SHARES_FROM:
        note = words.say(
            "{count} of {ballots} ({share} %)", count=count, ballots=ballots, share=round(100 * count / ballots)
        )
    else:
        note = words.say("{count} of {ballots}", count=count, ballots=ballots)
    return Bar(option.words, count, max(ballots, 1), note)


def turnout(poll: Poll, result: Result, words: Words) -> Text:
    """How many took part and how many did not: numbers, never names."""
    took = words.count("{n} person took part.", "{n} people took part.", result.took_part)
    blank: Text = ()
    if result.blank and not _hidden(poll, result.blank):
        blank = words.count("{n} of them said “not for me”.", "{n} of them said “not for me”.", result.blank)
    absent: Text = ()
    if poll.audience is not None:
        absent = words.count("{n} did not.", "{n} did not.", max(0, poll.audience - result.took_part))
    return sentences(took, blank, absent)


def closeness(poll: Poll, result: Result, words: Words) -> Text:
    """How many changed ballots would have changed the outcome; nothing where nothing was decided."""
    margin = result.margin
    if margin is None or result.tied or not result.winners or result.took_part < poll.least:
        return ()
    sentence = _changes(margin, words)
    if poll.kind is Kind.ANY and result.left_out:
        return sentences(sentence, _left_out(poll, result.left_out, words))
    return sentence


def _changes(margin: Margin, words: Words) -> Text:
    if margin.to_tie < margin.to_change:
        return words.count(
            "{n} changed ballot would make this a tie, {change} would change it.",
            "{n} changed ballots would make this a tie, {change} would change it.",
            margin.to_tie,
            change=margin.to_change,
        )
    return words.count(
        "{n} changed ballot would change this.", "{n} changed ballots would change this.", margin.to_change
    )


def _left_out(poll: Poll, number: int, words: Words) -> Text:
    if _hidden(poll, number):
        return words.say("Fewer than {n} people chose nothing that won.", n=SMALL)
    return words.count("{n} person chose nothing that won.", "{n} people chose nothing that won.", number)


@dataclass(frozen=True, slots=True)
class _Side:
    option: int
    title: Text
    people: tuple[Text, ...]
    reasons: tuple[Reason, ...]


def _carried(card: PollCard, result: Result, words: Words) -> tuple[Element, ...]:
    sides = _sides(card, result, words)
    if not sides:
        return ()
    shown = _within_room(sides)
    elements: list[Element] = [Divider(), Heading(words.say("What this result carries"))]
    for side in sides:
        elements.append(Paragraph(side.title))
        elements += [Small(names) for names in side.people]
        best = fairest(side.reasons, side.option)
        elements += [_reason(reason, reason is best, words) for reason in side.reasons if reason.id in shown]
        if not side.reasons:
            elements.append(Small(words.say("Nobody said why.")))
    hidden = sum(len(side.reasons) for side in sides) - len(shown)
    if hidden:
        elements.append(
            Small(
                words.count(
                    "{n} more reason: press See the reasons.", "{n} more reasons: press See the reasons.", hidden
                )
            )
        )
    return tuple(elements)


def _sides(card: PollCard, result: Result, words: Words) -> list[_Side]:
    sides = []
    for option in card.poll.options:
        reasons = tuple(r for r in card.reasons if r.option == option.position)
        if result.counts[option.position - 1] or reasons:
            people = _people(card.names.get(option.position, ()), words)
            sides.append(_Side(option.position, (Bold(option.words),), people, reasons))
    reasons = tuple(r for r in card.reasons if r.option == NOT_FOR_ME)
    if result.blank or reasons:
        people = _people(card.names.get(NOT_FOR_ME, ()), words)
        sides.append(_Side(NOT_FOR_ME, (Bold(words.label("Not for me")),), people, reasons))
    return sides


def _people(people: Sequence[PersonId], words: Words) -> tuple[Text, ...]:
    return (words.listing([words.person(p) for p in people]),) if people else ()


def _within_room(sides: Sequence[_Side]) -> set[str]:
    """The reasons that fit, taken one from each side in turn, so that no side is cut shorter than another."""
    shown: set[str] = set()
    room = CARD_ROOM
    for turn in range(max((len(side.reasons) for side in sides), default=0)):
        layer = [side.reasons[turn] for side in sides if turn < len(side.reasons)]
        room -= sum(len(reason.words) for reason in layer)
        if room < 0 and turn:
            break
        shown |= {reason.id for reason in layer}
    return shown


def _reason(reason: Reason, most_fair: bool, words: Words) -> Said:
    notes: list[Text] = []
    if reason.by is not None:
        notes.append(words.person(reason.by))
    if reason.changed:
        notes.append(words.say("has changed their answer since"))
    if most_fair:
        notes.append(words.say("most often called a fair point by people who chose otherwise"))
    return Said(reason.words, words.listing(notes))


def _then(poll: Poll, result: Result, words: Words) -> tuple[Element, ...]:
    if result.took_part < poll.least or not result.ballots:
        said = poll.plan.too_few
    else:
        said = poll.plan.tied if result.tied else poll.plan.decided
    lines = [words.say("{then}", then=said)] if said else []
    if poll.plan.review:
        lines.append(words.say("We look again: {then}", then=poll.plan.review))
    return (Divider(), Heading(words.say("What happens next")), *map(Paragraph, lines)) if lines else ()


def power_line(ending: Ending, words: Words) -> Text:
    """Who used which power over this poll, or that nobody did."""
    if ending.by is not None:
        return words.say(
            "Closed early by {person}, {moment}: {why} Nothing else was changed.",
            person=words.person(ending.by),
            moment=Moment(ending.at),
            why=Quoted(ending.why),
        )
    if ending.late is not None:
        return words.say(
            "Closed {late} late, because I was not running. Every answer given in time was counted, "
            "and none that came after. Nothing was changed.",
            late=duration(ending.late, words),
        )
    return words.say("Closed on time. Nothing was changed.")


def duration(time: timedelta, words: Words) -> Text:
    """A length of time in its largest whole unit."""
    minutes = max(1, round(time.total_seconds() / 60))
    if minutes < 120:
        return words.count("{n} minute", "{n} minutes", minutes)
    hours = minutes // 60
    return (
        words.count("{n} hour", "{n} hours", hours) if hours < 48 else words.count("{n} day", "{n} days", hours // 24)
    )


# --- whispers -----------------------------------------------------------------------------------------------------


def said(text: Text) -> Card:
    """One sentence as a card."""
    return Card((Paragraph(text),))


def switched_off(words: Words) -> Card:
    """Said where a community does without polls."""
    return said(words.say("This community does without polls for now. /descant setup shows who switched them off."))


def receipt(poll: Poll, choice: Choice | None, tallies: Mapping[Choice, int], words: Words) -> Card:
    """What is recorded for this member, until when it can be changed, and what can be done with it."""
    buttons = Buttons(tuple(_receipt_buttons(poll, choice, words)))
    if poll.totals is not Totals.ANSWERED or choice is None:
        return Card((Paragraph(recorded(poll, choice, words)), buttons))
    bars = _bars(poll, support(tallies, len(poll.options)), sum(tallies.values()), words)
    return Card((Paragraph(recorded(poll, choice, words)), bars, buttons))


def recorded(poll: Poll, choice: Choice | None, words: Words) -> Text:
    """The sentence of a receipt."""
    until = Moment(poll.closes_at)
    if choice is None:
        return words.say("Nothing is recorded for you now. You can answer until {moment}.", moment=until)
    return words.say(
        "Recorded: {choice}. You can change it or take it back until {moment}.",
        choice=chosen(poll, choice, words),
        moment=until,
    )


def chosen(poll: Poll, choice: Choice, words: Words) -> Text:
    """A choice in words."""
    if not choice:
        return words.say("not for me")
    return words.listing([Bold(poll.words(p)) for p in choice])


def _receipt_buttons(poll: Poll, choice: Choice | None, words: Words) -> list[Button]:
    reasons = Button(words.label("See the reasons"), Token("poll.reasons", (poll.id, "0")))
    if choice is None:
        return [reasons]
    return [
        Button(words.label("Say why"), Token("poll.why", (poll.id,))),
        Button(words.label("Take it back"), Token("poll.unchoose", (poll.id,))),
        reasons,
    ]


def too_late(poll: Poll, words: Words) -> Card:
    """What a press on a closed poll gets."""
    closed = poll.ending.at if poll.ending is not None and poll.ending.by is not None else poll.closes_at
    return said(
        words.say(
            "This closed {moment}, so nothing was recorded just now. What you answered before that counts.",
            moment=Moment(closed),
        )
    )


def newer_stands(poll: Poll, choice: Choice | None, words: Words) -> Card:
    """What a press gets that arrived behind a newer one."""
    if choice is None:
        return said(words.say("You took your answer back after this press, so nothing is recorded for you."))
    return said(words.say("A newer answer of yours is recorded: {choice}.", choice=chosen(poll, choice, words)))


def no_such_poll(words: Words) -> Card:
    """What a press on a poll that is not there any more gets."""
    return said(words.say("This poll is not there any more. Nothing was recorded."))


def details(poll: Poll, own: bool, words: Words) -> Card:
    """Everything that was settled when the poll was asked, and for its asker the way to close it early."""
    lines = [
        words.say("Asked by {person}, {moment}.", person=words.person(poll.asker), moment=Moment(poll.opened_at)),
        _counted(poll.kind, words),
        seen_by(poll, words),
        _totals(poll.totals, words),
        words.say("Nobody's title or role changes what an answer counts for."),
    ]
    if poll.open_options:
        lines.append(words.say("Anyone may add an option until three quarters of the time has passed."))
    buttons = [Button(words.label("See the reasons"), Token("poll.reasons", (poll.id, "0")))]
    if own and poll.state is State.OPEN:
        buttons.append(Button(words.label("Close it now"), Token("poll.close", (poll.id,)), "danger"))
    return Card((Heading(plain(poll.question)), *map(Paragraph, lines), Buttons(tuple(buttons))))


def _counted(kind: Kind, words: Words) -> Text:
    if kind is Kind.ONE:
        return words.say("Everyone chooses one option. The one with most answers is chosen, and a tie is called a tie.")
    return words.say(
        "Everyone chooses all the options they like. The one liked by most is chosen, and a tie is called a tie."
    )


def _totals(totals: Totals, words: Words) -> Text:
    match totals:
        case Totals.CLOSED:
            return words.say("The numbers are shown when it closes.")
        case Totals.ANSWERED:
            return words.say("The numbers are shown to those who have answered.")
        case Totals.ALWAYS:
            return words.say("The numbers are shown to everyone all the time.")


PAGE = 5
"""Reasons on one page of the list."""


def reasons_page(
    card: PollCard,
    held: frozenset[int],
    own: frozenset[str],
    fair: frozenset[str],
    page: int,
    live: bool,
    words: Words,
) -> Card:
    """The reasons given, side by side. While it is open, those of sides that the reader does not hold can be called
    fair points; ``own`` are the reader's reasons, ``fair`` those they marked."""
    if not card.reasons:
        return said(words.say("Nobody has said why yet. Anyone may, whatever they chose."))
    ordered = sorted(card.reasons, key=lambda r: (r.option == NOT_FOR_ME, r.option))
    elements: list[Element] = [Heading(words.say("Reasons"))]
    buttons: list[Button] = []
    for number, reason in enumerate(ordered[page * PAGE : (page + 1) * PAGE], page * PAGE + 1):
        side = card.poll.words(reason.option) if reason.option else words.label("Not for me")
        elements.append(Paragraph(words.say("{number}. {side}", number=number, side=Bold(side))))
        elements.append(_reason(reason, False, words))
        if live and reason.option not in held and reason.id not in own:
            buttons.append(_fair_button(reason, number, page, reason.id in fair, card.poll, words))
    return Card((*elements, *_pages(card.poll, page, len(ordered), words, buttons)))


def _fair_button(reason: Reason, number: int, page: int, marked: bool, poll: Poll, words: Words) -> Button:
    if marked:
        label = words.label("{number}: no longer a fair point", number=number)
        return Button(label, Token("poll.unfair", (poll.id, reason.id, str(page))))
    return Button(
        words.label("{number} is a fair point", number=number), Token("poll.fair", (poll.id, reason.id, str(page)))
    )


def _pages(poll: Poll, page: int, total: int, words: Words, buttons: Sequence[Button]) -> tuple[Element, ...]:
    turns = []
    if page:
        turns.append(Button(words.label("Earlier reasons"), Token("poll.reasons", (poll.id, str(page - 1)))))
    if (page + 1) * PAGE < total:
        turns.append(Button(words.label("More reasons"), Token("poll.reasons", (poll.id, str(page + 1)))))
    return tuple(Buttons(tuple(group)) for group in (buttons, turns) if group)
