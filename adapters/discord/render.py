"""Cards as messages of Discord's components. Pure; what is too long for one message is shortened, never refused."""

from collections.abc import Sequence

from adapters.discord.components import CONTAINER, FILE, Payload, Setting
from adapters.discord.fitting import fitted
from bot.chat.cards import Card

PRIVATE, COMPONENTS = 1 << 6, 1 << 15
"""Flags of a message: one person sees it; it is made of components."""

NOBODY: Payload = {"parse": []}
"""Whoever is named is not notified."""


def render_card(card: Card, setting: Setting, mark: int | None = None) -> Payload:
    """A card as the body of a message. By the number ``mark`` the message can be found again."""
    container: Payload = {"type": CONTAINER, "components": fitted(card.elements, setting)}
    if mark is not None:
        container["id"] = mark
    return {"flags": COMPONENTS, "components": [container], "allowed_mentions": NOBODY}


def render_private(card: Card, setting: Setting, files: Sequence[str] = ()) -> Payload:
    """The same, for one person's eyes. ``files`` are the names of what is handed over with it."""
    body = render_card(card, setting)
    shown = [{"type": FILE, "file": {"url": f"attachment://{name}"}} for name in files]
    return {**body, "flags": COMPONENTS | PRIVATE, "components": [*body["components"], *shown]}
