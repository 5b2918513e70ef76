"""What Discord's gateway brings, as the core's events."""

import copy
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.discord.components import Setting, custom_id
from adapters.discord.inbound import Surroundings, decode, home_of, moment_of
from adapters.discord.render import render_card
from bot.chat.cards import Buttons, Card
from bot.chat.events import ActionPressed, CommandGiven, FormSent, FromMember, Shared, Where, Who
from bot.chat.ids import CommunityId, MessageId, PersonId, PlaceId
from bot.chat.token import Token
from bot.chat.words import words_for
from tests.adapters.discord import payloads as p
from tests.adapters.discord.zoo import CARDS, button

AROUND = Surroundings({"Make this a proposal": "propose"}, audience=12)
AT = datetime(2025, 11, 24, 13, 0, 0, 354000, UTC)
ANA = Who(PersonId(p.ANA), "de", keeper=True, name="Ana")
HERE = Where(CommunityId(f"discord:{p.SERVER}"), PlaceId(p.CHANNEL), audience=12)
ON_CARD = Where(HERE.community, HERE.place, MessageId(p.MESSAGE), audience=12)
ON_WHISPER = Where(HERE.community, HERE.place, MessageId(p.MESSAGE), True, 12)


@pytest.mark.parametrize(
    ("payload", "event"),
    [
        (
            p.SLASH,
            CommandGiven(
                p.SNOWFLAKE,
                ANA,
                HERE,
                AT,
                "poll",
                options={"question": "When do we meet?", "options": "Tuesday; Saturday"},
            ),
        ),
        (p.BARE, CommandGiven(p.SNOWFLAKE, ANA, HERE, AT, "poll")),
        (
            p.MENU,
            CommandGiven(
                p.SNOWFLAKE,
                ANA,
                HERE,
                AT,
                "propose",
                about=Shared(
                    "Let us plant **garlic**.",
                    PersonId("77"),
                    f"https://discord.com/channels/{p.SERVER}/{p.CHANNEL}/867793854505943041",
                    MessageId("867793854505943041"),
                ),
            ),
        ),
        (p.PRESS, ActionPressed(p.SNOWFLAKE, ANA, ON_CARD, AT, Token("poll.choose", ("p1", "2")))),
        (p.RECEIPT, ActionPressed(p.SNOWFLAKE, ANA, ON_WHISPER, AT, Token("poll.unchoose", ("p1",)))),
        (p.CHOSEN, ActionPressed(p.SNOWFLAKE, ANA, ON_CARD, AT, Token("poll.pick", ("p1",)), ("2", "4"))),
        (
            p.FILLED,
            FormSent(
                p.SNOWFLAKE,
                ANA,
                ON_CARD,
                AT,
                Token("poll.why", ("p1", "2")),
                {"words": "a\nb", "named": "unnamed", "tags": "x\ny", "none": ""},
            ),
        ),
    ],
    ids=["slash", "bare", "menu", "press", "receipt", "chosen", "filled"],
)
def test_what_comes_in_is_read(payload: dict[str, Any], event: FromMember) -> None:
    assert decode(payload, AROUND) == event


def pressed(named: str, values: tuple[str, ...] = (), *, direct: bool = False) -> ActionPressed:
    """A press on this custom id."""
    make = p.direct if direct else p.interaction
    event = decode(make(3, {"custom_id": named, "values": list(values)}, message=p.message()), AROUND)
    assert isinstance(event, ActionPressed)
    return event


def test_whoever_may_not_set_up_is_no_keeper() -> None:
    payload = copy.deepcopy(p.PRESS)
    payload["member"]["permissions"] = str(1 << 11)
    event = decode(payload, AROUND)
    assert event is not None
    assert not event.who.keeper


def test_members_in_a_box_are_known_by_what_stands_for_them() -> None:
    boxes = [{"name": "who", "type": 3, "value": "<@12> and <@!34>"}, {"name": "for", "type": 3, "value": "a <#5>"}]
    event = decode(p.interaction(2, {"id": "1", "name": "thank", "type": 1, "options": boxes}), AROUND)
    assert isinstance(event, CommandGiven)
    assert event.mentions == {"<@12>": "12", "<@!34>": "34"}


@pytest.mark.parametrize("rights", [1 << 3, 1 << 5])
def test_whoever_may_add_bots_is_a_keeper(rights: int) -> None:
    payload = copy.deepcopy(p.PRESS)
    payload["member"]["permissions"] = str(rights)
    event = decode(payload, AROUND)
    assert event is not None
    assert event.who.keeper


def test_a_direct_message_carries_the_server_that_it_is_about() -> None:
    token = Token("poll.why", ("p1",))
    named = custom_id(token, p.SERVER)
    event = pressed(named, direct=True)
    assert event.token == token
    assert event.where.community == f"discord:{p.SERVER}"
    assert home_of(p.direct(3, {"custom_id": named})) == p.SERVER
    assert pressed("1|poll.why|p1", direct=True).where.community == "discord:0"


def test_two_like_buttons_are_the_same_press() -> None:
    body = render_card(Card((Buttons((button(1), button(1))),)), Setting(words_for("en")))
    row = body["components"][0]["components"][0]["components"]
    assert row[0]["custom_id"] != row[1]["custom_id"]
    assert {pressed(b["custom_id"]).token for b in row} == {Token("poll.choose", ("p1", "1"))}


def test_a_menu_that_stands_for_buttons_is_a_press() -> None:
    body = render_card(CARDS["ten ways to decide on"], Setting(words_for("en"), home=p.SERVER))
    select = [row["components"][0] for row in body["components"][0]["components"] if row["type"] == 1][3]
    event = pressed(select["custom_id"], (select["options"][2]["value"],), direct=True)
    assert event.token == Token("poll.choose", ("p1", "14"))
    assert event.values == ()
    assert event.where.community == f"discord:{p.SERVER}"


@pytest.mark.parametrize("named", ["", "0|old.button|1", "another bot's", "pick", "1|"])
def test_buttons_from_elsewhere_reach_the_core_as_unknown(named: str) -> None:
    assert pressed(named).token == Token("unknown")


def test_other_kinds_are_nobodys_doing() -> None:
    assert decode(p.interaction(1, {}), AROUND) is None
    assert decode(p.interaction(99, {}), AROUND) is None


def test_the_time_is_discords() -> None:
    assert moment_of("175928847299117063") == datetime(2016, 4, 30, 11, 18, 25, 796000, UTC)


@given(st.sampled_from((2, 3, 5)), st.dictionaries(st.sampled_from(("name", "custom_id")), st.text(max_size=200)))
def test_strange_names_are_still_read(kind: int, data: dict[str, str]) -> None:
    assert decode(p.interaction(kind, data), AROUND) is not None
