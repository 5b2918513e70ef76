"""Whatever stands on a card, Slack takes it, shows all of it or says that there is more, and takes none of people's
words for anything but words."""

import json
import re
from collections import Counter
from dataclasses import replace

from hypothesis import given

from adapters.slack.decoded import Origin
from adapters.slack.fit import render_message
from adapters.slack.forms import render_errors, render_form, render_home, render_window
from adapters.slack.render import Reader, Rendered
from bot.chat.cards import Buttons, Card, Paragraph, Picture, Small
from bot.chat.forms import Form
from bot.chat.text import Moment, Plain, plain
from bot.chat.words import words_for
from bot.home.cards.welcome import help_card
from tests.adapters.slack.zoo import AT, EVERYTHING, FORM, result
from tests.adapters.web.things import HOSTILE, cards, forms
from tests.wire.slack.limits import message_faults, view_faults

READER = Reader(words_for("en"), "Europe/London")
DRAWN = Reader(words_for("en"), "Europe/London", lambda picture: "F1")
HERE = Origin("C1", "17.1")


def texts(part: object) -> list[str]:
    """Every rich text that is shown."""
    if isinstance(part, dict):
        own = [part["text"]] if part.get("type") == "text" else []
        return own + [found for value in part.values() for found in texts(value)]
    return [found for one in part for found in texts(one)] if isinstance(part, list) else []


def marked_up(rendered: Rendered) -> list[str]:
    """Every text that Slack reads markup in."""
    found = [rendered.text]
    for block in rendered.blocks:
        found += [e["text"] for e in block.get("elements", ()) if e.get("type") == "mrkdwn"]
    return found


@given(cards)
def test_any_card_is_a_message_that_slack_takes(card: Card) -> None:
    rendered = render_message(card, READER, "card:poll:p1:C1")
    assert message_faults(rendered.text, rendered.blocks) == []


@given(cards)
def test_any_card_is_a_window_and_a_home_tab(card: Card) -> None:
    assert view_faults(render_window(card, HERE, READER)) == []
    assert view_faults(render_home(card, READER)) == []


@given(forms)
def test_any_form_is_a_modal_that_slack_takes(form: Form) -> None:
    assert view_faults(render_form(form, HERE, READER)) == []


@given(cards)
def test_nothing_that_people_wrote_is_markup(card: Card) -> None:
    for text in marked_up(render_message(card, READER)):
        assert not re.search(r"<(?!!date\^\d+\^[^<>|]*\|[^<>|]*>|@[UW][A-Z0-9]+>|#[CGD][A-Z0-9]+>)", text), text


def test_hostile_words_stay_words() -> None:
    for words in (*HOSTILE, "*bold* _it_ ~no~ `code`", ":smile: <@U123>", "https://a.example", "> quoted"):
        rendered = render_message(Card((Small(plain(words)),)), READER)
        context = [b for b in rendered.blocks if b["type"] == "context"]
        assert all(not re.search(r"[*_~`]|:\w+:|<|^>|://", e["text"]) for b in context for e in b["elements"])


def test_a_part_that_is_cut_is_never_an_escape_or_a_mention() -> None:
    card = Card(tuple(Paragraph((Plain("&<" * 200),)) for _ in range(20)))
    text = render_message(card, READER).text
    assert len(text) <= 4_000
    assert re.fullmatch(r"(&amp;|&lt;|\s|…)*", text)


def test_one_of_everything() -> None:
    rendered = render_message(EVERYTHING, DRAWN, "key")
    assert message_faults(rendered.text, rendered.blocks) == []
    kinds = Counter(block["type"] for block in rendered.blocks)
    assert kinds["image"] == 1
    assert kinds["divider"] == 1
    assert kinds["section"] == 2
    said = json.dumps(rendered.blocks, ensure_ascii=False)
    assert "javascript:" not in "".join(re.findall(r'"url": "([^"]*)"', said))
    assert '"user_id": "U123"' in said
    assert "broadcast" not in said
    assert "<@U123>" in rendered.text
    assert "\u2068שלום\u2069" in said


def test_without_a_drawing_the_card_is_complete() -> None:
    rendered = render_message(Card((*EVERYTHING.elements,)), READER)
    assert not [b for b in rendered.blocks if b["type"] == "image"]
    assert any(isinstance(e, Picture) for e in EVERYTHING.elements)


def test_a_long_result_is_cut_alike_on_every_side_and_says_so() -> None:
    rendered = render_message(result(sides=6, reasons=30, length=500), READER)
    assert message_faults(rendered.text, rendered.blocks) == []
    shown = Counter(found[1] for words in texts(rendered.blocks) if (found := re.match(r"(\d)\.\d+ w", words)))
    assert len(shown) == 6
    assert len(set(shown.values())) == 1
    assert "Not everything fits here." in json.dumps(rendered.blocks)
    assert "[Details]" in rendered.text or "Details" in json.dumps(rendered.blocks)


def test_what_fits_is_not_cut() -> None:
    rendered = render_message(result(sides=2, reasons=3, length=400), READER)
    assert "Not everything fits" not in json.dumps(rendered.blocks)
    assert len([w for w in texts(rendered.blocks) if re.match(r"\d\.\d w", w)]) == 6


def test_even_what_no_message_could_hold_keeps_its_buttons() -> None:
    card = Card((*(Paragraph(plain("w" * 3000)) for _ in range(400)), *EVERYTHING.elements))
    rendered = render_message(card, READER)
    assert message_faults(rendered.text, rendered.blocks) == []
    assert any(b["type"] == "actions" for b in rendered.blocks)
    assert any(isinstance(e, Buttons) for e in card.elements)


def test_a_form_keeps_what_stands_in_it() -> None:
    view = render_form(FORM, HERE, READER)
    inputs = {b["block_id"]: b["element"] for b in view["blocks"] if b["type"] == "input"}
    assert inputs["question"]["initial_value"] == "When"
    assert inputs["kind"]["initial_option"]["value"] == "=any"
    assert [o["value"] for o in inputs["days"]["initial_options"]] == ["=2"]
    assert inputs["who"]["initial_users"] == ["U123"]
    assert inputs["place"]["initial_conversation"] == "C123"
    assert "A title that is longer than Slack shows" in texts(view["blocks"])


def test_an_error_of_no_field_stands_at_the_first() -> None:
    wrong = render_errors(FORM, {"kind": plain("Which?"), "": plain("Once more.")}, READER)
    assert wrong == {"kind": "Which?", "question": "Once more."}


def test_commands_are_named_as_they_are_typed_in_this_workspace() -> None:
    card, here = help_card(words_for("en")), replace(READER, prefix="club-")
    shown = json.dumps([render_message(card, here).arguments(), render_home(card, here)])
    assert re.findall(r"/[\w-]*(?:descant|poll|propose|thank|checkin|agreement)\b", shown)
    assert re.findall(r"(?<![\w-])/(?:descant|poll|propose|thank|checkin|agreement)\b", shown) == []


def test_a_notification_shows_each_reader_their_own_time_and_otherwise_names_the_zone() -> None:
    text = render_message(Card((Paragraph((Plain("Closes "), Moment(AT))),)), READER).text
    otherwise = "Friday 27 November 2026, 18:00 (London)"
    assert text == f"Closes <!date^{int(AT.timestamp())}^{{date_long}}, {{time}}|{otherwise}>"
