"""Frozen decisions against the stances that they were made from."""

from dataclasses import replace

from bot.proposals.decided import Decided, as_held, latest
from bot.proposals.deciding import tally, tally_of
from bot.proposals.decision_views import WHOLE
from bot.proposals.following import Whole
from storage.look import Look


def redecided(look: Look) -> list[str]:
    """Decisions whose numbers are not what people said to the words that were decided on."""
    decided = look.rows("SELECT DISTINCT proposal FROM decisions ORDER BY proposal")
    return [sentence for (proposal,) in decided if (sentence := _redecided(look, proposal))]


def _redecided(look: Look, proposal: str) -> str:
    try:
        whole = look.see(WHOLE, subject=proposal)
    except (ValueError, LookupError, TypeError) as error:
        return f"proposal {proposal}: its decision can not be read ({type(error).__name__})"
    if whole is None or not all(_as_frozen(look, whole, each) for each in whole.decisions):
        return f"proposal {proposal}: its decision is not what people said"
    return ""


def _as_frozen(look: Look, whole: Whole, decided: Decided) -> bool:
    return _holds_secretly(look, whole, decided) if whole.card.proposal.is_secret else _holds(whole, decided)


def _holds_secretly(look: Look, whole: Whole, decided: Decided) -> bool:
    """What is left of a secret round tells each number, and between which the number of people must lie."""
    rows = look.rows(
        "SELECT way, stance, affected, confirmed, number FROM secret_stance_counts "
        "WHERE proposal = :proposal AND round = :round",
        proposal=whole.card.proposal.id,
        round=decided.round,
    )
    frozen = decided.decision.tallies
    if [tally_of(each.way, [row[1:] for row in rows if row[0] == each.way]) for each in frozen] != list(frozen):
        return False
    counted = [each.said - each.unconfirmed for each in frozen]
    took_part = decided.decision.took_part
    return not any(counted) or max(counted) <= took_part <= sum(counted)


def _holds(whole: Whole, decided: Decided) -> bool:
    """Who was affected may have changed since, so that number stays as it was frozen."""
    held = as_held(latest(whole.stands, decided.round), dict(enumerate(decided.versions)))
    frozen = decided.decision.tallies
    again = tuple(replace(tally(each.way, held), by_affected=each.by_affected) for each in frozen)
    took_part = sum(any(one.counts for one in each.values()) for each in held.values())
    return again == frozen and took_part == decided.decision.took_part
