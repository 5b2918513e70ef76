"""Interactions as Discord's gateway sends them, in full."""

from typing import Any

SNOWFLAKE = "1442500000000000000"
"""2025-11-24 13:00:00.354 UTC."""

SERVER, CHANNEL, MESSAGE, ANA = "290926798626357999", "645027906669510667", "1442499999000000000", "53908232506183680"


def interaction(kind: int, data: dict[str, Any], **more: Any) -> dict[str, Any]:
    """An interaction in a server."""
    return {
        "id": SNOWFLAKE,
        "application_id": "845027738276462632",
        "type": kind,
        "version": 1,
        "token": "A_UNIQUE_TOKEN",
        "guild_id": SERVER,
        "guild": {"id": SERVER, "locale": "en-US", "features": []},
        "guild_locale": "en-US",
        "channel_id": CHANNEL,
        "channel": {"id": CHANNEL, "type": 0, "name": "plans", "guild_id": SERVER, "permissions": "2147483647"},
        "locale": "de",
        "app_permissions": "442368",
        "context": 0,
        "attachment_size_limit": 10485760,
        "authorizing_integration_owners": {"0": SERVER},
        "entitlements": [],
        "member": {
            "user": {"id": ANA, "username": "ana", "discriminator": "0", "global_name": "Ana", "avatar": None},
            "nick": None,
            "roles": ["539082325061836999"],
            "joined_at": "2017-03-13T19:19:14.040000+00:00",
            "permissions": "2147483647",
            "deaf": False,
            "mute": False,
            "flags": 0,
        },
        "data": data,
        **more,
    }


def direct(kind: int, data: dict[str, Any], **more: Any) -> dict[str, Any]:
    """An interaction in a direct message with the bot."""
    payload = interaction(kind, data, context=1, **more)
    payload["user"] = payload.pop("member")["user"]
    for name in ("guild_id", "guild", "guild_locale"):
        del payload[name]
    return payload


def message(flags: int = 1 << 15) -> dict[str, Any]:
    """The message that was pressed."""
    return {"id": MESSAGE, "type": 0, "flags": flags, "channel_id": CHANNEL, "components": [], "content": ""}


SLASH = interaction(
    2,
    {
        "id": "771825006014889984",
        "name": "poll",
        "type": 1,
        "options": [
            {"name": "question", "type": 3, "value": "When do we meet?"},
            {"name": "options", "type": 3, "value": "Tuesday; Saturday"},
        ],
    },
)
BARE = interaction(2, {"id": "771825006014889984", "name": "poll", "type": 1})
MENU = interaction(
    2,
    {
        "id": "771825006014889985",
        "name": "Make this a proposal",
        "type": 3,
        "target_id": "867793854505943041",
        "resolved": {
            "messages": {
                "867793854505943041": {
                    "id": "867793854505943041",
                    "channel_id": CHANNEL,
                    "content": "Let us plant **garlic**.",
                    "author": {"id": "77", "username": "ben"},
                }
            }
        },
    },
)
PRESS = interaction(3, {"component_type": 2, "custom_id": "1|poll.choose|p1|2", "id": 5}, message=message())
RECEIPT = interaction(
    3, {"component_type": 2, "custom_id": "1|poll.unchoose|p1"}, message=message((1 << 15) | (1 << 6))
)
CHOSEN = interaction(3, {"component_type": 3, "custom_id": "1|poll.pick|p1", "values": ["2", "4"]}, message=message())
FILLED = interaction(
    5,
    {
        "custom_id": "1|poll.why|p1|2",
        "components": [
            {"type": 18, "id": 1, "component": {"type": 4, "id": 2, "custom_id": "words", "value": "a\r\nb"}},
            {"type": 18, "id": 3, "component": {"type": 21, "id": 4, "custom_id": "named", "value": "unnamed"}},
            {"type": 18, "id": 5, "component": {"type": 22, "id": 6, "custom_id": "tags", "values": ["x", "y"]}},
            {"type": 18, "id": 7, "component": {"type": 21, "id": 8, "custom_id": "none", "value": None}},
            {"type": 10, "id": 9},
        ],
    },
    message=message(),
)
