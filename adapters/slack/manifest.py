"""The app's manifest for this configuration: its commands, events and the least scopes. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from adapters.slack.config import SlackConfig
from bot.routes import Hint

EVENTS_PATH, WELCOME_PATH = "/slack/events", "/slack/oauth_redirect"

SCOPES: Mapping[str, Sequence[str]] = {
    "chat.delete": ("chat:write",),
    "chat.postEphemeral": ("chat:write",),
    "chat.postMessage": ("chat:write",),
    "chat.update": ("chat:write",),
    "conversations.info": ("channels:read", "groups:read"),
    "conversations.open": ("im:write",),
    "files.completeUploadExternal": ("files:write",),
    "files.getUploadURLExternal": ("files:write",),
    "users.conversations": ("channels:read", "groups:read"),
    "users.info": ("users:read",),
}
"""What each method needs of us; the others need nothing. Never a history: nothing that people say is read."""

EVENTS: Mapping[str, Sequence[str]] = {
    "app_home_opened": (),
    "app_uninstalled": (),
    "tokens_revoked": (),
    "channel_archive": ("channels:read",),
    "channel_deleted": ("channels:read",),
    "group_archive": ("groups:read",),
    "group_deleted": ("groups:read",),
    "group_left": ("groups:read",),
    "member_left_channel": ("channels:read", "groups:read"),
    "user_change": ("users:read",),
}

WHAT = "Ask, answer and decide together, and keep the views that lost."
LONG = (
    "Descant helps a group that runs itself to ask, answer and decide. Anyone can begin. Each poll says beforehand who "
    "sees what and what happens next, closes on time, and keeps the reasons of those who lost in their own words. No "
    "title counts for more than another. Descant reads nothing that people write to each other."
)
MOST_SHORTCUTS = 10
"""Of both kinds (reference/app-manifest)."""
NAME, COMMAND, SHORTCUT_NAME, SHORTCUT_WHAT, USAGE = 35, 32, 24, 150, 1_000


def scopes() -> list[str]:
    """The least scopes with which everything works."""
    found = {"commands", *_flat(SCOPES.values()), *_flat(EVENTS.values())}
    return sorted(found)


def _flat(lists: Iterable[Sequence[str]]) -> Iterable[str]:
    return (one for each in lists for one in each)


def manifest(config: SlackConfig, hints: Sequence[Hint]) -> dict[str, Any]:
    """What is pasted into Slack's form for a new app."""
    address = config.address.rstrip("/")
    url = {"url": f"{address}{EVENTS_PATH}"} if config.mode == "http" else {}
    request = {"request_url": f"{address}{EVENTS_PATH}"} if config.mode == "http" else {}
    oauth: dict[str, Any] = {"scopes": {"bot": scopes()}}
    if config.client_id and address:
        oauth["redirect_urls"] = [f"{address}{WELCOME_PATH}"]
    return {
        "display_information": {"name": "Descant", "description": WHAT, "long_description": LONG},
        "features": {
            "app_home": {
                "home_tab_enabled": True,
                "messages_tab_enabled": True,
                "messages_tab_read_only_enabled": True,
            },
            "bot_user": {"display_name": "Descant", "always_online": True},
            "slash_commands": [_command(hint, config.prefix, url) for hint in hints if hint.typed],
            "shortcuts": [*_shortcuts(hints)],
        },
        "oauth_config": oauth,
        "settings": {
            "event_subscriptions": {**request, "bot_events": sorted(EVENTS)},
            "interactivity": {"is_enabled": True, **request},
            "org_deploy_enabled": bool(config.client_id),
            "socket_mode_enabled": config.mode == "socket",
            "token_rotation_enabled": False,
        },
    }


def _command(hint: Hint, prefix: str, url: Mapping[str, str]) -> dict[str, Any]:
    usage = " ".join(f"{key}:" for key in hint.keys)[:USAGE]
    return {
        "command": f"/{prefix}{hint.name}"[:COMMAND],
        "description": hint.what,
        **({"usage_hint": usage} if usage else {}),
        "should_escape": True,
        **url,
    }


def _shortcuts(hints: Sequence[Hint]) -> Iterable[dict[str, str]]:
    """Those about a message from that message's menu, and commands from anywhere as far as Slack takes them: what is
    left out is reached from the Home tab as everything is."""
    room = MOST_SHORTCUTS - sum(bool(hint.menu) for hint in hints)
    anywhere = [hint for hint in hints if hint.typed][:room]
    for hint in hints:
        if hint in anywhere:
            yield _shortcut(hint.title, "global", hint.name, hint.what)
        if hint.menu:
            yield _shortcut(hint.menu, "message", hint.name, hint.what)


def _shortcut(name: str, kind: str, callback: str, what: str) -> dict[str, str]:
    return {
        "name": name[:SHORTCUT_NAME],
        "type": kind,
        "callback_id": callback,
        "description": what[:SHORTCUT_WHAT],
    }
