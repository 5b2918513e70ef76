"""What each rule tells beside its winners, so that a result can say why: plain frozen data, one class for each rule.

Options are positions from 1. A tuple "by position" holds option 1 first.
"""

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

UNITS = 100_000
"""Votes in an election by transfers are whole numbers of this part of a vote: five decimals, cut off."""


@dataclass(frozen=True, slots=True)
class Most:
    """Most ballots win (``one``, ``any``)."""

    more_than_half: bool
    """Whether the first has more than half of the ballots."""
    left_with_nothing: int
    """Ballots that hold nothing that won; 0 where nothing won."""


@dataclass(frozen=True, slots=True)
class Times:
    """Find a time: most who can come; among those level, most for whom it works without an "if need be"."""

    works: tuple[int, ...]
    if_need_be: tuple[int, ...]
    cannot: tuple[int, ...]
    """Ballots, by position, that can not come; "not for me" is not among them."""
    by_works: bool
    """Whether several were level on who can come, and "works" decided between them."""


@dataclass(frozen=True, slots=True)
class Match:
    """A final between two options: how many ballots give more points to either, and to both alike."""

    first: int
    second: int
    prefer_first: int
    prefer_second: int
    alike: int
    winner: int | None
    """None where they are level in the final and in total."""
    by_total: bool
    """Whether they are level in the final, and the higher total decided."""


@dataclass(frozen=True, slots=True)
class Final:
    """Points from 0 to 5, and a final between the two highest (STAR)."""

    totals: tuple[int, ...]
    none: tuple[int, ...]
    """Ballots, by position, that give 0."""
    low: tuple[int, ...]
    """Ballots, by position, that give 0 or 1."""
    high: tuple[int, ...]
    """Ballots, by position, that give 4 or 5."""
    finals: tuple[Match, ...]
    """The final; more than one where options level for a place in it were each followed."""
    level: tuple[int, ...]
    """Options that were level for a place in the final; empty where the points decided."""
    one_to_one: bool
    """Whether that was decided by one of them being preferred to each other one."""


@dataclass(frozen=True, slots=True)
class Link:
    """More ballots place ``over`` above ``under`` than the other way round, by ``by`` ballots."""

    over: int
    under: int
    by: int


@dataclass(frozen=True, slots=True)
class Round:
    """One round of the instant runoff: what each option holds, and what left after it."""

    totals: tuple[Fraction, ...]
    left: tuple[int, ...]
    """One, or all that hold nothing; none in the last round."""
    level: tuple[int, ...]
    """Options that were level at the bottom, where each was followed; otherwise empty."""
    ran_out: int
    """Ballots on which nothing is still in."""


@dataclass(frozen=True, slots=True)
class Pairs:
    """Put in order: Ranked Pairs by margins, with other readings beside it."""

    table: tuple[tuple[int, ...], ...]
    """``table[a - 1][b - 1]`` ballots place a strictly above b."""
    beats_all: int | None
    """The option that beats every other one-to-one."""
    loses_all: int | None
    """The option that loses to every other one-to-one."""
    circle: tuple[int, ...]
    """The smallest set whose members each beat everyone outside (Smith set); one member: it beats every other."""
    set_aside: Link | None
    """The strongest pair against the winner. It was the weakest link of the circle and did not count."""
    firsts: tuple[int, ...]
    """Ballots, by position, that place it first, or first together with others."""
    most_firsts: tuple[int, ...]
    """What most ballots place first, where that is something other than the winners; otherwise empty."""
    rounds: tuple[Round, ...]
    """The instant runoff: another reading, never the decision. Ties follow the first listed here."""
    runoff: tuple[int, ...]
    """What the instant runoff could elect; several where ties lead to different ends."""


@dataclass(frozen=True, slots=True)
class Purchase:
    """One step of Equal Shares: what was chosen, and what that cost each of its supporters at most."""

    option: int
    level: tuple[int, ...]
    """All that were level for this step, itself included; only itself where nothing was."""
    price: Fraction
    """The most that a supporter pays (ρ); in the completion the money that flowed to every ballot (t)."""
    completing: bool
    """Whether this belongs to the completion, when the money of the supporters did not suffice any more."""


@dataclass(frozen=True, slots=True)
class Claim:
    """One line of the receipt: a group of ``deserve`` who want the same deserves ``picks`` of its choices."""

    picks: int
    deserve: int
    """Ballots, rounded up."""
    largest: int
    """The most ballots that want the same unchosen option and each hold fewer than ``picks`` of what was chosen."""
    option: int | None
    """The unchosen option that they want; None where every option was chosen or nobody is short."""


@dataclass(frozen=True, slots=True)
class Fairness:
    """Choose several, fairly: the Method of Equal Shares with Phragmén's completion, and its receipt (EJR+)."""

    pick: int
    chosen: tuple[int, ...]
    """A full list: what is settled, and places that are tied filled in the order of listing."""
    steps: tuple[Purchase, ...]
    receipt: tuple[Claim, ...]
    """For 1 to ``pick`` picks. It holds for every result of this rule."""
    left_with_nothing: int
    """Ballots that hold nothing of ``chosen``."""
    most_chosen: tuple[int, ...]
    """What simply taking the most chosen would have given; places that are level filled in the order of listing."""
    most_chosen_left: int
    """Ballots that would hold nothing of that."""

    @property
    def holds(self) -> bool:
        """Whether no group that is large enough is left with too few."""
        return all(claim.largest < claim.deserve for claim in self.receipt)


class Happened(StrEnum):
    """What a stage of an election does."""

    FIRSTS = "first preferences"
    SURPLUS = "surplus"
    EXCLUDED = "excluded"


@dataclass(frozen=True, slots=True)
class Stage:
    """One stage of an election: what happened, and where everyone stands after it. Votes are in ``UNITS``."""

    happened: Happened
    option: int | None
    """Whose surplus was passed on, or who was excluded."""
    moved: int
    """The surplus that was passed on, or the votes that the excluded one held."""
    totals: tuple[int, ...]
    not_counting: int
    """Votes that no longer count: papers without a next preference, and what cutting off loses."""
    elected: tuple[int, ...]
    """Elected at the end of this stage, the most votes first."""
    without_quota: tuple[int, ...]
    """Those among them who have fewer votes than the quota: as many were left as seats."""
    level: tuple[int, ...]
    """Candidates who were level for this to happen to them; empty where votes decided."""
    decided_at: int | None
    """The most recent earlier stage (from 1) at which they differed and which decided; None where each was followed."""


@dataclass(frozen=True, slots=True)
class Stages:
    """Elect: Scottish STV, stage by stage. Where a tie was followed, this is the way of the first listed."""

    seats: int
    quota: int
    """Whole votes."""
    chosen: tuple[int, ...]
    """A full list: what is settled, and seats that are tied filled as in these stages."""
    stages: tuple[Stage, ...]


Detail = Most | Times | Final | Pairs | Fairness | Stages
