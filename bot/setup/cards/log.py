"""The power log: what was changed over others' heads, as every member can read it. Pure."""

from collections.abc import Sequence
from datetime import datetime

from bot.chat.cards import Button, Buttons, Card, Divider, Element, Heading, Paragraph, Small
from bot.chat.ids import PlaceId
from bot.chat.text import Bold, Moment, Person, Place, Quoted, Text
from bot.chat.token import Token
from bot.chat.words import Part, Words
from bot.power import Deed, Trace
from bot.settings import IN
from bot.setup.cards.named import thing_label, value_label

PAGE = 8
"""Traces on one page of the log."""


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
                before=_valued(trace.thing, trace.before, words),
                after=_valued(trace.thing, trace.after, words),
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
            return _words_line(trace, words)
        case Deed.RESTORED:
            return words.say(
                "A backup was put back. It was made {moment}: what was said and done after that is not here.",
                moment=Moment(datetime.fromisoformat(trace.before)),
            )
        case _:
            return _of_checkins(trace, words)


def _of_checkins(trace: Trace, words: Words) -> Text:
    match trace.deed:
        case Deed.PAUSED if trace.after:
            return words.say("Paused: {thing}, until {day}", thing=Bold(trace.thing), day=trace.after)
        case Deed.PAUSED:
            return words.say("Paused: {thing}", thing=Bold(trace.thing))
        case Deed.RESUMED:
            return words.say("Goes on: {thing}", thing=Bold(trace.thing))
        case Deed.CHANGED:
            return _changed(trace, words)
        case Deed.RENAMED:
            return words.say("Renamed: {thing}, to {name}", thing=Bold(trace.thing), name=Quoted(trace.after))
        case Deed.RELOCATED:
            channels = {"before": Place(PlaceId(trace.before)), "after": Place(PlaceId(trace.after))}
            return words.say("Moved: {thing}, from {before} to {after}", thing=Bold(trace.thing), **channels)
        case _:
            return words.say("Ended: {thing}", thing=Bold(trace.thing))


def _changed(trace: Trace, words: Words) -> Text:
    parts: dict[str, Part] = {"thing": Bold(trace.thing), "after": trace.after}
    if not trace.before:
        return words.say("Changed: {thing}. Since then: {after}", **parts)
    return words.say("Changed: {thing}. Until then: {before} Since then: {after}", before=trace.before, **parts)


def _words_line(trace: Trace, words: Words) -> Text:
    if trace.deed is Deed.ADOPTED:
        return words.say("How we work together was changed by a keeper: version {number}", number=trace.after)
    thing = Bold(trace.thing)
    if trace.deed is Deed.HID:
        return (
            words.say("Words were hidden in {thing}", thing=thing) if trace.thing else words.say("Words were hidden.")
        )
    if trace.thing:
        return words.say("Words are shown again in {thing}", thing=thing)
    return words.say("Words are shown again.")


def _valued(thing: str, value: str, words: Words) -> Text:
    if value and thing in (name.value for name in IN.values()):
        return (Place(PlaceId(value)),)
    return (Quoted(value_label(thing, value, words)),) if value else words.say("nothing")


def _answer(trace: Trace, words: Words) -> tuple[Element, ...]:
    said = words.say("Whoever wrote them answers: {answer}", answer=Quoted(trace.answer))
    return (Small(said),) if trace.answer else ()


def _when(trace: Trace, words: Words) -> Text:
    if trace.deed is Deed.RESTORED:
        return words.say("By whoever hosts me, {moment}.", moment=Moment(trace.at))
    if trace.deed is Deed.EXTENDED:
        return words.say("By a rule that was stated at the start, {moment}.", moment=Moment(trace.at))
    if trace.by is None:
        return words.say(
            "By someone who has erased themselves since, {moment}: {why}",
            moment=Moment(trace.at),
            why=trace.why,
        )
    return words.say("By {person}, {moment}: {why}", person=Person(trace.by), moment=Moment(trace.at), why=trace.why)
