"""How a community has set Descant up. What a feature does by default it takes from here, when something begins."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from bot.chat.events import FromMember
from bot.chat.ids import CommunityId, PersonId, PlaceId
from bot.chat.typed import PLACE
from bot.ports import Change, Tx, View


class Part(StrEnum):
    """What a community can have in a channel of its own, or switch off."""

    POLLS = "polls"
    PROPOSALS = "proposals"
    DECISIONS = "decisions"
    THANKS = "thanks"
    CHECKINS = "checkins"


class Name(StrEnum):
    """What can be set. The value is always kept as words."""

    LANGUAGE = "language"
    ZONE = "zone"
    SIGNPOSTS = "signposts"
    POLL_CLOSES = "poll_closes"
    POLL_SEEN = "poll_seen"
    POLL_TOTALS = "poll_totals"
    POLL_LEAST = "poll_least"
    RULE = "rule"
    SHAPING = "shaping"
    DECIDING = "deciding"
    PROPOSAL_SEEN = "proposal_seen"
    PROPOSAL_LEAST = "proposal_least"
    REVIEW = "review"
    PLACE_PROPOSALS = "place_proposals"
    PLACE_DECISIONS = "place_decisions"
    PLACE_THANKS = "place_thanks"
    PLACE_CHECKINS = "place_checkins"
    OFF = "off"
    UNTHANKED = "unthanked"


USUAL: Mapping[Name, str] = {
    Name.LANGUAGE: "en",
    Name.ZONE: "UTC",
    Name.POLL_CLOSES: "3 days",
    Name.POLL_SEEN: "unnamed",
    Name.POLL_TOTALS: "closed",
    Name.POLL_LEAST: "0",
    Name.RULE: "consent",
    Name.SHAPING: "3 days",
    Name.DECIDING: "3 days",
    Name.PROPOSAL_SEEN: "unnamed",
    Name.PROPOSAL_LEAST: "0",
    Name.REVIEW: "90 days",
    Name.UNTHANKED: "no",
}

IN: Mapping[Part, Name] = {
    Part.PROPOSALS: Name.PLACE_PROPOSALS,
    Part.DECISIONS: Name.PLACE_DECISIONS,
    Part.THANKS: Name.PLACE_THANKS,
    Part.CHECKINS: Name.PLACE_CHECKINS,
}


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything that was set, and the usual where nothing was."""

    values: Mapping[Name, str] = field(default_factory=dict[Name, str])

    def get(self, name: Name) -> str:
        """What holds, as it was typed."""
        return self.values.get(name) or USUAL.get(name, "")

    def place(self, part: Part) -> PlaceId | None:
        """The channel for this part; None: wherever it was begun."""
        kept = self.values.get(IN[part], "")
        return PlaceId(kept) if kept else None

    def is_off(self, part: Part) -> bool:
        """Whether the community does without this part."""
        return part.value in self.get(Name.OFF).split()

    @property
    def zone(self) -> str:
        """The name of the community's time zone."""
        return self.get(Name.ZONE)

    @property
    def language(self) -> str:
        """The language of what everyone reads."""
        return self.get(Name.LANGUAGE)


UNTHANKED_SET = "settings.unthanked"
"""Due at once when the weekly list of what nobody was thanked for is switched on or off."""

ZONE_MOVED = "settings.zone"
"""Comes back soon after a community has chosen another zone, for whatever goes by it."""

SETTINGS: View[Settings] = View("settings.settings")
"""By ``community``."""

SET = Change("settings.set")
"""Keep the ``value`` of a ``name``, set by ``person`` (None: nobody, by default)."""


@dataclass(frozen=True, slots=True)
class SetIn:
    """A part of a community whose channel is this one, and who chose that."""

    community: CommunityId
    name: Name
    by: PersonId | None


SET_IN: View[list[SetIn]] = View("settings.set_in")
"""The settings of ``community`` that name this ``place``."""


def to_pick(tx: Tx, event: FromMember, part: Part | None = None) -> dict[str, str]:
    """That a channel has to be picked: it was begun where nobody else reads, and none is set for this part."""
    is_set = part is not None and tx.see(SETTINGS, community=tx.community).place(part) is not None
    return {PLACE: ""} if event.where.alone and not is_set else {}
