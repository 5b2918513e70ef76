"""The panel of how Descant is set up, and the power log, as every member can read them. Pure."""

from collections.abc import Sequence
from datetime import datetime

from bot.chat.cards import Button, Buttons, Card, Divider, Element, Heading, Paragraph, Small
from bot.chat.deadlines import Deadline, read_deadline
from bot.chat.ids import PlaceId
from bot.chat.text import Bold, Moment, Person, Place, Quoted, Text, sentences
from bot.chat.token import Token
from bot.chat.words import Words, language_name, zone_name
from bot.power import Deed, Trace
from bot.settings import Name, Part, Settings
from bot.setup.model import SWITCHED, Found

PAGE = 8
"""Traces on one page of the log."""


def panel(settings: Settings, keeper: bool, now: datetime, words: Words) -> Card:
    """Everything that is set, in sentences. Only the buttons differ between a keeper and anyone else."""
    return Card(
        (
            Heading(words.say("How Descant is set up here")),
            *(Paragraph(line) for line in lines(settings, now, words)),
            Small(words.say("Every member can read this. Each change stands in the log, with who made it and why.")),
            *(_changes(words) if keeper else ()),
            Buttons(
                (
                    Button(words.label("What was changed"), Token("setup.log", ("0",))),
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
        sentences(_rule(settings, words), _least(settings, Name.PROPOSAL_LEAST, words)),
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


def _switched(settings: Settings, words: Words) -> Text:
    off = [part_label(part, words) for part in SWITCHED if settings.is_off(part)]
    if not off:
        return words.say("Anyone may ask, propose, thank and make check-ins.")
    return words.say("Switched off here: {parts}. Everything else anyone may begin.", parts=words.listing(off))


def part_label(part: Part, words: Words) -> str:
    """A part's name."""
    return {
        Part.POLLS: words.label("polls"),
        Part.PROPOSALS: words.label("proposals"),
        Part.DECISIONS: words.label("decisions"),
        Part.THANKS: words.label("thanks"),
        Part.CHECKINS: words.label("check-ins"),
    }[part]


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


# --- the log ------------------------------------------------------------------------------------------------------


def log_page(traces: Sequence[Trace], page: int, more: bool, words: Words) -> Card:
    """One page of the power log, the newest first."""
    if not traces:
        return Card((Heading(words.say("What was changed")), Paragraph(words.say("Nothing was changed."))))
    buttons = (
        *((Button(words.label("Newer"), Token("setup.log", (str(page - 1),))),) if page else ()),
        *((Button(words.label("Older"), Token("setup.log", (str(page + 1),))),) if more else ()),
        Button(words.label("Take it all along"), Token("setup.export")),
    )
    entries: list[Element] = []
    for trace in traces:
        entries += [Paragraph(trace_line(trace, words)), Small(_when(trace, words)), *_answer(trace, words), Divider()]
    return Card((Heading(words.say("What was changed")), *entries[:-1], Buttons(buttons)))


def trace_line(trace: Trace, words: Words) -> Text:
    """What was done to what."""
    thing = thing_label(trace.thing, words) if trace.deed is Deed.SET else trace.thing
    match trace.deed:
        case Deed.SET:
            return words.say(
                "{thing}: {before}, now {after}.",
                thing=Bold(thing),
                before=_valued(trace.before, words),
                after=_valued(trace.after, words),
            )
        case Deed.CLOSED_EARLY:
            return words.say("Closed early: {thing}", thing=Bold(thing))
        case Deed.MOVED:
            return words.say(
                "Moved: {thing}, from {before} to {after}.", thing=Bold(thing), before=trace.before, after=trace.after
            )
        case Deed.EXTENDED:
            return words.say(
                "Extended: {thing}, from {before} to {after}.",
                thing=Bold(thing),
                before=trace.before,
                after=trace.after,
            )
        case Deed.TIGHTENED:
            return words.say(
                "Made more private: {thing}, from {before} to {after}.",
                thing=Bold(thing),
                before=trace.before,
                after=trace.after,
            )
        case Deed.HID | Deed.SHOWED | Deed.ADOPTED:
            return _about_words(trace, words)
        case _:
            return _of_checkins(trace, words)


def _about_words(trace: Trace, words: Words) -> Text:
    if trace.deed is Deed.ADOPTED:
        return words.say("How we work together was changed by a keeper: version {number}", number=trace.after)
    hid = trace.deed is Deed.HID
    if not trace.thing:
        return words.say("Words were hidden.") if hid else words.say("Words are shown again.")
    thing = Bold(trace.thing)
    if hid:
        return words.say("Words were hidden in {thing}", thing=thing)
    return words.say("Words are shown again in {thing}", thing=thing)


def _of_checkins(trace: Trace, words: Words) -> Text:
    match trace.deed:
        case Deed.PAUSED if trace.after:
            return words.say("Paused: {thing}, until {day}", thing=Bold(trace.thing), day=trace.after)
        case Deed.PAUSED:
            return words.say("Paused: {thing}", thing=Bold(trace.thing))
        case Deed.RESUMED:
            return words.say("Goes on: {thing}", thing=Bold(trace.thing))
        case _:
            return words.say("Ended: {thing}", thing=Bold(trace.thing))


def _valued(value: str, words: Words) -> Text:
    return (Quoted(value),) if value else words.say("nothing")


def _answer(trace: Trace, words: Words) -> tuple[Element, ...]:
    said = words.say("Whoever wrote them answers: {answer}", answer=Quoted(trace.answer))
    return (Small(said),) if trace.answer else ()


def _when(trace: Trace, words: Words) -> Text:
    if trace.deed is Deed.EXTENDED:
        return words.say("By a rule that was stated at the start, {moment}.", moment=Moment(trace.at))
    if trace.by is None:
        return words.say(
            "By someone who has erased themselves since, {moment}: {why}",
            moment=Moment(trace.at),
            why=trace.why,
        )
    return words.say("By {person}, {moment}: {why}", person=Person(trace.by), moment=Moment(trace.at), why=trace.why)


def thing_label(name: str, words: Words) -> str:
    """What a setting is called."""
    labels = {
        Name.LANGUAGE: words.label("Language"),
        Name.ZONE: words.label("Time zone"),
        Name.SIGNPOSTS: words.label("Signposts"),
        Name.POLL_CLOSES: words.label("How long polls are open"),
        Name.POLL_SEEN: words.label("How answers in polls are seen"),
        Name.POLL_TOTALS: words.label("When the numbers of polls are seen"),
        Name.POLL_LEAST: words.label("Answers that a poll needs"),
        Name.RULE: words.label("How proposals are decided"),
        Name.SHAPING: words.label("How long proposals are shaped"),
        Name.DECIDING: words.label("How long proposals are decided"),
        Name.PROPOSAL_LEAST: words.label("Answers that a proposal needs"),
        Name.REVIEW: words.label("When decisions are looked at again"),
        Name.PLACE_PROPOSALS: words.label("Channel for proposals"),
        Name.PLACE_DECISIONS: words.label("Channel for decisions"),
        Name.PLACE_THANKS: words.label("Channel for thanks"),
        Name.PLACE_CHECKINS: words.label("Channel for check-ins"),
        Name.OFF: words.label("What is switched off"),
        Name.UNTHANKED: words.label("List what nobody was thanked for?"),
    }
    known = {key.value: label for key, label in labels.items()}
    return known.get(name, name)


# --- a look at the channels ---------------------------------------------------------------------------------------


def looking(words: Words) -> Card:
    """Said while the channels are looked at."""
    return Card(
        (
            Paragraph(words.say("I am looking at every channel that is set. That takes a few seconds.")),
            Buttons((Button(words.label("Show what you found"), Token("setup.found"), "primary"),)),
        )
    )


def findings(found: Found | None, words: Words) -> Card:
    """What is missing in each channel, and what to click."""
    if found is None:
        return Card(
            (
                Paragraph(words.say("I have not finished looking. Please press again in a moment.")),
                Buttons((Button(words.label("Show what you found"), Token("setup.found"), "primary"),)),
            )
        )
    troubles = [line for place, missing in found.missing.items() if (line := _trouble(place, missing, words))]
    good = words.say("I can do my work in every channel that is set.")
    if not found.missing:
        good = words.say("No channel is set, so everything stays where it is begun. Nothing is missing.")
    return Card(
        (
            Heading(words.say("What I found")),
            *(map(Paragraph, troubles) if troubles else (Paragraph(good),)),
            Small(words.say("Looked at {moment}.", moment=Moment(found.at))),
            Buttons((Button(words.label("Look again"), Token("setup.check")),)),
        )
    )


def _trouble(place: PlaceId, missing: tuple[str, ...] | None, words: Words) -> Text:
    if missing is None:
        return words.say(
            "A channel that is set is not there any more. What belongs there waits: choose another one under Channels."
        )
    if not missing:
        return ()
    return words.say(
        "In {place} I am missing: {rights}. Open that channel's settings, then its permissions, and allow them for me.",
        place=Place(place),
        rights=words.listing([words.label(right) for right in missing]),
    )


def place_gone(settings: Settings | None, words: Words) -> Card:
    """Told once to whoever chose a channel that is not there any more."""
    return Card(
        (
            Paragraph(
                words.say(
                    "A channel that you chose for me is not there any more. Nothing is lost: what belongs there now "
                    "appears where it is begun, until another channel is chosen."
                )
            ),
            Buttons((Button(words.label("Open set-up"), Token("setup.panel")),)),
        )
    )


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


def changed(settings: Settings, keeper: bool, now: datetime, words: Words) -> Card:
    """The panel with a word that the change is there."""
    return Card((Paragraph(words.say("Changed.")), *panel(settings, keeper, now, words).elements))
