"""What each kind of payload means to the core, and that none of any shape is too odd to be read."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.slack.decoded import Actor, Asked, Happened, HomeOpened, Ignored, Known, MemberChanged, Origin, Revoked
from adapters.slack.inbound import actor_of, decode
from bot.chat.events import ActionPressed, CommandGiven, FormSent, PlaceGone, Shared
from bot.chat.ids import CommunityId, MessageId, PersonId, PlaceId
from bot.chat.token import Token
from tests.adapters.slack.payloads import (
    ABOUT,
    CHOOSING,
    CHOSEN,
    COMMAND,
    FORM,
    IN_WINDOW,
    ON_HOME,
    OUTSIDER,
    PRESS,
    SEVERAL,
    SHORTCUT,
    WHOLE_ORGANISATION,
    Payload,
    event,
)

NOW = datetime(2026, 11, 24, 10, 0, tzinfo=UTC)
KNOWN = Known("de", "Europe/Berlin", keeper=True)


def asked(payload: Payload) -> Asked:
    decoded = decode(payload, KNOWN, "club-", NOW)
    assert isinstance(decoded, Asked), decoded
    return decoded


def test_a_command_as_it_was_typed() -> None:
    found = asked(COMMAND)
    given = found.event
    assert isinstance(given, CommandGiven)
    assert given.name == "poll"
    assert given.text == "When & where? <b> @ben #plans a.example"
    assert given.mentions == {"@ben": PersonId("UBEN")}
    assert (given.where.community, given.where.place) == (CommunityId("slack:T1"), PlaceId("C1"))
    assert (given.who.person, given.who.zone, given.who.keeper, given.who.name) == (
        PersonId("UANA"),
        "Europe/Berlin",
        True,
        "ana",
    )
    assert given.at == NOW
    assert (found.back.way, found.back.trigger) == ("command", "1.2.abc")


def test_two_people_of_one_name_stay_two() -> None:
    given = asked({**COMMAND, "text": "<@U1|sam> <@U2|sam> <@U1|sam> <@U3>"}).event
    assert isinstance(given, CommandGiven)
    assert given.text == "@sam @sam (U2) @sam @U3"
    assert given.mentions == {"@sam": "U1", "@sam (U2)": "U2", "@U3": "U3"}


def test_a_press_carries_slacks_time_and_the_message() -> None:
    found = asked(PRESS)
    pressed = found.event
    assert isinstance(pressed, ActionPressed)
    assert pressed.token == Token("poll.choose", ("p1", "0"))
    assert pressed.at == datetime(2025, 11, 25, 10, 0, 1, 500000, tzinfo=UTC)
    assert pressed.where.message == MessageId("1764064800.000100")
    assert not pressed.where.private
    assert found.back.mark == "card:poll:p1:C1"
    assert pressed.key == "UANA/1764064800.000100/card:poll:p1:C1#4.0/0|1|poll.choose|p1|0/1764064801.500000"


def test_the_same_press_has_one_key_and_another_has_another() -> None:
    later = {**PRESS, "actions": [{**PRESS["actions"][0], "action_ts": "1764064802.000000"}]}
    assert asked(PRESS).event.key == asked({**PRESS, "trigger_id": "9"}).event.key
    assert asked(PRESS).event.key != asked(later).event.key


def test_what_was_chosen_in_a_menu() -> None:
    assert getattr(asked(CHOSEN).event, "values") == ("2",)  # noqa: B009
    assert getattr(asked(SEVERAL).event, "values") == ("0", "2")  # noqa: B009
    assert decode(CHOOSING, KNOWN, "", NOW) == Ignored("choosing")


def test_an_organisation_wide_payload_has_no_team_of_its_own() -> None:
    assert actor_of(WHOLE_ORGANISATION) == Actor("T7", "E1", "W123", "T7")
    assert asked(WHOLE_ORGANISATION).event.where.community == CommunityId("slack:T7")


def test_someone_from_another_workspace_acts_where_the_app_is() -> None:
    assert actor_of(OUTSIDER) == Actor("T1", None, "UOUT", "T9")
    shared = event({"type": "app_home_opened", "user": "UOUT", "tab": "home"}, team_id="T9")
    assert actor_of(shared) == Actor("T1", None, "UOUT", "T1")


def test_a_press_in_a_window_and_on_the_home_tab() -> None:
    window, home = asked(IN_WINDOW), asked(ON_HOME)
    assert (window.back.way, window.back.view, window.back.hash) == ("view", "V1", "h1")
    assert window.back.origin == Origin("C1", "17.1")
    assert window.event.where.private
    assert home.back.way == "home"
    assert home.event.where.place == PlaceId("UANA")


def test_a_form_says_where_it_was_opened_and_what_stands_in_it() -> None:
    sent = asked(FORM).event
    assert isinstance(sent, FormSent)
    assert sent.token == Token("poll.why", ("p1", "0"))
    assert (sent.where.place, sent.where.message) == (PlaceId("C1"), MessageId("17.1"))
    assert sent.values == {
        "words": "one\ntwo",
        "empty": "",
        "kind": "any",
        "days": "1\n2",
        "who": "UBEN\nUCHI",
        "place": "C2",
    }
    assert asked(FORM).event.key != asked({**FORM, "trigger_id": "3.3"}).event.key


def test_shortcuts_are_commands() -> None:
    everywhere, about = asked(SHORTCUT), asked(ABOUT)
    assert isinstance(everywhere.event, CommandGiven)
    assert (everywhere.event.name, everywhere.back.way) == ("poll", "home")
    assert isinstance(about.event, CommandGiven)
    link = "https://garden.slack.com/archives/C1/p1764064800000200"
    assert about.event.about == Shared("I brought <biscuits>", PersonId("UBEN"), link, MessageId("1764064800.000200"))
    assert about.back.way == "press"
    of_a_bot = {**ABOUT, "message": {**ABOUT["message"], "bot_id": "B1"}}
    of_bot = asked(of_a_bot).event
    assert isinstance(of_bot, CommandGiven)
    assert of_bot.about is not None
    assert of_bot.about.by is None


@pytest.mark.parametrize(
    ("inside", "meaning"),
    [
        ({"type": "app_home_opened", "user": "UANA", "tab": "home"}, HomeOpened(Actor("T1", None, "UANA", "T1"))),
        ({"type": "app_home_opened", "user": "UANA", "tab": "messages"}, Ignored("app_home_opened")),
        ({"type": "app_uninstalled"}, Revoked("T1", None, uninstalled=True)),
        ({"type": "tokens_revoked", "tokens": {"bot": ["UBOT"]}}, Revoked("T1", None, uninstalled=False)),
        ({"type": "tokens_revoked", "tokens": {"oauth": ["UANA"]}}, Ignored("tokens_revoked")),
        ({"type": "user_change", "user": {"id": "UBEN", "deleted": True}}, MemberChanged("T1", "UBEN", left=True)),
        ({"type": "user_change", "user": {"id": "UBEN"}}, MemberChanged("T1", "UBEN", left=False)),
        ({"type": "message", "text": "hello"}, Ignored("message")),
    ],
)
def test_events(inside: Payload, meaning: object) -> None:
    assert decode(event(inside), Known(), "", NOW) == meaning


def test_a_channel_that_is_gone() -> None:
    found = decode(event({"type": "channel_deleted", "channel": "C1"}), Known(), "", NOW)
    assert isinstance(found, Happened)
    assert isinstance(found.event, PlaceGone)
    assert replace(found.event, at=NOW) == PlaceGone(CommunityId("slack:T1"), PlaceId("C1"), NOW)


SCRAPS = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.sampled_from([*PRESS, *FORM["view"]]), inner),
    max_leaves=8,
)


@given(st.sampled_from([COMMAND, PRESS, SEVERAL, IN_WINDOW, FORM, ABOUT, event({"type": "user_change"})]), st.data())
def test_no_payload_is_too_odd_to_be_read(payload: Payload, data: st.DataObject) -> None:
    name = data.draw(st.sampled_from(sorted(payload)))
    odd = {**payload, name: data.draw(SCRAPS)}
    decode(odd, Known(), "", NOW)
    without = {key: value for key, value in payload.items() if key != name}
    decode(without, Known(), "", NOW)
