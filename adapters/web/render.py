"""Cards and forms as HTML. Pure; everything that people wrote is escaped and stands in its own direction."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import assert_never

from markupsafe import Markup, escape

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
    Paragraph,
    Picture,
    Said,
    Small,
)
from bot.chat.forms import ChoiceField, Field, Form, ManyField, PeopleField, PlaceField, TextField
from bot.chat.ids import PersonId, PlaceId
from bot.chat.text import Bold, Command, Link, Moment, Person, Place, Plain, Quoted, Span, Text
from bot.chat.words import Words

SHORT = 3
"""Characters of labels, points for example, that stand in one row."""


@dataclass(frozen=True, slots=True)
class Reader:
    """Whose eyes this is for, and the names that their chat has for people and places."""

    words: Words
    zone: str
    person: Callable[[PersonId], str]
    place: Callable[[PlaceId], str]
    picture: Callable[[Picture], str | None]
    """Where the drawing of a picture is served; None where nothing can be drawn."""
    people: Mapping[PersonId, str] = field(default_factory=dict[PersonId, str])
    """Who can be picked, by name."""
    places: Mapping[PlaceId, str] = field(default_factory=dict[PlaceId, str])
    """Which channels can be picked, by name."""


@dataclass(frozen=True, slots=True)
class Press:
    """Where the buttons of a card go, and what they carry along unseen."""

    action: str
    hidden: Mapping[str, str]


def render_card(card: Card, reader: Reader, press: Press | None) -> Markup:
    """A card; without ``press`` nothing on it can be pressed. Its first heading stands above the others."""
    first = next((e for e in card.elements if isinstance(e, Heading)), None)
    return Markup("\n").join(
        Markup("<h2 dir=auto>{}</h2>").format(render_text(first.text, reader))
        if element is first and first is not None
        else _element(element, reader, press)
        for element in card.elements
    )


def render_text(text: Text, reader: Reader) -> Markup:
    """A text as inline HTML."""
    return Markup("").join(_span(span, reader) for span in text)


def render_form(form: Form, errors: Mapping[str, Text], reader: Reader, press: Press, give_up: str) -> Markup:
    """A form with the words kept, and each error beside its field. ``give_up`` is where leaving it leads."""
    note = Markup("<p class=small>{}</p>").format(render_text(form.note, reader)) if form.note else Markup("")
    fields = Markup("\n").join(_field(field, errors.get(field.key, ()), reader) for field in form.fields)
    return Markup(
        '<form class=sheet method=post action="{}" data-sheet novalidate>{}<h2 id=sheet-title dir=auto>{}</h2>{}{}{}'
        '<div class="row ending"><button class=primary>{}</button>'
        '<a class=quiet href="{}" data-close>{}</a></div></form>'
    ).format(
        press.action,
        _hidden(press),
        form.title,
        _summary(errors, reader),
        note,
        fields,
        form.send,
        give_up,
        reader.words.label("Not now"),
    )


# --- elements -----------------------------------------------------------------------------------------------------


def _element(element: Element, reader: Reader, press: Press | None) -> Markup:
    match element:
        case Heading(text):
            return Markup("<h3 dir=auto>{}</h3>").format(render_text(text, reader))
        case Paragraph(text):
            return Markup("<p dir=auto>{}</p>").format(render_text(text, reader))
        case Small(text):
            return Markup("<p class=small dir=auto>{}</p>").format(render_text(text, reader))
        case Said(words, by):
            return _said(words, by, reader)
        case Bars(bars):
            return Markup("<ul class=bars>{}</ul>").format(Markup("").join(_bar(bar, reader) for bar in bars))
        case Picture():
            return _picture(element, reader)
        case Divider():
            return Markup("<hr>")
        case Buttons(buttons):
            return _buttons(buttons, press) if press is not None else Markup("")
        case Menu():
            return _menu(element, reader, press) if press is not None else Markup("")
        case _:
            assert_never(element)


def _picture(picture: Picture, reader: Reader) -> Markup:
    address = reader.picture(picture)
    if address is None:
        return Markup("")
    # The card's bars are drawn on the page already, so the picture waits until somebody wants it.
    return Markup(
        '<details class=picture><summary>{}</summary><img class=drawn src="{}" alt="{}" loading=lazy></details>'
    ).format(reader.words.label("As a picture"), address, picture.alt)


def _said(words: str, by: Text, reader: Reader) -> Markup:
    lines = Markup("<br>").join(words.splitlines())
    who = Markup("<footer>{}</footer>").format(render_text(by, reader)) if by else Markup("")
    return Markup("<blockquote dir=auto><p>{}</p>{}</blockquote>").format(lines, who)


def _bar(bar: Bar, reader: Reader) -> Markup:
    drawn = Markup("")
    if bar.count is not None:
        drawn = Markup('<meter min=0 max="{}" value="{}" aria-hidden=true></meter>').format(bar.of, bar.count)
    return Markup("<li><span dir=auto>{}</span> <span class=number>{}</span>{}</li>").format(
        bar.label, render_text(bar.note, reader), drawn
    )


def _buttons(buttons: tuple[Button, ...], press: Press) -> Markup:
    short = " short" if all(len(button.label) <= SHORT for button in buttons) else ""
    return Markup('<form class="buttons{}" method=post action="{}" data-press>{}{}</form>').format(
        short, press.action, _hidden(press), Markup("").join(map(_button, buttons))
    )


def _button(button: Button) -> Markup:
    return Markup('<button name=token value="{}" class="{}" dir=auto>{}</button>').format(
        button.token.encode(), button.style, button.label
    )


def _menu(menu: Menu, reader: Reader, press: Press) -> Markup:
    kind = "radio" if menu.most == 1 else "checkbox"
    options = Markup("").join(
        Markup('<label><input type="{}" name=value value="{}"> <span dir=auto>{}</span></label>').format(
            kind, option.value, option.label
        )
        for option in menu.options
    )
    return Markup(
        '<form class=menu method=post action="{}" data-press>{}<input type=hidden name=token value="{}">'
        "<fieldset class=many><legend>{}</legend>{}</fieldset><button class=primary>{}</button></form>"
    ).format(
        press.action, _hidden(press), menu.token.encode(), menu.prompt, options, reader.words.label("That is my choice")
    )


def _hidden(press: Press) -> Markup:
    return Markup("").join(
        Markup('<input type=hidden name="{}" value="{}">').format(name, value) for name, value in press.hidden.items()
    )


# --- spans --------------------------------------------------------------------------------------------------------


def _span(span: Span, reader: Reader) -> Markup:
    match span:
        case Plain(words):
            return Markup("<br>").join(words.split("\n"))
        case Bold(words):
            return Markup("<strong><bdi>{}</bdi></strong>").format(words)
        case Quoted(words):
            # Written out: what is copied, searched or read aloud has them then, which a <q> does not.
            quotes = escape(reader.words.label("“{words}”", words="{}"))
            return quotes.format(Markup("<bdi>{}</bdi>").format(words))
        case Person(person):
            return Markup("<b class=person><bdi>{}</bdi></b>").format(reader.person(person))
        case Place(place):
            return Markup("<b class=place><bdi>{}</bdi></b>").format(reader.place(place))
        case Moment(at):
            return Markup('<time datetime="{}">{}</time>').format(at.isoformat(), reader.words.moment(at, reader.zone))
        case Link(words, address):
            return _link(words, address)
        case Command(line):
            return escape(f"/{line}")
        case _:
            assert_never(span)


def _link(words: str, address: str) -> Markup:
    if not address.startswith("https://"):
        return escape(f"{words} ({address})")
    return Markup('<a href="{}" rel="noopener noreferrer nofollow">{}</a>').format(address, words)


# --- forms --------------------------------------------------------------------------------------------------------


def _summary(errors: Mapping[str, Text], reader: Reader) -> Markup:
    if not errors:
        return Markup("")
    return Markup("<p class=wrong role=alert>{}</p>").format(
        reader.words.label("Almost: something below needs another look. Your words are kept.")
    )


def _field(field: Field, error: Text, reader: Reader) -> Markup:
    described = Markup("")
    marks = Markup("")
    if field.hint:
        marks += Markup('<span class=hint id="hint-{}">{}</span>').format(field.key, field.hint)
    if error:
        marks += Markup('<span class=wrong id="wrong-{}">{}</span>').format(field.key, render_text(error, reader))
    ids = [f"hint-{field.key}"] * bool(field.hint) + [f"wrong-{field.key}"] * bool(error)
    if ids:
        described = Markup(' aria-describedby="{}"').format(" ".join(ids))
    if error:
        described += Markup(" aria-invalid=true")
    match field:
        case TextField():
            return _text_field(field, described, marks)
        case ChoiceField():
            return _choice_field(field, described, marks)
        case ManyField():
            picks = tuple((c.value, c.label) for c in field.choices)
            return _picks(field, "checkbox", picks, field.values, described, marks)
        case PeopleField():
            return _picks(field, "checkbox", tuple(reader.people.items()), field.values, described, marks)
        case PlaceField():
            none = () if field.required else (("", reader.words.label("None of these")),)
            return _picks(field, "radio", (*reader.places.items(), *none), (field.value or "",), described, marks)
        case _:
            assert_never(field)


def _text_field(field: TextField, described: Markup, marks: Markup) -> Markup:
    needed = Markup(" required") if field.required else Markup("")
    if field.lines:
        box = Markup('<textarea id="field-{}" name="{}" rows=4 dir=auto{}{}>\n{}</textarea>').format(
            field.key, field.key, described, needed, field.value
        )
    else:
        box = Markup('<input id="field-{}" name="{}" value="{}" dir=auto autocomplete=off{}{}>').format(
            field.key, field.key, field.value, described, needed
        )
    return Markup('<div class=field><label for="field-{}">{}</label>{}{}</div>').format(
        field.key, field.label, marks, box
    )


def _choice_field(field: ChoiceField, described: Markup, marks: Markup) -> Markup:
    choices = Markup("").join(
        Markup('<label><input type=radio name="{}" value="{}"{}> <span dir=auto>{}</span></label>').format(
            field.key, choice.value, Markup(" checked") if choice.value == field.value else Markup(""), choice.label
        )
        for choice in field.choices
    )
    return Markup("<fieldset class=field{}><legend>{}</legend>{}{}</fieldset>").format(
        described, field.label, marks, choices
    )


def _picks(
    field: ManyField | PeopleField | PlaceField,
    kind: str,
    picks: Sequence[tuple[str, str]],
    chosen: Sequence[str],
    described: Markup,
    marks: Markup,
) -> Markup:
    boxes = Markup("").join(
        Markup('<label><input type="{}" name="{}" value="{}"{}> <span dir=auto>{}</span></label>').format(
            kind, field.key, value, Markup(" checked") if value in chosen else Markup(""), label
        )
        for value, label in picks
    )
    return Markup('<fieldset class="field many"{}><legend>{}</legend>{}{}</fieldset>').format(
        described, field.label, marks, boxes
    )
