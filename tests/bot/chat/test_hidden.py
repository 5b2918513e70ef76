"""Wherever a mark stands in an answer, it is written over, whole or cut; and nothing else is touched."""

from hypothesis import given
from hypothesis import strategies as st

from bot.chat.answers import Answer, File, FormErrors, OpenForm, Whisper
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
from bot.chat.charts import BarChart, ChartBar
from bot.chat.forms import Choice, ChoiceField, Form, ManyField, PeopleField, PlaceField, TextField
from bot.chat.hidden import BEGINS, Cover, covered, covered_card, hidden_in, mark, marked
from bot.chat.ids import PersonId
from bot.chat.plain import Reading, plain_text
from bot.chat.text import Bold, Link, Person, Plain, Quoted, Span, clean
from bot.chat.token import Token
from bot.chat.words import words_for
from tests.fakes import START

WORDS = words_for("en")
COVERS = {"i1": Cover(PersonId("kim"), START, "It insults", "It was a joke")}
PRESS = Token("a.b")

words = st.sampled_from(["Tea", "", mark("i1"), f"Tea with {mark('i1')} in it", mark("x2345")[:3] + "…"])
spans: st.SearchStrategy[Span] = st.one_of(
    words.map(Plain),
    words.map(Bold),
    words.map(Quoted),
    words.map(lambda w: Link(w, f"https://example.org/{w}")),
    st.just(Person(PersonId("ana"))),
)
texts = st.lists(spans, max_size=3).map(tuple)
bars = st.builds(ChartBar, words, st.just(1), words)
elements: st.SearchStrategy[Element] = st.one_of(
    texts.map(Heading),
    texts.map(Paragraph),
    texts.map(Small),
    st.builds(Said, words, texts),
    st.lists(st.builds(Bar, words, st.just(1), st.just(2), texts), max_size=2).map(lambda b: Bars(tuple(b))),
    st.builds(Picture, st.builds(BarChart, words, bars.map(lambda b: (b,)), st.just(2), bars, words), words),
    st.just(Divider()),
    words.map(lambda w: Buttons((Button(w, PRESS),))),
    words.map(lambda w: Menu(PRESS, w, (MenuOption("1", w),))),
)
cards = st.lists(elements, max_size=6).map(lambda e: Card(tuple(e)))
choices = words.map(lambda w: (Choice("1", w), Choice("2", "No")))
fields = st.one_of(
    st.builds(TextField, st.just("k"), words, words, words),
    st.builds(ChoiceField, st.just("k"), words, choices, st.just("1")),
    st.builds(ManyField, st.just("k"), words, choices),
    st.just(PeopleField("k", "Who?")),
    st.just(PlaceField("k", "Where?")),
)
forms = st.builds(Form, st.just(PRESS), words, st.lists(fields, min_size=1, max_size=5).map(tuple), words, texts)
files = words.map(lambda w: File("poll.json", f'{{"a": "{w}"}}'.encode()))
answers: st.SearchStrategy[Answer] = st.one_of(
    st.builds(Whisper, cards, files.map(lambda f: (f,))),
    forms.map(OpenForm),
    st.builds(FormErrors, forms, texts.map(lambda t: {"k": t}), st.just(PRESS)),
)


@given(answer=answers)
def test_no_mark_is_left_anywhere_and_an_answer_without_one_stays_as_it_is(answer: Answer) -> None:
    shown = covered(answer, COVERS, WORDS)
    assert "\\ue00" not in repr(shown)
    assert b"\xee\x80" not in b"".join(file.content for file in getattr(shown, "files", ()))
    if not marked(answer):
        assert shown == answer


@given(card=cards)
def test_the_trace_is_told_once_whatever_stands_beside_it(card: Card) -> None:
    whole = "\\ue000i1\\ue001" in repr(card)
    told = plain_text(covered_card(card, COVERS, WORDS), Reading(WORDS, "UTC")).count("Words were hidden here by kim")
    said = sum(isinstance(e, Said) and mark("i1") in e.words for e in card.elements)
    assert told == max(said, 1 if whole else 0)


@given(st.text())
def test_nobody_can_write_a_mark(typed: str) -> None:
    assert hidden_in(clean(f"{BEGINS}{typed}{mark('i1')}")) is None


def test_what_is_not_text_is_left_alone() -> None:
    picture = File("poll.png", b"\xee\x80\x80i1\xee\x80\x81")
    assert covered(Whisper(Card(()), (picture,)), COVERS, WORDS) == Whisper(Card(()), (picture,))
