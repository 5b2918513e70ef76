"""What a bot needs to be allowed, by the names that Discord's settings show, and the link that asks for just that."""

from urllib.parse import urlencode

NEEDED = {
    "View Channels": 1 << 10,
    "Send Messages": 1 << 11,
    "Embed Links": 1 << 14,
    "Attach Files": 1 << 15,
    "Read Message History": 1 << 16,
    "Create Public Threads": 1 << 35,
    "Send Messages in Threads": 1 << 38,
}
"""The least permissions (topics/permissions), each with its bit."""

TO_POST = ("View Channels", "Send Messages")
"""Without these nothing can be said in a channel at all."""

TO_POST_IN_THREADS = ("View Channels", "Send Messages in Threads")

ADMINISTRATOR = 1 << 3
SCOPES = ("bot", "applications.commands")


def invitation(application: str) -> str:
    """The address at which someone adds this bot to their server, with the least permissions."""
    asked = {"client_id": application, "scope": " ".join(SCOPES), "permissions": sum(NEEDED.values())}
    return f"https://discord.com/oauth2/authorize?{urlencode(asked)}"


def lacking(rights: int, needed: tuple[str, ...] = tuple(NEEDED)) -> list[str]:
    """What of the needed is not among these rights."""
    return [] if rights & ADMINISTRATOR else [name for name in needed if not rights & NEEDED[name]]


def to_click(rights: int, to_post: tuple[str, ...] = TO_POST) -> list[str]:
    """What to switch on first: without seeing and posting, Discord takes the other rights away by itself."""
    return lacking(rights, to_post) or lacking(rights)
