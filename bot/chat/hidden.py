"""Words that were hidden. Where they stood a mark stands that nobody can type; what it means is written over it last,
when everything else about a card or an answer is settled, so that no feature can forget it."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import chain
from typing import assert_never

from bot.chat.answers import Answer, File, FormErrors, Nothing, OpenForm, Whisper
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
    Picture,
    Said,
    Small,
)
from bot.chat.charts import BarChart, Chart, ChartBar, TrendChart, TrendLine
from bot.chat.forms import Choice, ChoiceField, Field, Form, ManyField, PeopleField, PlaceField, TextField
from bot.chat.ids import PersonId
from bot.chat.text import Bold, Command, Link, Moment, Person, Place, Plain, Quoted, Span, Text, sentences
from bot.chat.token import Token
from bot.chat.words import Words

BEGINS, ENDS = "\ue000", "\ue001"
"""From the private use area: ``bot.chat.text.clean`` takes such characters out of whatever anyone writes."""

ERASED = "\ue002"
"""Stands in other people's words where they mentioned someone who has erased themselves since."""

_MARKS = re.compile(f"{BEGINS}([0-9a-z]*){ENDS}?")
"""A mark, or what is left of one where a long text was cut."""
_MARKED_BYTES = re.compile(f"{BEGINS}|{ERASED}".encode())
_READABLE = (".json", ".csv", ".md", ".txt", ".html")


@dataclass(frozen=True, slots=True)
class Cover:
    """What everyone may know about words that were hidden."""

    by: PersonId | None
    """The keeper who hid them; None when they have erased themselves since."""
    at: datetime
    why: str
    answer: str = ""
    """What whoever wrote them says to that."""


Covers = Mapping[str, Cover]


def mark(hidden: str) -> str:
    """What stands where the words did that were hidden under this id."""
    return f"{BEGINS}{hidden}{ENDS}"


def hidden_in(words: str) -> str | None:
    """The id of what was hidden here; None where these are words like any others."""
    found = _MARKS.search(words)
    return found[1] if found else None


def written_over(words: str, language: Words) -> str:
    """The words with \"(hidden words)\" where marks are, and with a word for whoever has erased themselves."""
    readable = words.replace(ERASED, language.label("someone who has erased themselves")) if ERASED in words else words
    return _MARKS.sub(language.label("(hidden words)"), readable) if BEGINS in readable else readable


def hide_button(subject: str, words: Words) -> Button:
    """For a thing's *Details*, to keepers alone: which of its words are to be hidden?"""
    return Button(words.label("Hide words"), Token("hide.look", (subject,)))


def with_hide_button(card: Card, subject: str, keeper: bool, words: Words) -> Card:
    """What a member looks at, with that button below everything else for keepers."""
    return Card((*card.elements, Buttons((hide_button(subject, words),)))) if keeper else card


def is_marked(answer: Answer) -> bool:
    """Whether anything in this answer is not to be shown as it stands."""
    return any(map(_is_marked, _of_answer(answer)))


def is_marked_card(card: Card) -> bool:
    """Whether anything on this card is not to be shown as it stands."""
    return any(map(_is_marked, _of_card(card)))


def _is_marked(words: str) -> bool:
    return BEGINS in words or ERASED in words


def marked(answer: Answer) -> frozenset[str]:
    """The ids of everything hidden that this answer would show."""
    return _ids(_of_answer(answer))


def marked_card(card: Card) -> frozenset[str]:
    """The ids of everything hidden that this card would show."""
    return _ids(_of_card(card))


def covered(answer: Answer, covers: Covers, words: Words) -> Answer:
    """The answer as it may be seen, with who hid what and why."""
    match answer:
        case Whisper(card, files):
            return Whisper(covered_card(card, covers, words), tuple(_file(file, words) for file in files))
        case OpenForm(form):
            return OpenForm(_form(form, words))
        case FormErrors(form, errors, again):
            return FormErrors(_form(form, words), {key: _text(said, words) for key, said in errors.items()}, again)
        case Nothing():
            return answer
        case _:
            assert_never(answer)


def covered_card(card: Card, covers: Covers, words: Words) -> Card:
    """The card as it may be seen. Who hid what and why stands where it was, or in lines before the last buttons."""
    elements = [_element(element, covers, words) for element in card.elements]
    told = frozenset(found for e in card.elements if isinstance(e, Said) and (found := hidden_in(e.words)))
    lines = [Small(cover_line(covers[one], words)) for one in sorted(marked_card(card) - told) if one in covers]
    last = len(elements) - 1 if elements and isinstance(elements[-1], Buttons) else len(elements)
    return Card((*elements[:last], *lines, *elements[last:]))


def cover_line(cover: Cover, words: Words) -> Text:
    """Who hid words, when and why, and what whoever wrote them says to that."""
    return sentences(
        words.say(
            "Words were hidden here by {person}, {moment}: {why}",
            person=words.person(cover.by or PersonId("")),
            moment=Moment(cover.at),
            why=Quoted(written_over(cover.why, words)),
        )
        if cover.why
        else words.say(
            "Words were hidden here by {person}, {moment}.",
            person=words.person(cover.by or PersonId("")),
            moment=Moment(cover.at),
        ),
        words.say("Whoever wrote them answers: {answer}", answer=Quoted(written_over(cover.answer, words)))
        if cover.answer
        else (),
    )


# --- what stands in an answer -------------------------------------------------------------------------------------


def _ids(strings: Iterable[str]) -> frozenset[str]:
    return frozenset(found for words in strings if BEGINS in words for found in _MARKS.findall(words))


def _of_answer(answer: Answer) -> Iterator[str]:
    match answer:
        case Whisper(card, files):
            yield from _of_card(card)
            for file in files:
                if file.name.endswith(_READABLE) and _MARKED_BYTES.search(file.content):
                    yield file.content.decode()
        case OpenForm(form):
            yield from _of_form(form)
        case FormErrors(form, errors):
            yield from _of_form(form)
            for said in errors.values():
                yield from _of_text(said)
        case Nothing():
            return
        case _:
            assert_never(answer)


def _of_card(card: Card) -> Iterator[str]:
    return chain.from_iterable(map(_of_element, card.elements))


def _of_element(element: Element) -> Iterable[str]:
    match element:
        case Heading(text) | Paragraph(text) | Small(text):
            return _of_text(text)
        case Said(words, by):
            return (words, *_of_text(by))
        case Bars(bars):
            return (said for bar in bars for said in (bar.label, *_of_text(bar.note)))
        case Picture(chart, alt):
            return (alt, *_of_chart(chart))
        case Divider():
            return ()
        case Buttons(buttons):
            return (button.label for button in buttons)
        case Menu(_, prompt, options):
            return (prompt, *(option.label for option in options))
        case _:
            assert_never(element)


def _of_text(text: Text) -> Iterator[str]:
    for span in text:
        if isinstance(span, Plain | Bold | Quoted):
            yield span.words
        elif isinstance(span, Link):
            yield span.words
            yield span.address


def _of_chart(chart: Chart) -> Iterator[str]:
    match chart:
        case BarChart(title, bars, _, absent, foot):
            yield title
            yield foot
            for bar in (*bars, *((absent,) if absent else ())):
                yield bar.label
                yield bar.note
        case TrendChart(title, lines, days, top, bottom):
            yield from (title, *(line.label for line in lines), *days, top, bottom)
        case _:
            assert_never(chart)


def _of_form(form: Form) -> Iterator[str]:
    yield form.title
    yield form.send
    yield from _of_text(form.note)
    for field in form.fields:
        yield field.label
        yield field.hint
        if isinstance(field, TextField):
            yield field.value
        elif isinstance(field, ChoiceField | ManyField):
            for choice in field.choices:
                yield choice.label


# --- the same without the words -----------------------------------------------------------------------------------


def _element(element: Element, covers: Covers, words: Words) -> Element:
    match element:
        case Heading(text):
            return Heading(_text(text, words))
        case Paragraph(text):
            return Paragraph(_text(text, words))
        case Small(text):
            return Small(_text(text, words))
        case Said():
            return _said_element(element, covers, words)
        case Bars(bars):
            return Bars(tuple(_bar(bar, words) for bar in bars))
        case Picture(chart, alt):
            return Picture(_chart(chart, words), written_over(alt, words))
        case Divider():
            return element
        case Buttons(buttons):
            return Buttons(tuple(replace(b, label=written_over(b.label, words)) for b in buttons))
        case Menu(token, prompt, options, most):
            lines = tuple(MenuOption(option.value, written_over(option.label, words)) for option in options)
            return Menu(token, written_over(prompt, words), lines, most)
        case _:
            assert_never(element)


def _said_element(said: Said, covers: Covers, words: Words) -> Element:
    if BEGINS in said.words:
        return Small(_said(said.words, covers, words))
    return Said(written_over(said.words, words), _text(said.by, words))


def _said(said: str, covers: Covers, words: Words) -> Text:
    cover = covers.get(hidden_in(said) or "")
    return cover_line(cover, words) if cover is not None else (Plain(written_over(said, words)),)


def _text(text: Text, words: Words) -> Text:
    return tuple(_span(span, words) for span in text)


def _span(span: Span, words: Words) -> Span:
    match span:
        case Plain(said) | Bold(said) | Quoted(said):
            return (
                Plain(written_over(said, words)) if BEGINS in said else replace(span, words=written_over(said, words))
            )
        case Link(said, address):
            if BEGINS in said or BEGINS in address:
                return Plain(words.label("(hidden words)"))
            # An address that led to them leads nowhere.
            return Plain(written_over(said, words)) if _is_marked(said + address) else span
        case Person() | Place() | Moment() | Command():
            return span
        case _:
            assert_never(span)


def _bar(bar: Bar, words: Words) -> Bar:
    return replace(bar, label=written_over(bar.label, words), note=_text(bar.note, words))


def _chart(chart: Chart, words: Words) -> Chart:
    match chart:
        case BarChart(title, bars, of, absent, foot):
            drawn = tuple(_chart_bar(bar, words) for bar in bars)
            rest = _chart_bar(absent, words) if absent is not None else None
            return BarChart(written_over(title, words), drawn, of, rest, written_over(foot, words))
        case TrendChart(title, lines, days, top, bottom):
            drawn_lines = tuple(TrendLine(written_over(line.label, words), line.points) for line in lines)
            ends = written_over(top, words), written_over(bottom, words)
            return TrendChart(written_over(title, words), drawn_lines, days, *ends)
        case _:
            assert_never(chart)


def _chart_bar(bar: ChartBar, words: Words) -> ChartBar:
    return replace(bar, label=written_over(bar.label, words), note=written_over(bar.note, words))


def _form(form: Form, words: Words) -> Form:
    fields = tuple(_field(field, words) for field in form.fields)
    return Form(
        form.token, written_over(form.title, words), fields, written_over(form.send, words), _text(form.note, words)
    )


def _field(field: Field, words: Words) -> Field:
    over: Callable[[str], str] = lambda said: written_over(said, words)  # noqa: E731
    match field:
        case TextField(_, label, hint, value):
            # Nobody sends back as their own words what was written over a mark.
            return replace(field, label=over(label), hint=over(hint), value="" if BEGINS in value else over(value))
        case ChoiceField(_, label, choices) | ManyField(_, label, choices):
            shown = tuple(Choice(choice.value, over(choice.label)) for choice in choices)
            return replace(field, label=over(label), choices=shown)
        case PeopleField() | PlaceField():
            return field
        case _:
            assert_never(field)


def _file(file: File, words: Words) -> File:
    if not file.name.endswith(_READABLE):
        return file
    return File(file.name, written_over(file.content.decode(), words).encode())
