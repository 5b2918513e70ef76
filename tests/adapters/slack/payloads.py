"""Payloads as Slack sends them, with made-up names; after the samples of its own SDKs."""

from typing import Any

Payload = dict[str, Any]

COMMAND: Payload = {
    "token": "x", "team_id": "T1", "team_domain": "garden", "channel_id": "C1", "channel_name": "plans",
    "user_id": "UANA", "user_name": "ana", "command": "/club-poll", "api_app_id": "A1",
    "is_enterprise_install": "false", "trigger_id": "1.2.abc", "response_url": "https://hooks.example/1",
    "text": "When &amp; where? &lt;b&gt; <@UBEN|ben> <#C1|plans> <https://a.example|a.example>",
}  # fmt: skip
PRESS: Payload = {
    "type": "block_actions", "user": {"id": "UANA", "username": "ana", "name": "ana", "team_id": "T1"},
    "api_app_id": "A1", "token": "x", "trigger_id": "2.2.abc", "enterprise": None, "is_enterprise_install": False,
    "container": {"type": "message", "message_ts": "1764064800.000100", "channel_id": "C1", "is_ephemeral": False},
    "team": {"id": "T1", "domain": "garden"}, "channel": {"id": "C1", "name": "plans"},
    "message": {"type": "message", "user": "UBOT", "ts": "1764064800.000100", "text": "…"},
    "state": {"values": {}}, "response_url": "https://hooks.example/2",
    "actions": [{"action_id": "0|1|poll.choose|p1|0", "block_id": "card:poll:p1:C1#4.0", "type": "button",
                 "text": {"type": "plain_text", "text": "Tuesday"}, "action_ts": "1764064801.500000"}],
}  # fmt: skip
CHOSEN: Payload = {
    **PRESS,
    "actions": [{"action_id": "0|1|poll.choose|p1", "block_id": "#4.menu", "type": "static_select",
                 "selected_option": {"value": "=2"}, "action_ts": "1764064801.500000"}],
}  # fmt: skip
SEVERAL: Payload = {
    **PRESS,
    "state": {"values": {"#4.menu": {"several": {"type": "multi_static_select", "selected_options": [
        {"value": "=0"}, {"value": "=2"}]}}}},
    "actions": [{"action_id": "0|1|poll.pick|p1", "block_id": "#4.send", "type": "button", "value": "#4.menu",
                 "action_ts": "1764064801.500000"}],
}  # fmt: skip
CHOOSING: Payload = {
    **PRESS,
    "actions": [{"action_id": "several", "block_id": "#4.menu", "type": "multi_static_select",
                 "selected_options": [], "action_ts": "1764064801.500000"}],
}  # fmt: skip
WHOLE_ORGANISATION: Payload = {
    **PRESS, "team": None, "enterprise": {"id": "E1", "name": "Org"}, "is_enterprise_install": True,
    "user": {"id": "W123", "name": "ana", "team_id": "T7"},
}  # fmt: skip
OUTSIDER: Payload = {**PRESS, "user": {"id": "UOUT", "name": "oda", "team_id": "T9"}}
IN_WINDOW: Payload = {
    **{k: v for k, v in PRESS.items() if k not in ("channel", "message", "response_url")},
    "container": {"type": "view", "view_id": "V1"},
    "view": {"id": "V1", "team_id": "T1", "type": "modal", "hash": "h1", "callback_id": "card",
             "private_metadata": '["C1", "17.1", ""]', "app_installed_team_id": "T1"},
}  # fmt: skip
ON_HOME: Payload = {
    **IN_WINDOW,
    "view": {"id": "V2", "team_id": "T1", "type": "home", "hash": "h2", "private_metadata": ""},
}
FORM: Payload = {
    "type": "view_submission", "team": {"id": "T1", "domain": "garden"}, "enterprise": None,
    "user": {"id": "UANA", "username": "ana", "name": "ana", "team_id": "T1"}, "trigger_id": "3.2.abc",
    "view": {"id": "V1", "team_id": "T1", "type": "modal", "hash": "h1", "callback_id": "form",
             "private_metadata": '["C1", "17.1", "1|poll.why|p1|0"]', "app_installed_team_id": "T1",
             "state": {"values": {
                 "words": {"value": {"type": "plain_text_input", "value": "one\r\ntwo"}},
                 "empty": {"value": {"type": "plain_text_input", "value": None}},
                 "kind": {"value": {"type": "radio_buttons", "selected_option": {"value": "=any"}}},
                 "days": {"value": {"type": "checkboxes", "selected_options": [{"value": "=1"}, {"value": "=2"}]}},
                 "who": {"value": {"type": "multi_users_select", "selected_users": ["UBEN", "UCHI"]}},
                 "place": {"value": {"type": "conversations_select", "selected_conversation": "C2"}}}}},
    "response_urls": [],
}  # fmt: skip
SHORTCUT: Payload = {
    "type": "shortcut", "token": "x", "action_ts": "1764064801.500000", "team": {"id": "T1", "domain": "garden"},
    "user": {"id": "UANA", "username": "ana", "team_id": "T1"}, "callback_id": "poll", "trigger_id": "4.2.abc",
    "is_enterprise_install": False, "enterprise": None,
}  # fmt: skip
ABOUT: Payload = {
    **SHORTCUT, "type": "message_action", "callback_id": "thank", "channel": {"id": "C1", "name": "plans"},
    "message_ts": "1764064800.000200", "response_url": "https://hooks.example/3",
    "message": {"type": "message", "user": "UBEN", "ts": "1764064800.000200", "text": "I brought &lt;biscuits&gt;"},
}  # fmt: skip


def event(inside: Payload, **more: object) -> Payload:
    """An event as it is delivered."""
    authorized = [{"enterprise_id": None, "team_id": "T1", "user_id": "UBOT", "is_bot": True}]
    return {"token": "x", "team_id": "T1", "api_app_id": "A1", "event": inside, "type": "event_callback",
            "event_id": "Ev1", "event_time": 1764064801, "authorizations": authorized, **more}  # fmt: skip
