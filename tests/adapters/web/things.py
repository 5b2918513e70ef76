"""Any card, text or form at all, for properties that hold for every one of them."""

from dataclasses import replace
from datetime import UTC, datetime

from hypothesis import strategies as st

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
from bot.chat.forms import Choice, ChoiceField, Form, ManyField, PeopleField, PlaceField, TextField
from bot.chat.ids import PersonId, PlaceId
from bot.chat.text import Bold, Link, Moment, Person, Place, Plain, Quoted, Text
from bot.chat.token import Token

HOSTILE = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "' onmouseover='alert(1)",
    "</textarea><b>",
    "</title></style>&lt;&#60;&amp;",
    "@everyone <!channel> [x](javascript:alert(1))",
    "a\nb\r\nc",
    "\u202eright to left\u2066",
    "שלום",
    "{{ 7 * 7 }}{% raw %}{}{0}%s",
)
words = st.one_of(st.sampled_from(HOSTILE), st.text(max_size=40))
moments = st.datetimes(datetime(2000, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001
people = words.map(PersonId)
tokens = st.text("abcdefghij.", min_size=1, max_size=12).map(lambda name: Token(name, ("x",)))
spans = st.one_of(
    st.builds(Plain, words),
    st.builds(Bold, words),
    st.builds(Quoted, words),
    st.builds(Person, people),
    st.builds(Place, words.map(PlaceId)),
    st.builds(Moment, moments),
    st.builds(Link, words, st.one_of(words, words.map(lambda w: f"https://a.example/{w}"))),
)
texts: st.SearchStrategy[Text] = st.lists(spans, max_size=4).map(tuple)
counts = st.none() | st.integers(0, 99)
buttons = st.builds(Button, words, tokens, st.sampled_from(("default", "primary", "danger")))
chart_bars = st.builds(ChartBar, words, counts, words)
points = st.tuples(st.none() | st.integers(0, 100), st.integers(0, 100))
charts: st.SearchStrategy[Chart] = st.one_of(
    st.builds(
        BarChart,
        words,
        st.lists(chart_bars, min_size=1, max_size=2).map(tuple),
        st.integers(1, 99),
        st.none() | chart_bars,
        words,
    ),
    st.builds(
        TrendChart,
        words,
        st.lists(st.builds(TrendLine, words, points), min_size=1, max_size=2).map(tuple),
        st.tuples(words, words),
        words,
        words,
    ),
)
elements: st.SearchStrategy[Element] = st.one_of(
    st.builds(Heading, texts),
    st.builds(Paragraph, texts),
    st.builds(Small, texts),
    st.builds(Said, words, texts),
    st.builds(Bars, st.lists(st.builds(Bar, words, counts, st.integers(1, 99), texts), max_size=3).map(tuple)),
    st.builds(Picture, charts, words),
    st.just(Divider()),
    st.builds(Buttons, st.lists(buttons, min_size=1, max_size=3).map(tuple)),
    st.builds(
        Menu,
        tokens,
        words,
        st.lists(st.builds(MenuOption, words, words), min_size=1, max_size=3).map(tuple),
        st.integers(1, 3),
    ),
)
cards = st.lists(elements, max_size=5).map(tuple).map(Card)
choices = st.lists(st.builds(Choice, words, words), min_size=2, max_size=3).map(tuple)
keys = st.text("abcdefghij", min_size=1, max_size=8)
fields = st.one_of(
    st.builds(TextField, keys, words, words, words, st.booleans(), st.booleans()),
    st.builds(ChoiceField, keys, words, choices, words, words),
    st.builds(ManyField, keys, words, choices, st.lists(words, max_size=2).map(tuple), words),
    st.builds(PeopleField, keys, words, st.lists(people, max_size=2).map(tuple), words),
    st.builds(PlaceField, keys, words, st.none() | words.map(PlaceId), words),
)
forms = st.lists(fields, min_size=1, max_size=5, unique_by=lambda f: f.key).flatmap(
    lambda made: st.builds(Form, tokens, words, st.just(tuple(made)), words, texts)
)


def without_words(card: Card) -> Card:
    """The same card with all of its words replaced by one plain word."""
    return Card(tuple(_bare(element) for element in card.elements))


def _bare(element: Element) -> Element:
    match element:
        case Heading(text) | Paragraph(text) | Small(text):
            return replace(element, text=_bare_text(text))
        case Said(_, by):
            return Said("w", _bare_text(by))
        case Bars(bars):
            return Bars(tuple(replace(bar, label="w", note=_bare_text(bar.note)) for bar in bars))
        case Picture():
            return replace(element, alt="w")
        case Buttons(made):
            return Buttons(tuple(replace(button, label="w") for button in made))
        case Menu(options=options):
            return replace(element, prompt="w", options=tuple(MenuOption("w", "w") for _ in options))
        case Divider():
            return element


def _bare_text(text: Text) -> Text:
    return tuple(
        Link("w", "https://w") if isinstance(s, Link) and s.address.startswith("https://")
        else Plain("w") if isinstance(s, Link)
        else replace(s, words="w") if isinstance(s, Plain | Bold | Quoted)
        else s
        for s in text
    )  # fmt: skip
