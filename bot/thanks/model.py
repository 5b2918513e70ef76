"""What thanks are, and what of them may be seen by whom. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from hashlib import blake2b

from bot.chat.hidden import hidden_in
from bot.chat.ids import CommunityId, PersonId, PlaceId

MOST_WORDS = 1000
MOST_OTHERS = 200
MOST_TAG = 40
MOST_TAGS = 3
MOST_PEOPLE = 10

USUAL_TAGS = (
    "listening",
    "welcoming",
    "hosting",
    "organising",
    "making",
    "writing",
    "fixing",
    "finding things out",
    "sharing what I went through",
    "asking",
    "disagreeing well",
    "receiving help",
)
"""Acts of care have names here from the first day; the group changes them as it likes."""

ENOUGH = 8
"""People who must have been thanked before anything is said about how thanks are spread."""


class Consent(StrEnum):
    """What someone who is thanked has said about being shown. Silence is none of these."""

    SHARE = "share"
    UNNAMED = "unnamed"
    KEEP = "keep"
    NO = "no"


@dataclass(frozen=True, slots=True)
class Thanked:
    """A member who is thanked. Whether and how that may be seen is theirs to say, and to say otherwise later."""

    id: str
    person: PersonId
    consent: Consent | None
    name: str
    """As they wanted to be written when they agreed; empty before."""
    never: bool
    """Whether they have said that thanks to them are never made public. Nobody else can tell."""

    @property
    def agreed(self) -> bool:
        """Whether this may be seen at all."""
        return not self.never and self.consent in (Consent.SHARE, Consent.UNNAMED)

    @property
    def named(self) -> bool:
        """Whether it may be seen with their name."""
        return not self.never and self.consent is Consent.SHARE


@dataclass(frozen=True, slots=True)
class Other:
    """Whoever is thanked in words: a group, someone without an account, someone unknown."""

    id: str
    words: str
    shown: bool | None
    """Whether someone who speaks for them has agreed; None: nobody has said anything yet."""


@dataclass(frozen=True, slots=True)
class Thanks:
    """Words of thanks, or of something that someone did themselves (``own``)."""

    id: str
    community: CommunityId
    place: PlaceId
    giver: PersonId
    giver_name: str
    named: bool
    """Whether the giver's name stands with the words."""
    words: str
    tags: tuple[str, ...]
    own: bool
    at: datetime
    gone: bool
    """Whether the giver has taken the words back."""
    people: tuple[Thanked, ...]
    others: tuple[Other, ...]
    too: "tuple[Thanks, ...]" = ()
    """Words that others have added, each with consents of its own."""

    @property
    def shown(self) -> bool:
        """Whether these words may be seen by everyone: someone has agreed, and nobody has taken them back."""
        if self.gone:
            return False
        return self.own or any(p.agreed for p in self.people) or any(o.shown for o in self.others)

    @property
    def anything_shown(self) -> bool:
        """Whether the card shows anyone's words at all."""
        return self.shown or any(other.shown for other in self.too)


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A change to the group's words for acts, which holds unless someone minds in time."""

    id: str
    person: PersonId
    word: str
    adds: bool
    until: datetime
    minded: bool
    settled: bool


@dataclass(frozen=True, slots=True)
class Tally:
    """How thanks are spread in a group: how many there were, to how many different people. Never who."""

    thanks: int
    people: int


class Kind(StrEnum):
    """What kind of act happened."""

    FAIR = "fair"
    SHARED = "shared"
    OPTION = "option"
    HOSTED = "hosted"
    FOLDED = "folded"
    STEP = "step"


@dataclass(frozen=True, slots=True)
class Act:
    """Something that somebody did here, for which nobody has been thanked in the open since."""

    kind: Kind
    words: str
    person: PersonId | None
    """Who; None unless they have said that they may be named."""


@dataclass(frozen=True, slots=True)
class Week:
    """The acts of a week, as those may read them who are in its place."""

    acts: tuple[Act, ...]
    elsewhere: tuple[Kind, ...]
    """What kinds of acts there were in other channels, which not everyone here may be able to see."""


def in_this_order(things: Iterable[Thanks], seed: str) -> list[Thanks]:
    """An order that is drawn by the seed and means nothing; the same for every page of one reading."""
    return sorted(things, key=lambda thanks: blake2b(f"{seed} {thanks.id}".encode(), digest_size=8).digest())


def vocabulary(changed: Mapping[str, bool]) -> tuple[str, ...]:
    """The group's words for acts: the usual ones, less those taken out, and those that were added."""
    usual = [tag for tag in USUAL_TAGS if changed.get(tag, True)]
    own = (tag for tag, added in changed.items() if added and tag not in USUAL_TAGS and hidden_in(tag) is None)
    return (*usual, *sorted(own))


def kinds(things: Sequence[Thanks]) -> list[tuple[str, int]]:
    """How often each kind of act was named, by the order of the alphabet. Acts, never people."""
    found: dict[str, int] = {}
    for thanks in things:
        for tag in thanks.tags:
            found[tag] = found.get(tag, 0) + 1
    return sorted(found.items())


def is_clustered(tally: Tally) -> bool | None:
    """Whether most thanks went to a few; None where too few people were thanked to say anything."""
    if tally.people < ENOUGH:
        return None
    return tally.thanks >= 3 * tally.people
