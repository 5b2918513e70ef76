"""Rows as stances, decisions and what follows them."""

from collections import Counter
from collections.abc import Mapping

from bot.chat.ids import CommunityId, PersonId, ProposalId
from bot.proposals import decision_views as core
from bot.proposals import views as ground
from bot.proposals.decided import Decided, Stand, decision_from, latest
from bot.proposals.deciding import Stance
from bot.proposals.following import Came, DecidedWords, Feared, Review, ReviewState, Step, Verdict, Whole
from bot.proposals.model import Proposal, ProposalCard, Way
from storage import proposals as of_proposals
from storage.decisions.secret import stand_of_words
from storage.statements import Row
from storage.values import maybe_length, maybe_moment, moment

_GROUND = of_proposals.VIEWS[ground.CARD]


def stand_from(row: Row) -> Stand:
    """Where someone stands."""
    stand, person, way, number, version, stance, words, said_as, named = row
    return Stand(
        stand,
        PersonId(person),
        way,
        number,
        version,
        Stance(stance) if stance is not None else None,
        words,
        Stance(said_as) if said_as is not None else None,
        bool(named),
    )


def _decided(row: Row) -> Decided:
    number, at, late, audience, result = row
    return decision_from(result, number, moment(at), maybe_length(late), audience)


def _step(row: Row) -> Step:
    step, words, owner, due_at, asked, done_at = row
    taker = PersonId(owner) if owner is not None else None
    return Step(step, words, taker, maybe_moment(due_at), bool(asked), done_at is not None)


def _feared(row: Row) -> Feared | None:
    """None where whoever said it has erased themselves: then their words are gone."""
    fear, came, said, said_named, worried, worried_named, told, person, *seen = row
    words = said or worried or told
    if not words:
        return None
    named = said_named if said else worried_named
    by = PersonId(person) if named else None
    yes, partly, no = seen
    return Feared(fear, words, by, Came(came) if came is not None else None, not person, (yes, partly, no))


def _review(row: Row, feared_rows: list[Row], answer_rows: list[Row]) -> Review:
    review, number, trial, asks_at, opens_at, ends_at, state, verdict = row
    numbers = Counter({Verdict(said): count for said, count in answer_rows})
    return Review(
        review,
        number,
        bool(trial),
        moment(asks_at),
        moment(opens_at),
        moment(ends_at),
        ReviewState(state),
        Verdict(verdict) if verdict is not None else None,
        tuple(found for each in feared_rows if (found := _feared(each)) is not None),
        (numbers[Verdict.KEEP], numbers[Verdict.CHANGE], numbers[Verdict.STOP]),
    )


def whole_from(*rows: list[Row]) -> Whole | None:
    """A proposal with all that was said, decided and begun; None where it is not there."""
    *ground_rows, stand_rows, word_rows, decision_rows, step_rows, review_rows, feared_rows, answer_rows = rows
    card = _GROUND.build(*ground_rows)
    if card is None:
        return None
    review = _review(review_rows[0], feared_rows, answer_rows) if review_rows else None
    return Whole(
        card,
        tuple(map(stand_from, stand_rows)),
        tuple(map(_decided, decision_rows)),
        tuple(map(_step, step_rows)),
        review,
        tuple(map(stand_of_words, word_rows)),
    )


def reviewed_from(
    rows: list[Row],
    way_rows: list[Row],
    version_rows: list[Row],
    decision_rows: list[Row],
    review_rows: list[Row],
    *of_review: list[Row],
) -> Whole | None:
    """What is looked at again when a review is due."""
    if not rows:
        return None
    ways = of_proposals.ways_from(way_rows, version_rows)
    card = ProposalCard(of_proposals.proposal_from(rows[0]), ways, (), (), (), frozenset(), {}, 0)
    return Whole(card, (), tuple(map(_decided, decision_rows)), (), _review(review_rows[0], *of_review))


def decided_words_from(rows: list[Row], version_rows: list[Row], review_rows: list[Row]) -> DecidedWords | None:
    """The words that went ahead last; None where nothing did."""
    for proposer, *row in rows:
        decided = _decided(row)
        kept = {(way, number): words for way, number, words in version_rows}
        ahead = tuple(kept[way, decided.versions[way]] for way in decided.decision.ways)
        ended = any(_review(row, [], []).ended_it for row in review_rows)
        return DecidedWords(ahead, PersonId(proposer), decided.at, ended) if ahead else None
    return None


def mine_from(rows: list[Row]) -> Mapping[int, Stand]:
    """Where someone stands on each way, by its position."""
    return {stand.way: stand for stand in latest(map(stand_from, rows))}


def one_stand_from(
    rows: list[Row], stand_rows: list[Row], way_rows: list[Row], version_rows: list[Row]
) -> tuple[Proposal, Way, Stand] | None:
    """One stance, with the proposal and the way that it is about."""
    if not rows or not way_rows:
        return None
    (way,) = of_proposals.ways_from(way_rows, version_rows)
    return of_proposals.proposal_from(rows[0]), way, stand_from(stand_rows[0])


def own_step_from(rows: list[Row]) -> core.OwnStep | None:
    """A step with the proposal that it is of."""
    for proposal, title, community, *row in rows:
        return _step(row), ProposalId(proposal), title, CommunityId(community)
    return None


def one_review_from(
    rows: list[Row], feared_rows: list[Row], answer_rows: list[Row]
) -> tuple[Review, ProposalId, CommunityId] | None:
    """A review with its proposal."""
    for proposal, community, *row in rows:
        return _review(row, feared_rows, answer_rows), ProposalId(proposal), CommunityId(community)
    return None


def one_feared_from(rows: list[Row]) -> tuple[Feared, str] | None:
    """Something that somebody feared, and the proposal's title."""
    for title, *row in rows:
        found = _feared(row)
        return (found, title) if found is not None else None
    return None
