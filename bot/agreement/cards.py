"""The agreement as everyone can read it, what changed from version to version, and how newcomers are shown it. Pure."""

from collections.abc import Sequence

from bot.agreement.model import Change, Version
from bot.chat.cards import Button, Buttons, Card, Divider, Element, Heading, Paragraph, Said, Small, said
from bot.chat.hidden import hide_button
from bot.chat.text import Command, Moment, Quoted, Text, cut, sentences
from bot.chat.token import Token
from bot.chat.words import Words
from bot.proposals.cards.parts import marked

PAGE = 3
"""Versions on one page."""
GREETING = 600
"""Characters that a newcomer is shown at once; the whole text is one press away."""


def starting_text(words: Words) -> str:
    """A text to begin with, which a community makes its own."""
    return "\n".join(
        (
            words.label("We speak from our own experience, and leave others theirs."),
            words.label("What is told here stays here, unless the one who told it says otherwise."),
            words.label("Nobody outranks anyone. Whoever keeps a key keeps it for all of us."),
            words.label("We can disagree and say why. A view that lost is still worth hearing."),
            words.label("Taking part is an offer. “Not now” is a real answer, and silence needs no reason."),
            words.label("Each of us has room for different things at different times."),
            words.label("We give and we receive, and both are a way of taking part."),
            words.label("When something hurts, we say so gently and early, to the person or to someone we trust."),
            words.label("When we were wrong, we say so and put it right."),
            words.label("Nobody here is on call. When someone is in danger, we get help from outside."),
            words.label("These words are ours: anyone can suggest a change to them."),
        )
    )


def agreement_card(version: Version | None, keeper: bool, words: Words) -> Card:
    """The text that holds, and how it can change. Only the last buttons differ between a keeper and anyone else."""
    if version is None:
        return _beginning(keeper, words)
    suggest = Button(words.label("Suggest a change"), Token("agreement.suggest"))
    earlier = Button(words.label("Earlier versions"), Token("agreement.versions", ("0",)))
    hide = (hide_button(version.id, words),) if keeper else ()
    return Card(
        (
            Heading(words.say("How we work together")),
            Said(version.text),
            Small(_stands(version, words)),
            Small(words.say("Anyone can suggest a change. Then everyone can shape it, and the group decides.")),
            Buttons((suggest, *((earlier,) if version.number > 1 else ()), *_keepers(keeper, words), *hide)),
        )
    )


def _beginning(keeper: bool, words: Words) -> Card:
    suggest = Button(words.label("Suggest this text"), Token("agreement.suggest"))
    return Card(
        (
            Heading(words.say("How we work together")),
            Paragraph(words.say("There is no agreement here yet. This is a text to begin with. Make it your own:")),
            Said(starting_text(words)),
            Buttons((suggest, *_keepers(keeper, words))),
        )
    )


def _keepers(keeper: bool, words: Words) -> tuple[Button, ...]:
    return (Button(words.label("Change it as a keeper"), Token("agreement.change")),) if keeper else ()


def _stands(version: Version, words: Words) -> Text:
    since = words.say("Version {number}, since {moment}.", number=version.number, moment=Moment(version.at))
    if version.review_at is None:
        return since
    return sentences(since, words.say("We look at it again {moment}.", moment=Moment(version.review_at)))


# --- what changed -------------------------------------------------------------------------------------------------


def changed_card(change: Change | None, words: Words) -> Card | None:
    """Told to everyone when it has changed: how, by whom, and why."""
    if change is None:
        return None
    return Card(
        (
            Heading(words.say("How we work together has changed")),
            *_entry(change, words),
            Buttons((Button(words.label("Read it whole"), Token("agreement.show")),)),
        )
    )


def versions_page(changes: Sequence[Change], page: int, more: bool, words: Words) -> Card:
    """Some versions, the newest first, each with what it changed."""
    buttons = (
        *((Button(words.label("Newer"), Token("agreement.versions", (str(page - 1),))),) if page else ()),
        *((Button(words.label("Older"), Token("agreement.versions", (str(page + 1),))),) if more else ()),
        Button(words.label("How we work together"), Token("agreement.show")),
    )
    entries = [element for change in changes for element in (*_entry(change, words), Divider())]
    return Card((Heading(words.say("Earlier versions")), *entries[:-1], Buttons(buttons)))


def _entry(change: Change, words: Words) -> tuple[Element, ...]:
    version = change.version
    text: Element = Paragraph(marked(change.before, version.text)) if change.before else Said(version.text)
    return (Paragraph(_came(version, words)), text)


def _came(version: Version, words: Words) -> Text:
    """How a version came to be."""
    number, moment, who = version.number, Moment(version.at), words.person(version.person)
    if version.returns:
        return _returned(version, words)
    why = words.say("Why: {why}", why=Quoted(version.why)) if version.why else ()
    if version.proposal is None:
        came = words.say(
            "Version {number}, {moment}: changed by {person}, a keeper.", number=number, moment=moment, person=who
        )
    else:
        came = words.say(
            "Version {number}, {moment}: decided by the group. {person} proposed it.",
            number=number, moment=moment, person=who,
        )  # fmt: skip
    return sentences(came, why)


def _returned(version: Version, words: Words) -> Text:
    number, moment, gone = version.number, Moment(version.at), version.number - 1
    if not version.text:
        return words.say(
            "Version {number}, {moment}: the group did not keep version {gone}, so there is no agreement just now.",
            number=number,
            moment=moment,
            gone=gone,
        )
    return words.say(
        "Version {number}, {moment}: the group did not keep version {gone}, so what held before it holds again.",
        number=number,
        moment=moment,
        gone=gone,
    )


def kept(version: Version, words: Words) -> Card:
    """Said to the keeper who has changed it."""
    return said(
        words.say("Version {number} holds from now on. Everyone is told what changed, and why.", number=version.number)
    )


# --- looked at again ----------------------------------------------------------------------------------------------


def review_card(version: Version | None, words: Words) -> Card | None:
    """Asked of everyone on the day."""
    if version is None:
        return None
    return Card(
        (
            Heading(words.say("Does it still fit?")),
            Paragraph(
                words.say(
                    "Our agreement has stood since {moment}, and today we wanted to look at it again. "
                    "What has changed for us since? What does it leave out?",
                    moment=Moment(version.at),
                )
            ),
            Buttons(
                (
                    Button(words.label("Read it whole"), Token("agreement.show"), "primary"),
                    Button(words.label("Suggest a change"), Token("agreement.suggest")),
                )
            ),
        )
    )


# --- newcomers ----------------------------------------------------------------------------------------------------


def greeting(version: Version, words: Words) -> tuple[Element, ...]:
    """Beneath the first thing that someone is told here, once."""
    return (
        Divider(),
        Heading(words.say("You are new to me: this is how we work together here")),
        Said(cut(version.text, GREETING)),
        Small(words.say("I show you this once. You find it again with {command}.", command=Command("agreement"))),
        Buttons((Button(words.label("Read it whole"), Token("agreement.show")),)),
    )


def only_keepers(words: Words) -> Card:
    """Said to someone whom the platform does not let set the bot up."""
    return said(
        words.say(
            "Only members whom this platform lets manage it can change this at once. Nothing was changed. "
            "You can suggest a change, and the group decides."
        )
    )
