"""The panel of how Descant is set up, the same for everyone. Pure."""

from collections.abc import Sequence
from datetime import datetime

from bot.chat.cards import Button, Buttons, Card, Element, Heading, Paragraph, Small
from bot.chat.deadlines import Deadline, read_deadline
from bot.chat.ids import PlaceId
from bot.chat.text import Bold, Moment, Place, Text, sentences
from bot.chat.token import Token
from bot.chat.words import Words, language_name, zone_name
from bot.settings import Name, Part, Settings
from bot.setup.cards.named import part_label
from bot.setup.model import SWITCHED, Coming


def panel(settings: Settings, coming: Sequence[Coming], keeper: bool, now: datetime, words: Words) -> Card:
    """Everything that is set, in sentences. Only the buttons differ between a keeper and anyone else."""
    return Card(
        (
            Heading(words.say("How Descant is set up here")),
            *(Paragraph(line) for line in lines(settings, now, words)),
            *((Paragraph(_next(coming, words)),) if coming else ()),
            Small(words.say("Every member can read this. Each change stands in the log, with who made it and why.")),
            *(_changes(words) if keeper else ()),
            Buttons(
                (
                    Button(words.label("What was changed"), Token("setup.log", ("0",))),
                    Button(words.label("Suggest a change"), Token("setup.suggest")),
                    Button(words.label("Check my setup"), Token("setup.check")),
                )
            ),
        )
    )


def _changes(words: Words) -> tuple[Element, ...]:
    return (
        Buttons(
            tuple(
                Button(label, Token("setup.change", (section,)))
                for section, label in (
                    ("channels", words.label("Channels")),
                    ("polls", words.label("Polls")),
                    ("proposals", words.label("Proposals")),
                    ("times", words.label("Times of proposals")),
                    ("language", words.label("Language and time")),
                    ("signposts", words.label("Signposts")),
                    ("parts", words.label("What is switched on")),
                )
            )
        ),
        Buttons((Button(words.label("Hide words"), Token("hide.seek")),)),
    )


def lines(settings: Settings, now: datetime, words: Words) -> tuple[Text, ...]:
    """A sentence for each thing that is set."""
    return (
        _switched(settings, words),
        _place(settings.place(Part.PROPOSALS), words.say("Proposals"), words),
        _place(settings.place(Part.DECISIONS), words.say("Decisions"), words),
        _place(settings.place(Part.THANKS), words.say("Thanks"), words),
        _place(settings.place(Part.CHECKINS), words.say("Check-ins"), words),
        _unthanked(settings, words),
        sentences(
            words.say(
                "Polls are open for {time} unless the one who asks says otherwise.",
                time=Bold(settings.get(Name.POLL_CLOSES)),
            ),
            _example(settings, now, words),
        ),
        sentences(_seen(settings, words), _totals(settings, words), _least(settings, Name.POLL_LEAST, words)),
        sentences(_rule(settings, words), _stances(settings, words), _least(settings, Name.PROPOSAL_LEAST, words)),
        words.say(
            "A proposal is shaped for {shaping}, then decided for {deciding}. What was decided is looked at again "
            "after {review}.",
            shaping=Bold(settings.get(Name.SHAPING)),
            deciding=Bold(settings.get(Name.DECIDING)),
            review=Bold(settings.get(Name.REVIEW)),
        ),
        words.say(
            "What everyone reads is in {language}, and the time is that of {zone}.",
            language=Bold(language_name(settings.language)),
            zone=Bold(zone_name(settings.zone)),
        ),
        words.say("Signposts for hard times: {words}", words=settings.get(Name.SIGNPOSTS))
        if settings.get(Name.SIGNPOSTS)
        else words.say("There are no signposts for hard times yet."),
    )


def _next(coming: Sequence[Coming], words: Words) -> Text:
    rounds = [words.say("{name} {moment}", name=Bold(each.name), moment=Moment(each.at)) for each in coming]
    return words.say("The next check-ins: {rounds}.", rounds=words.listing(rounds))


def _switched(settings: Settings, words: Words) -> Text:
    off = [part_label(part, words) for part in SWITCHED if settings.is_off(part)]
    if not off:
        return words.say("Anyone may ask, propose, thank and make check-ins.")
    return words.say("Switched off here: {parts}. Everything else anyone may begin.", parts=words.listing(off))


def _unthanked(settings: Settings, words: Words) -> Text:
    if settings.get(Name.UNTHANKED) != "yes":
        return words.say("What nobody was thanked for yet is not listed.")
    if settings.place(Part.THANKS) is None:
        return words.say("What nobody was thanked for yet is listed once there is a channel for thanks.")
    return words.say("On Mondays I list what nobody was thanked for yet.")


def _place(place: PlaceId | None, what: Text, words: Words) -> Text:
    if place is None:
        return words.say("{what}: in the channel where they are begun.", what=what)
    return words.say("{what}: in {place}.", what=what, place=Place(place))


def _example(settings: Settings, now: datetime, words: Words) -> Text:
    closes = read_deadline(settings.get(Name.POLL_CLOSES), now, settings.zone, ("en",))
    if not isinstance(closes, Deadline):
        return ()
    return words.say("One asked now would close {moment}.", moment=Moment(closes.at))


def _seen(settings: Settings, words: Words) -> Text:
    match settings.get(Name.POLL_SEEN):
        case "named":
            return words.say("They show who chose what, by name, once they have closed.")
        case "secret":
            return words.say("They are secret.")
        case _:
            return words.say("They show no names.")


def _stances(settings: Settings, words: Words) -> Text:
    match settings.get(Name.PROPOSAL_SEEN):
        case "named":
            return words.say("Stances are seen by name, once it is decided.")
        case "secret":
            return words.say("Stances are secret.")
        case _:
            return words.say("Stances show no names.")


def _totals(settings: Settings, words: Words) -> Text:
    match settings.get(Name.POLL_TOTALS):
        case "always":
            return words.say("Their numbers can always be seen.")
        case "answered":
            return words.say("Their numbers can be seen after answering.")
        case _:
            return words.say("Their numbers can be seen once they have closed.")


def _least(settings: Settings, name: Name, words: Words) -> Text:
    number = int(settings.get(name) or 0)
    return words.count("At least {n} answer is needed.", "At least {n} answers are needed.", number) if number else ()


def _rule(settings: Settings, words: Words) -> Text:
    match settings.get(Name.RULE):
        case "affected":
            return words.say("A proposal goes ahead unless someone whom it affects objects.")
        case "majority":
            return words.say("A proposal goes ahead when more people are for it than against it.")
        case "two_thirds":
            return words.say("A proposal goes ahead when twice as many people are for it as against it.")
        case "side_by_side":
            return words.say("Several ways may go ahead side by side, each when nobody objects to it.")
        case _:
            return words.say("A proposal goes ahead when nobody objects.")


def only_keepers(words: Words) -> Card:
    """Said to someone whom the platform does not let set the bot up."""
    return Card(
        (
            Paragraph(
                words.say(
                    "Only members whom this platform lets manage it can change the set-up. Nothing was changed. "
                    "Everyone can read it, and suggest a change as a proposal."
                )
            ),
        )
    )


def changed(settings: Settings, coming: Sequence[Coming], keeper: bool, now: datetime, words: Words) -> Card:
    """The panel with a word that the change is there."""
    return Card((Paragraph(words.say("Changed.")), *panel(settings, coming, keeper, now, words).elements))
