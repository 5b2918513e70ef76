"""What is said in private about rounds: receipts, and what someone can do with theirs. Pure."""

from collections.abc import Sequence
from datetime import datetime

from bot.chat.cards import Button, Buttons, Card, Divider, Element, Heading, Paragraph, Said, Small
from bot.chat.text import Bold, Command, Moment, Quoted, Text, cut
from bot.chat.token import Token
from bot.chat.words import Words
from bot.checkins.cards.company import kept_lines
from bot.checkins.cards.rounds import said_elements
from bot.checkins.cards.sentences import signpost_line
from bot.checkins.model import Entry, KeptCompany, Round, RoundCard, Seen
from bot.offers import Offer

MOST_LABEL = 50
PAGE = 2000
"""Characters of answers on one page."""


def received(
    of: Round,
    said: Sequence[str],
    quiet: bool,
    offers: Sequence[Offer],
    reminded: bool,
    signposts: str,
    words: Words,
) -> Card:
    """A receipt: what was written, who sees it, and what can still be done with it. Nothing in it depends on words that
    someone wrote; what they have room for decides what they are asked."""
    return Card(
        (
            Paragraph(words.say("Thank you. This is what you wrote:")),
            *said_elements(of.questions, said),
            Small(_stands(of, words)),
            *(_quiet(of, words) if quiet else ()),
            *(_offered(offers, words) if offers else ()),
            Small(signpost_line(signposts, words)),
            Buttons(
                (
                    Button(words.label("Change it"), Token("checkin.in", (of.id,))),
                    Button(words.label("Take it back"), Token("checkin.back", (of.id,))),
                    remind_button(of.checkin, reminded, words),
                )
            ),
        )
    )


def _stands(of: Round, words: Words) -> Text:
    until = Moment(of.closes_at)
    match of.seen:
        case Seen.NAMED:
            return words.say("It stands in the thread with your name. You can change it until {moment}.", moment=until)
        case Seen.UNNAMED:
            return words.say(
                "Nobody here can find it by your name. You can change it or take it back until {moment}.", moment=until
            )
        case Seen.PRIVATE:
            return words.say(
                "It stands in your journal: {command}. It is shown to you alone.", command=Command("checkin journal")
            )


def _quiet(of: Round, words: Words) -> tuple[Element, ...]:
    return (
        Paragraph(
            words.say(
                "Until the next round of {name} I will ask you for nothing by myself. Nobody else can see that.",
                name=Bold(of.name),
            )
        ),
    )


def _offered(offers: Sequence[Offer], words: Words) -> tuple[Element, ...]:
    """What nobody has taken yet, for someone with plenty of room: to look at, and no more."""
    takes = tuple(
        Button(
            words.label("I'll take this: {step}", step=cut(offer.words, MOST_LABEL)), Token("step.take", (offer.step,))
        )
        for offer in offers
    )
    return (
        Divider(),
        Paragraph(words.say("If you would like to do something with that room, nobody has taken these yet:")),
        *(
            Paragraph(words.say("{step} ({title})", step=Bold(offer.words), title=Quoted(offer.title)))
            for offer in offers
        ),
        Buttons(takes),
        Small(
            words.say(
                "Nothing is expected of you. I show you each of these only this once, and nobody else sees that I did."
            )
        ),
        Divider(),
    )


def remind_button(checkin: str, reminded: bool, words: Words) -> Button:
    """The choice to be reminded, or not to be any more."""
    if reminded:
        return Button(words.label("Don't remind me any more"), Token("checkin.unremind", (checkin,)))
    return Button(words.label("Remind me next time"), Token("checkin.remind", (checkin,)))


def passed(of: Round, words: Words) -> Card:
    """Said to someone for whom it is not today."""
    return Card(
        (
            Paragraph(words.say("That is fine. I will not remind you of this round.")),
            Small(words.say("Nobody is told, and when the round closes I forget it too.")),
        )
    )


def taken_back(words: Words) -> Card:
    """Said when an answer is gone."""
    return Card((Paragraph(words.say("Your answer is gone.")),))


def too_late(of: Round, words: Words) -> Card:
    """Said to someone who comes after the end."""
    return Card(
        (
            Paragraph(
                words.say(
                    "This round of {name} closed {moment}. Nothing was recorded; the next one comes by itself.",
                    name=Bold(of.name),
                    moment=Moment(of.closes_at),
                )
            ),
        )
    )


def key_lost(words: Words) -> Card:
    """Said where answers without names can not be told apart any more."""
    return Card(
        (
            Paragraph(
                words.say(
                    "The key that kept these answers apart is lost, so this round takes no more of them. "
                    "Nothing was recorded."
                )
            ),
        )
    )


def nothing_said(words: Words) -> Text:
    """What stands in the way of a form that was sent empty."""
    return words.say("All of it is still empty. One answer is enough; or close this, that is fine too.")


def open_rounds(found: Sequence[Round], signposts: str, words: Words) -> Card:
    """The rounds that someone can answer now."""
    if not found:
        return Card(
            (
                Paragraph(words.say("No check-in is open here just now.")),
                Small(signpost_line(signposts, words)),
                Buttons(_ways(words)),
            )
        )
    elements: list[Element] = [Heading(words.say("Open now"))]
    for of in found:
        elements.append(
            Paragraph(words.say("{name} – until {moment}", name=Bold(of.name), moment=Moment(of.closes_at)))
        )
        elements.append(
            Buttons((Button(words.label("Check in: {name}", name=of.name), Token("checkin.in", (of.id,))),))
        )
    return Card((*elements, Small(signpost_line(signposts, words)), Buttons(_ways(words))))


def _ways(words: Words) -> tuple[Button, ...]:
    return (
        Button(words.label("All check-ins here"), Token("checkin.list")),
        Button(words.label("A new check-in"), Token("checkin.begin")),
        Button(words.label("My journal"), Token("checkin.journal", ("0",))),
        Button(words.label("Pause them for me"), Token("checkin.rest")),
        Button(words.label("I'm around"), Token("checkin.around")),
        Button(words.label("I'd like company"), Token("checkin.company")),
    )


def journal(found: Sequence[Entry], kept: Sequence[KeptCompany], page: int, more: bool, words: Words) -> Card:
    """What someone wrote for themselves, the newest first; before it, the company that they keep."""
    elements: list[Element] = [Heading(words.say("My journal")), *kept_lines(kept, words)]
    if not found and not kept:
        elements.append(Paragraph(words.say("There is nothing in it yet.")))
    for entry in found:
        elements.append(
            Paragraph(words.say("{name}, {moment}", name=Bold(entry.round.name), moment=Moment(entry.answer.at)))
        )
        elements += [*said_elements(entry.round.questions, entry.answer.said)]
        back = Button(words.label("Take it back"), Token("checkin.back", (entry.round.id,)))
        elements += [Buttons((back,)), Divider()]
    turns = (
        *((Button(words.label("Newer"), Token("checkin.journal", (str(page - 1),))),) if page else ()),
        *((Button(words.label("Older"), Token("checkin.journal", (str(page + 1),))),) if more else ()),
    )
    return Card((*elements, Small(words.say("Nobody else can see this.")), *((Buttons(turns),) if turns else ())))


def read_all(card: RoundCard, page: int, words: Words) -> Card:
    """All that was shared without names, a page at a time."""
    pages = _pages(card)
    page = min(page, len(pages) - 1)
    turns = (
        *((Button(words.label("Back"), Token("checkin.read", (card.round.id, str(page - 1)))),) if page else ()),
        *(
            (Button(words.label("Read on"), Token("checkin.read", (card.round.id, str(page + 1)))),)
            if page + 1 < len(pages)
            else ()
        ),
    )
    return Card((Heading((Bold(card.round.name),)), *pages[page], *((Buttons(turns),) if turns else ())))


def _pages(card: RoundCard) -> list[list[Element]]:
    pages: list[list[Element]] = [[]]
    room = PAGE
    for shown in card.shown:
        for number, said in enumerate(shown.words):
            room -= len(said)
            if room < 0 and pages[-1]:
                pages.append([])
                room = PAGE - len(said)
            if number == 0 or not pages[-1]:
                pages[-1].append(Paragraph((Bold(shown.asked.words),)))
            pages[-1].append(Said(said))
    return pages


def resting(until: datetime | None, words: Words) -> Card:
    """What someone who pauses check-ins for themselves is told."""
    if until is None:
        return Card((Paragraph(words.say("Good to have you back. Check-ins come to you again.")),))
    return Card(
        (
            Paragraph(
                words.say(
                    "Check-ins leave you in peace until {moment}: no reminder, and nothing that waits for you.",
                    moment=Moment(until),
                )
            ),
            Small(words.say("Nobody is told. You can still answer whenever you like.")),
            Buttons(
                (
                    Button(words.label("I am back"), Token("checkin.unrest")),
                    Button(words.label("Until another day"), Token("checkin.longer")),
                )
            ),
        )
    )


def reminding(name: str, reminded: bool, words: Words) -> Card:
    """Said when someone chooses to be reminded, or not to be."""
    if reminded:
        return Card(
            (
                Paragraph(
                    words.say("I will remind you once in each round of {name}, by direct message.", name=Bold(name))
                ),
                Small(words.say("“Not today” is enough to be left alone for that round.")),
            )
        )
    return Card((Paragraph(words.say("I will not remind you of {name} any more.", name=Bold(name))),))
