"""What waits for a member, what is coming, what they have chosen for themselves, and what is kept about them. Pure."""

from collections.abc import Sequence
from datetime import datetime

from bot.chat.cards import Button, Buttons, Card, Element, Heading, Paragraph, Small
from bot.chat.text import Bold, Command, Moment, Quoted, Text, sentences
from bot.chat.token import Token
from bot.chat.words import Part, Words, language_name, zone_name
from bot.choices import ALWAYS, Choices
from bot.home.cards.kept import counted
from bot.home.model import OpenThing
from bot.personal import Kept

SHOWN = 8
"""Open things that are listed; the others are told as a number."""

MOST_LABEL = 70


def parted(things: Sequence[OpenThing]) -> tuple[list[OpenThing], list[OpenThing]]:
    """What waits for the member, and what is coming though they have done their part."""
    coming = [thing for thing in things if thing.done is True]
    return [thing for thing in things if thing.done is not True], coming


def home(
    waiting: Sequence[OpenThing],
    coming: Sequence[tuple[OpenThing, Text]],
    own: Choices,
    now: datetime,
    words: Words,
) -> Card:
    """The member's own page: what waits for them first, then what is coming with what they answered, then everything
    else there is."""
    unsaid = [(thing, ()) for thing in waiting]
    return Card(
        (
            *_break_line(own, now, words),
            *(() if waiting or coming else _beginning(words)),
            *_listed(words.say("Waiting for you"), unsaid, words.say("Nothing waits for you."), words),
            *(_listed(words.say("Coming up"), coming, (), words) if coming else ()),
            Buttons(
                (
                    Button(words.label("Ask the group"), Token("poll.new"), "primary"),
                    Button(words.label("Propose something"), Token("proposal.new")),
                    Button(words.label("The record"), Token("home.record", ("0",))),
                    Button(words.label("Thank someone"), Token("thanks.new")),
                    Button(words.label("What we made together"), Token("thanks.story", ("90",))),
                    Button(words.label("Thanks for me"), Token("thanks.mine")),
                    Button(words.label("What we share"), Token("resource.page", ("0",))),
                    Button(words.label("Check-ins"), Token("checkin.list")),
                    Button(words.label("I'm around"), Token("checkin.around")),
                    Button(words.label("How we work together"), Token("agreement.show")),
                    Button(words.label("My choices"), Token("home.choices")),
                    Button(words.label("I am back"), Token("home.back"))
                    if away(own, now)
                    else Button(words.label("Take a break"), Token("home.break")),
                    Button(words.label("My data"), Token("home.data")),
                    Button(words.label("Set-up"), Token("setup.panel")),
                    Button(words.label("What is Descant?"), Token("home.help")),
                )
            ),
        )
    )


def away(own: Choices, now: datetime) -> bool:
    """Whether this member takes a break at that instant."""
    return own.away_until is not None and own.away_until > now


def _break_line(own: Choices, now: datetime, words: Words) -> tuple[Element, ...]:
    return (Paragraph(on_a_break(own, words)),) if away(own, now) else ()


def _beginning(words: Words) -> tuple[Element, ...]:
    """For whoever is new here, or finds nothing open."""
    return (
        Paragraph(
            words.say(
                "Here you find what this group asks, what you answered and what was decided. Anyone may ask: press "
                "Ask the group. Not taking part is fine."
            )
        ),
    )


def _listed(
    title: Text, things: Sequence[tuple[OpenThing, Text]], otherwise: Text, words: Words
) -> tuple[Element, ...]:
    if not things:
        return (Heading(title), Paragraph(otherwise))
    shown = things[:SHOWN]
    lines = [line for thing, answered in shown for line in _open(thing, answered, words)]
    more = len(things) - len(shown)
    rest = (Small(words.count("and {n} more", "and {n} more", more)),) if more else ()
    buttons = tuple(
        Button(_cut(words.label("Show: {title}", title=_title(thing, words))), Token(f"{thing.kind}.show", (thing.id,)))
        for thing, _ in shown
    )
    return (Heading(title), *lines, *rest, Buttons(buttons))


def _open(thing: OpenThing, answered: Text, words: Words) -> tuple[Element, ...]:
    line = Paragraph(_line(thing, words))
    return (line, Small(answered)) if answered else (line,)


def _line(thing: OpenThing, words: Words) -> Text:
    parts: dict[str, Part] = {"title": Bold(_title(thing, words)), "moment": Moment(thing.ends)}
    if thing.kind == "agreement":
        return words.say("{title} – looked at again {moment}", **parts)
    if thing.begins:
        return words.say("{title} – on {moment}", **parts)
    return words.say("{title} – until {moment}", **parts)


def _title(thing: OpenThing, words: Words) -> str:
    """What it is called: by whoever began it, or, where it is everyone's, by me."""
    return thing.title or words.label("How we work together")


def _cut(label: str) -> str:
    return label if len(label) <= MOST_LABEL else label[: MOST_LABEL - 1].rstrip() + "…"


# --- choices ------------------------------------------------------------------------------------------------------


def chosen(own: Choices, now: datetime, words: Words) -> Card:
    """What a member has chosen for themselves; nobody else sees this."""
    return Card(
        (
            Heading(words.say("My choices")),
            Paragraph(_language(own, words)),
            Paragraph(_named(own, words)),
            Paragraph(
                words.say("I may write to you by myself when something asks for you.")
                if own.asks
                else words.say(
                    "I never write to you by myself. What waits for you stands in {command}.",
                    command=Command("descant"),
                )
            ),
            *((Paragraph(words.say("What I record for you I also write to you.")),) if own.receipts else ()),
            *_break_line(own, now, words),
            Small(words.say("Nobody else can see this.")),
            Buttons((Button(words.label("Change them"), Token("home.choose"), "primary"),)),
        )
    )


def _language(own: Choices, words: Words) -> Text:
    language = (
        words.say("I speak {language} with you.", language=language_name(own.language))
        if own.language
        else words.say("I speak the language that your chat is set to.")
    )
    zone = (
        words.say("Your time is that of {zone}.", zone=zone_name(own.zone))
        if own.zone
        else words.say("Your time is the one that your chat or this community goes by.")
    )
    return sentences(language, zone)


def _named(own: Choices, words: Words) -> Text:
    match own.named:
        case None:
            return words.say("Whether your words carry your name is asked each time.")
        case True:
            return words.say("Your words carry your name unless you say otherwise.")
        case False:
            return words.say("Your words carry no name unless you say otherwise.")


# --- a break ------------------------------------------------------------------------------------------------------


def on_a_break(own: Choices, words: Words) -> Text:
    """That a member takes a break, and until when."""
    if own.away_until is None or own.away_until == ALWAYS:
        return words.say("You are taking a break. I ask you for nothing until you say that you are back.")
    return words.say("You are taking a break. I ask you for nothing until {moment}.", moment=Moment(own.away_until))


def break_begun(own: Choices, words: Words) -> Card:
    """Said when a break begins."""
    return Card(
        (
            Paragraph(on_a_break(own, words)),
            Small(words.say("Nobody is told. You can still answer whatever you like, whenever you like.")),
            Buttons(
                (
                    Button(words.label("Set an end"), Token("home.end")),
                    Button(words.label("I am back"), Token("home.back")),
                )
            ),
        )
    )


def welcome_back(words: Words) -> Card:
    """Said when a break ends."""
    return Card(
        (
            Paragraph(words.say("Good to have you back. Nothing that passed meanwhile is held against you.")),
            Buttons((Button(words.label("What waits for me?"), Token("home.home"), "primary"),)),
        )
    )


# --- my data ------------------------------------------------------------------------------------------------------


def my_data(kept: Kept, words: Words) -> Card:
    """What is kept about a member, in words, and what can be done with it."""
    lines = [line for table, rows in kept.items() if (line := counted(table, len(rows), words))]
    return Card(
        (
            Heading(words.say("What I keep about you here")),
            *map(Paragraph, lines or [words.say("Nothing.")]),
            *(_said(kept, words)),
            Small(
                words.say(
                    "What you said in a secret poll or proposal is not among it: it stands beside nobody's name. "
                    "What you erase stays in backups until they are gone: two weeks, unless whoever hosts me "
                    "keeps them longer."
                )
            ),
            Buttons(
                (
                    Button(words.label("Take it all along"), Token("home.export"), "primary"),
                    Button(words.label("Erase me"), Token("home.erase"), "danger"),
                )
            ),
        )
    )


def _said(kept: Kept, words: Words) -> tuple[Element, ...]:
    reasons = kept.get("reasons", ())[:3]
    return tuple(Small(words.say("You said: {words}", words=Quoted(_short(str(row["words"]))))) for row in reasons)


def _short(text: str) -> str:
    return text if len(text) <= 160 else text[:159].rstrip() + "…"


def erased(words: Words) -> Card:
    """Said when someone has erased themselves."""
    return Card(
        (
            Paragraph(words.say("You are gone from what I keep here, and so are your words. No count was changed.")),
            Small(words.say("What is left of you in my own files goes tonight, and in backups with the backups.")),
            Small(words.say("You are welcome whenever you like; I will not know that you were here before.")),
        )
    )


def kept_after_all(words: Words) -> Card:
    """Said when someone thought better of erasing."""
    return Card((Paragraph(words.say("Nothing was erased.")),))
