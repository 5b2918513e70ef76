"""From what a browser sends to the core's events. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from adapters.web.limits import MOST_LINE, MOST_NAME
from bot.chat.events import ActionPressed, CommandGiven, FormSent, Shared, Where, Who
from bot.chat.ids import CommunityId, MessageId, PersonId, PlaceId
from bot.chat.token import Token, decode_token

COMMUNITY = CommunityId("web:playground")

NO_SUCH = Token("unknown")
"""What a press with an unreadable token becomes, so that the core answers it."""


@dataclass(frozen=True, slots=True)
class Said:
    """Ordinary words, for the others in the place to read."""

    words: str


@dataclass(frozen=True, slots=True)
class Player:
    """Who presses, and where."""

    member: str
    zone: str
    locale: str
    keeper: bool
    place: str
    audience: int


def decode_line(line: str, player: Player, key: str, at: datetime) -> CommandGiven | Said | None:
    """A typed line: a command when it begins with a slash, otherwise words; None when there is nothing in it."""
    line = line.replace("\x00", "")[:MOST_LINE].strip()
    if not line:
        return None
    if not line.startswith("/"):
        return Said(line)
    name, _, text = line[1:].partition(" ")
    first, _, rest = name.partition("\n")
    return CommandGiven(key, _who(player), _where(player), at, first.lower(), f"{rest} {text}".strip())


def decode_about(
    command: str, message: int, words: str, by: str | None, player: Player, key: str, at: datetime
) -> CommandGiven:
    """A command that was chosen from a message's own menu; ``by`` None: the bot wrote that message."""
    about = Shared(words, PersonId(by) if by is not None else None, message=MessageId(str(message)))
    return CommandGiven(key, _who(player), _where(player), at, command[:MOST_NAME].lower(), about=about)


def decode_press(
    token: str, values: Sequence[str], player: Player, message: int | None, private: bool, key: str, at: datetime
) -> ActionPressed:
    """A pressed button or menu."""
    where = _where(player, message, private)
    return ActionPressed(key, _who(player), where, at, decode_token(token) or NO_SUCH, tuple(values))


def decode_form(
    token: Token, values: Mapping[str, str], player: Player, private: int | None, key: str, at: datetime
) -> FormSent:
    """A form that was sent, with what stood in its fields."""
    kept = {name: value.replace("\r\n", "\n") for name, value in values.items()}
    return FormSent(key, _who(player), _where(player, private, private is not None), at, token, kept)


def _who(player: Player) -> Who:
    return Who(PersonId(player.member), player.locale, player.zone, player.keeper)


def _where(player: Player, message: int | None = None, private: bool = False) -> Where:
    pressed = MessageId(str(message)) if message is not None else None
    return Where(COMMUNITY, PlaceId(player.place), pressed, private, player.audience)
