"""Every feature's ways in are put together, and no name leads to two."""

from typing import Any

import pytest

from bot.chat.answers import Answer, Nothing
from bot.ports import Tx
from bot.router import router
from bot.routes import Handler, Router, together


def nothing(_tx: Tx, _event: Any) -> Answer:
    return Nothing()


def test_two_features_can_not_answer_to_the_same_name() -> None:
    one = Router(actions={"poll.post": Handler(nothing)})
    with pytest.raises(ValueError, match=r"actions: poll\.post stands twice"):
        together(one, one)


def test_all_that_the_parts_answer_is_answered_by_the_whole() -> None:
    whole = together(
        Router(commands={"poll": Handler(nothing)}), Router(due={"poll.close": nothing}, forms={"a": Handler(nothing)})
    )
    assert (list(whole.commands), list(whole.due), list(whole.forms)) == (["poll"], ["poll.close"], ["a"])


def test_descant_leads_to_a_page_of_each_feature() -> None:
    (hint,) = (hint for hint in router().hints if hint.name == "descant")
    assert (
        {choice.value for choice in hint.boxes[0].choices}
        == set(router().pages)
        >= {"record", "story", "thanks", "setup", "log", "help"}
    )
