"""Cards and forms as HTML: whatever words stand in them, no element and no attribute comes out of those words."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from html.parser import HTMLParser

import pytest
from hypothesis import given

from adapters.web.render import Press, Reader, render_card, render_form, render_text
from bot.chat.cards import Bar, Bars, Button, Buttons, Card, Heading, Menu, MenuOption, Paragraph, Said
from bot.chat.forms import Choice, ChoiceField, Form, ManyField, PeopleField, PlaceField, TextField
from bot.chat.ids import PersonId, PlaceId
from bot.chat.text import Link, Plain, Text, plain
from bot.chat.token import Token
from bot.chat.words import words_for
from tests.adapters.web.things import HOSTILE, cards, forms, without_words

READER = Reader(
    words_for("en"),
    "Europe/London",
    lambda person: person,
    lambda place: place,
    lambda picture: "/drawn/x.png",
    {PersonId("ana"): "Ana", PersonId("bilal"): '<Bilal "B">'},
    {PlaceId("plans"): "#plans"},
)
PRESS = Press("/press", {"csrf": "c", "key": "k"})
ALONE = {"input", "img", "hr", "br", "meta", "link"}


@dataclass
class Outline(HTMLParser):
    """Which elements there are with which attributes, and the words between them."""

    tags: list[tuple[str, tuple[str, ...]]] = field(default_factory=list)
    open: list[str] = field(default_factory=list)
    words: str = ""
    values: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__(convert_charrefs=True)

    def handle_starttag(self, tag: str, attrs: Sequence[tuple[str, str | None]]) -> None:
        self.tags.append((tag, tuple(name for name, _ in attrs)))
        self.values += [value or "" for _, value in attrs]
        if tag not in ALONE:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.words += data


def outline(html: str) -> Outline:
    """The outline of whole, well-nested HTML."""
    found = Outline()
    found.feed(str(html))
    found.close()
    assert found.open == []
    return found


@given(cards)
def test_no_element_and_no_attribute_comes_out_of_words(card: Card) -> None:
    tags = outline(render_card(card, READER, PRESS)).tags
    bare = outline(render_card(without_words(card), READER, PRESS)).tags
    assert [tag for tag in tags if tag[0] != "br"] == [tag for tag in bare if tag[0] != "br"]


@given(forms)
def test_no_element_comes_out_of_a_form(form: Form) -> None:
    found = outline(render_form(form, {f.key: plain(HOSTILE[0]) for f in form.fields}, READER, PRESS, "/back"))
    assert {tag for tag, _ in found.tags} <= {
        "form", "input", "h2", "p", "div", "label", "span", "textarea", "fieldset", "legend", "button", "a", "br",
        "strong", "bdi", "q", "b", "time",
    }  # fmt: skip
    assert not any(name.startswith("on") or name == "style" for _, names in found.tags for name in names)


@pytest.mark.parametrize("hostile", HOSTILE)
def test_hostile_words_are_shown_as_they_are(hostile: str) -> None:
    card = Card((Heading(plain(hostile)), Said(hostile), Bars((Bar(hostile, 1, 2, plain(hostile)),))))
    words = outline(render_card(card, READER, PRESS)).words
    assert words.count(hostile.splitlines()[0]) == 4


@pytest.mark.parametrize("address", ["javascript:alert(1)", "http://a.example", "data:text/html,x", "//a.example", ""])
def test_only_a_safe_address_becomes_a_link(address: str) -> None:
    assert "<a" not in render_text((Link("words", address),), READER)
    assert 'href="https://a.example/?a=&#34;"' in render_text((Link("words", 'https://a.example/?a="'),), READER)


def test_what_people_wrote_stands_in_its_own_direction() -> None:
    html = render_card(Card((Said("שלום", plain("Dov")), Paragraph((Plain("בוקר"),)))), READER, None)
    assert "<blockquote dir=auto>" in html
    assert "<p dir=auto>" in html


def test_the_first_heading_stands_above_the_others() -> None:
    html = render_card(Card((Paragraph(plain("p")), Heading(plain("one")), Heading(plain("two")))), READER, None)
    assert "<h2 dir=auto>one</h2>" in html
    assert "<h3 dir=auto>two</h3>" in html


def test_nothing_can_be_pressed_on_a_card_without_a_press() -> None:
    card = Card((Buttons((Button("Press", Token("a")),)), Menu(Token("b"), "Choose", (MenuOption("1", "One"),))))
    assert "<button" not in render_card(card, READER, None)
    assert 'value="1|a"' in render_card(card, READER, PRESS)
    assert 'value="1|b"' in render_card(card, READER, PRESS)


@pytest.mark.parametrize(("most", "kind"), [(1, "radio"), (3, "checkbox")])
def test_a_menu_of_one_is_radio_buttons(most: int, kind: str) -> None:
    card = Card((Menu(Token("b"), "Choose", (MenuOption("1", "One"),), most),))
    assert f'type="{kind}"' in render_card(card, READER, PRESS)


def test_a_number_too_small_to_be_shown_draws_no_bar() -> None:
    hidden = render_card(Card((Bars((Bar("Tuesday", None, 6, plain("fewer than 3")),)),)), READER, None)
    assert "fewer than 3" in hidden
    assert "<meter" not in hidden
    assert 'value="4"' in render_card(Card((Bars((Bar("Tuesday", 4, 6, plain("4 of 6")),)),)), READER, None)


def test_every_field_has_its_label_hint_and_error_tied_to_it() -> None:
    form = Form(
        Token("t"),
        "Title",
        (
            TextField("question", "Question", "A hint", "words", required=True),
            TextField("more", "More", lines=True, value="\n two"),
            ChoiceField("kind", "Kind", (Choice("a", "A"), Choice("b", "B")), "b"),
            PeopleField("who", "Who", (PersonId("bilal"),)),
            PlaceField("place", "Where", PlaceId("plans"), required=True),
        ),
        "Send",
    )
    errors: dict[str, Text] = {"question": plain("What would you ask?"), "who": plain("Who is it?")}
    html = render_form(form, errors, READER, PRESS, "/back")
    assert '<label for="field-question">Question</label>' in html
    assert 'aria-describedby="hint-question wrong-question" aria-invalid=true' in html
    assert '<span class=wrong id="wrong-who">Who is it?</span>' in html
    assert 'value="b" checked' in html
    assert 'type="checkbox" name="who" value="bilal" checked' in html
    assert "&lt;Bilal &#34;B&#34;&gt;" in html
    assert 'type="radio" name="place" value="plans" checked' in html
    # The first line break behind <textarea> is dropped by browsers, so there is one more than the words have.
    assert ">\n\n two</textarea>" in html
    assert "Your words are kept." in html


def test_many_choices_are_boxes() -> None:
    form = Form(Token("t"), "T", (ManyField("m", "Which?", (Choice("a", "A"), Choice("b", "B")), ("a",)),), "Send")
    html = render_form(form, {}, READER, PRESS, "/back")
    assert html.count('type="checkbox"') == 2
    assert 'value="a" checked' in html
    assert 'value="b" checked' not in html


def test_a_place_that_may_stay_open_can_be_left_open() -> None:
    def shown(field: PlaceField) -> str:
        return render_form(Form(Token("t"), "T", (field,), "Send"), {}, READER, PRESS, "/back")

    assert 'type="radio" name="p" value="" checked' in shown(PlaceField("p", "Where"))
    assert 'value="plans" checked' in shown(PlaceField("p", "Where", PlaceId("plans")))
    assert 'value=""' not in shown(PlaceField("p", "Where", required=True))
