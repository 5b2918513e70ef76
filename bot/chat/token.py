"""What a button carries: the handler's name and ids, never state. Buttons from before a restart work by it."""

from dataclasses import dataclass

VERSION = "1"
LIMIT = 83
"""Bytes. Discord's ``custom_id`` of 100 is the tightest of the platforms; the rest is for what its adapter adds."""

_SEPARATOR = "|"


class TokenTooLong(ValueError):
    """A token does not fit its bytes: its handler must carry shorter ids."""


@dataclass(frozen=True, slots=True)
class Token:
    """Which handler answers a press, and the ids of the things it is about."""

    handler: str
    ids: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if len(self.encode().encode()) > LIMIT:
            raise TokenTooLong(self.handler)

    def id(self, number: int) -> str:
        """The id in this place, counted from 0; empty where the token holds fewer."""
        return self.ids[number] if number < len(self.ids) else ""

    def encode(self) -> str:
        """The token as the text that travels through the platform; at most ``LIMIT`` bytes."""
        return _SEPARATOR.join((VERSION, self.handler, *self.ids))


def decode_token(text: str) -> Token | None:
    """The token in this text, or None when the text is not one of this version's tokens."""
    version, *rest = text.split(_SEPARATOR)
    try:
        size = len(text.encode())
    except UnicodeEncodeError:  # half of a character, as JSON can hold one
        return None
    if version != VERSION or not rest or not rest[0] or size > LIMIT:
        return None
    return Token(rest[0], tuple(rest[1:]))
