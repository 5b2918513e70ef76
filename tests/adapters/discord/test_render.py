"""Every card and form becomes a body that Discord takes, whatever stands in it."""

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from adapters.discord.components import Setting
from adapters.discord.forms import render_form, standing, to_mend
from adapters.discord.limits import MOST_TEXT
from adapters.discord.render import COMPONENTS, PRIVATE, render_card, render_private
from adapters.discord.text import units
from bot.chat.cards import Button, Buttons, Card, Divider, Element, Heading, Menu, MenuOption, Paragraph, Said
from bot.chat.text import plain
from bot.chat.token import Token
from bot.chat.words import words_for
from tests.adapters.discord.zoo import CARDS, EVERYTHING, FORMS, button
from tests.wire.discord.spec import CALLBACK, faults

WORDS = words_for("en")
PLAIN = Setting(WORDS)
ABROAD = Setting(WORDS, home=str(2**63))
POSTS = "/channels/{channel_id}/messages"


def text_of(body: dict[str, Any]) -> str:
    """Everything that a card's text displays say."""
    return "\n".join(part["content"] for part in body["components"][0]["components"] if part["type"] == 10)


def parts_of(body: dict[str, Any], kind: int) -> list[dict[str, Any]]:
    """The components of one kind, rows looked into."""
    parts = body["components"][0]["components"]
    return [p for part in parts for p in (part, *part.get("components", ())) if p["type"] == kind]


@pytest.mark.parametrize("setting", [PLAIN, ABROAD], ids=["in a server", "in a direct message"])
@pytest.mark.parametrize("card", CARDS.values(), ids=CARDS)
def test_every_card_is_a_message_that_discord_takes(shared: Path, card: Card, setting: Setting) -> None:
    assert faults(POSTS, "post", render_card(card, setting, mark=7)) == []
    assert faults(CALLBACK, "post", {"type": 4, "data": render_private(card, setting)}) == []
    assert faults(CALLBACK, "post", {"type": 7, "data": render_card(card, setting)}) == []


@pytest.mark.parametrize("form", FORMS.values(), ids=FORMS)
def test_every_form_is_one_that_discord_takes(shared: Path, form: Any) -> None:
    assert faults(CALLBACK, "post", {"type": 9, "data": render_form(form, ABROAD)}) == []
    kept = {key: value + "\nmore" for key, value in standing(form).items()}
    assert faults(CALLBACK, "post", {"type": 9, "data": render_form(form, PLAIN, kept)}) == []


ELEMENTS = st.one_of(
    st.builds(Heading, st.text(max_size=300).map(plain)),
    st.builds(Paragraph, st.text(max_size=600).map(plain)),
    st.builds(Said, st.text(max_size=900), st.text(max_size=40).map(plain)),
    st.just(Divider()),
    st.builds(lambda n: Buttons(tuple(button(i) for i in range(n))), st.integers(1, 8)),
    st.builds(
        lambda n: Menu(Token("m"), "Choose", tuple(MenuOption(str(i), "x") for i in range(n)), n), st.integers(1, 30)
    ),
)


@settings(max_examples=60, deadline=None)
@given(st.lists(ELEMENTS, max_size=40))
def test_no_card_is_too_much(shared: Path, elements: list[Element]) -> None:
    assert faults(POSTS, "post", render_card(Card(tuple(elements)), PLAIN)) == []


def test_nobody_is_notified_and_only_one_person_sees_a_whisper() -> None:
    assert render_card(EVERYTHING, PLAIN)["allowed_mentions"] == {"parse": []}
    assert render_card(EVERYTHING, PLAIN)["flags"] == COMPONENTS
    assert render_private(EVERYTHING, PLAIN)["flags"] == COMPONENTS | PRIVATE


def test_a_card_reads_well() -> None:
    assert text_of(render_card(EVERYTHING, PLAIN)) == "\n".join(
        (
            "## When do we meet?",
            "By <@5> in <#6>, <t:1795802400:F>",
            "**bold**“quoted”[link](<https://a.b>)/descant find",
            "-# fine",
            "-# print",
            "> their words",
            "> ",
            "> in lines",
            "-# Ana",
            "",
            "> others",
            "**Saturday**: 3 of 4",
            "▰▰▰▰▰▰▰▰▰▱▱▱",
            "**Sunday**: fewer than 3",
            "### What happens next",
        )
    )


def test_a_picture_is_shown_where_it_was_drawn() -> None:
    body = render_card(EVERYTHING, Setting(WORDS, pictures={"Saturday 3 of 4": "0.png"}))
    assert parts_of(body, 12) == [
        {"type": 12, "items": [{"media": {"url": "attachment://0.png"}, "description": "Saturday 3 of 4"}]}
    ]
    assert parts_of(render_card(EVERYTHING, PLAIN), 12) == []


def test_nobodys_words_are_cut_shorter_than_anyone_elses() -> None:
    card = Card((Said("a" * 3000), Said("b" * 2000), Said("short"), Buttons((button(1),))))
    said = text_of(render_card(card, PLAIN))
    assert said.count("a") - said.count("shortened here, all to the same length") * 4 - said.count("b") in range(-4, 5)
    assert "> short" in said
    assert "The longest parts are shortened here, all to the same length." in said
    assert 3800 < units(said) <= MOST_TEXT


def test_what_people_said_is_shortened_last() -> None:
    card = Card((Paragraph(plain("p" * 3000)), Said("s" * 2000), Buttons((button(1),))))
    said = text_of(render_card(card, PLAIN))
    assert "s" * 2000 in said
    assert "p" * 1000 in said
    assert "p" * 3000 not in said


def test_too_many_buttons_become_a_menu_that_carries_the_same_presses() -> None:
    body = render_card(CARDS["ten ways to decide on"], PLAIN)
    menus = parts_of(body, 3)
    assert [menu["custom_id"] for menu in menus[:2]] == ["pick", "pick~1"]
    assert menus[0]["options"][1] == {"label": "Stance 1", "value": "1|poll.choose|p1|1"}
    assert "Way 9" in text_of(body)


def test_what_does_not_fit_at_all_is_said_to_be_missing_and_the_last_row_stays() -> None:
    body = render_card(CARDS["forty ways to decide on"], PLAIN)
    assert "There is more than fits here." in text_of(body)
    assert parts_of(body, 2)[-1]["label"] == "Details"


def test_errors_come_with_the_words_that_were_typed() -> None:
    card = to_mend(FORMS["everything"], {"words": plain("Too long."), "gone": plain("Odd.")}, Token("again"), WORDS)
    said = text_of(render_private(card, PLAIN))
    assert "Too long." in said
    assert "> value" in said
    assert "Odd." in said
    assert card.elements[-1] == Buttons((Button("Change it", Token("again"), "primary"),))


def test_a_form_holds_what_was_typed_before() -> None:
    form = render_form(FORMS["everything"], PLAIN, {"words": "mine", "kind": "a"})
    inside = [row["component"] for row in form["components"]]
    assert inside[0]["value"] == "mine"
    assert [option["default"] for option in inside[2]["options"]] == [True, False]
    assert inside[1]["value"].startswith("vvv")


@pytest.mark.parametrize(
    ("path", "body", "fault"),
    [
        (POSTS, {"flags": 1 << 15, "components": [], "allowed_mentions": {"parse": []}}, "an empty message"),
        (POSTS, {"content": "x" * 2001, "allowed_mentions": {"parse": []}}, "more than 2,000 characters of content"),
        (POSTS, {"content": "x"}, "somebody might be notified"),
        (POSTS, {"content": "x", "colour": 1, "allowed_mentions": {"parse": []}}, "unknown field colour"),
        (
            POSTS,
            {"components": [{"type": 10, "content": "x"}], "allowed_mentions": {"parse": []}},
            "components v2 without their flag",
        ),
        (
            POSTS,
            {
                "flags": 1 << 15,
                "components": [{"type": 10, "content": "x" * 3000}] * 2,
                "allowed_mentions": {"parse": []},
            },
            "6000 characters of text",
        ),
        (
            CALLBACK,
            {"type": 5, "data": {"flags": 1 << 15}},
            "a deferred answer takes the private flag and nothing else",
        ),
    ],
)
def test_what_discord_would_refuse_is_found(shared: Path, path: str, body: Any, fault: str) -> None:
    assert fault in faults(path, "post", body)
