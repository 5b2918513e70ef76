"""What is shared, and what was said of it since. Pure."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from ipaddress import ip_address
from urllib.parse import unquote, urlsplit

from bot.chat.ids import CommunityId, PersonId, PlaceId
from bot.chat.lines import first_sentence, read_line
from bot.chat.terms import terms
from bot.chat.text import clean, one_line
from bot.chat.typed import PLACE, Missing, NoPlace, TooLong

MOST_WORDS = 1000
MOST_LINK = 500
MOST_WHY = 300

KEYS = ("link", "about", "for")
EVERYONE = "everyone"
HERE = "here"

_ADDRESS = re.compile(r"https?://\S+", re.IGNORECASE)
_HOST = re.compile(r"(?=.{1,253}$)[^\W_]([\w-]{0,61}[^\W_])?(\.[^\W_]([\w-]{0,61}[^\W_])?)+", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Mark:
    """What somebody said of whether a resource still holds, for everyone to read."""

    person: PersonId
    holds: bool
    why: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Resource:
    """A link or a text with words about it."""

    id: str
    community: CommunityId
    place: PlaceId
    person: PersonId
    words: str
    link: str
    everywhere: bool
    """Whether the whole community can find it, and not just those who know the place where it was shared."""
    at: datetime
    gone: bool
    """Whether whoever shared it has taken it back, or has erased themselves."""
    marks: tuple[Mark, ...] = ()
    """The newest last."""

    @property
    def holds(self) -> bool:
        """Whether nobody says that it is no longer right."""
        return not self.marks or self.marks[-1].holds

    @property
    def title(self) -> str:
        """Its first sentence, for lists."""
        return first_sentence(" ".join(self.words.split()))[0]


@dataclass(frozen=True, slots=True)
class NotAnAddress:
    """What was typed is not the address of a page that everyone could open."""


@dataclass(frozen=True, slots=True)
class HoldsASecret:
    """The address has a name and password in it."""


Flaw = NoPlace | Missing | TooLong | NotAnAddress | HoldsASecret


@dataclass(frozen=True, slots=True)
class Draft:
    """A resource as it would be shared."""

    link: str
    words: str
    everywhere: bool


def from_line(text: str) -> dict[str, str]:
    """The values in one line. Without keys, the first address in it is the link, and all else is about it."""
    found = read_line(text, KEYS)
    said = found.get("about", found.get("", ""))
    link = found.get("link", "")
    if not link and (address := _ADDRESS.search(said)):
        link, said = address.group(), f"{said[: address.start()].rstrip()} {said[address.end() :].lstrip()}"
    values = {"link": link, "words": clean(said), "seen": found.get("for", "").lower()}
    return {key: value for key, value in values.items() if value}


def read_draft(values: Mapping[str, str]) -> Draft | dict[str, Flaw]:
    """The resource, or what stands in its way by key."""
    flaws: dict[str, Flaw] = {}
    link, words = one_line(values.get("link", "")), clean(values.get("words", ""))
    if link and (flaw := flaw_of(link)):
        flaws["link"] = flaw
    if not words:
        flaws["words"] = Missing()
    elif len(words) > MOST_WORDS:
        flaws["words"] = TooLong(MOST_WORDS)
    if values.get(PLACE) == "":
        flaws[PLACE] = NoPlace()
    return flaws or Draft(link, words, values.get("seen") == EVERYONE)


def flaw_of(link: str) -> Flaw | None:
    """What is wrong with the shape of an address. It is never opened."""
    if len(link) > MOST_LINK:
        return TooLong(MOST_LINK)
    try:
        parts = urlsplit(link)
        host, _ = parts.hostname or "", parts.port
    except ValueError:
        return NotAnAddress()
    if parts.username is not None or parts.password is not None:
        return HoldsASecret()
    if (
        parts.scheme not in ("http", "https")
        or not _is_one_word(link)
        or not (_HOST.fullmatch(host) or _is_number(host))
    ):
        return NotAnAddress()
    return None


def _is_one_word(link: str) -> bool:
    return link.isprintable() and len(link.split()) == 1


def _is_number(host: str) -> bool:
    try:
        ip_address(host)
    except ValueError:
        return False
    return True


def index_of(words: str, link: str) -> tuple[str, ...]:
    """Every word by which a resource is found: those about it, and those in its address."""
    return terms(f"{words} {unquote(link.partition('://')[2])}")
