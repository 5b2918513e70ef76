"""What is kept comes back as it was."""

from hypothesis import given

from adapters.web.kept import from_json, to_json
from bot.chat.cards import Card
from bot.chat.forms import Form
from bot.chat.text import Text
from tests.adapters.web.things import cards, forms, texts


@given(cards)
def test_every_card_comes_back(card: Card) -> None:
    assert from_json(to_json(card)) == card


@given(forms)
def test_every_form_comes_back(form: Form) -> None:
    assert from_json(to_json(form)) == form


@given(texts)
def test_errors_come_back(text: Text) -> None:
    assert dict(from_json(to_json((("key", text),)))) == {"key": text}
