"""What can be changed of proposals, as statements."""

from typing import Any

from sqlalchemy import BindParameter, bindparam, delete, func, literal, or_, select, update
from sqlalchemy.dialects.postgresql import insert

from bot.proposals import views as core
from bot.proposals.model import (
    Fate,
    State,
)
from storage.statements import Changes
from storage.tables import (
    affected,
    concerns,
    helping,
    more_time,
    proposals,
    risks,
    suggestions,
    togethers,
    versions,
    ways,
)

_subject: BindParameter[Any] = bindparam("subject")
_proposal_id: BindParameter[Any] = bindparam("proposal")
_person: BindParameter[Any] = bindparam("person")


def _values(*names: str) -> dict[str, Any]:
    return {name: bindparam(name) for name in names}


_proposed = (
    "id", "community", "place", "proposer", "carrier", "title", "why", "affected", "source", "rule", "least",
    "seen_as", "plan", "review", "trial", "opened_at", "shaped_until", "decided_until", "extra", "askers", "audience",
    "follows",
)  # fmt: skip
_being = proposals.c.id == _proposal_id
_running = or_(proposals.c.state == State.SHAPING.value, proposals.c.state == State.DECIDING.value)
_spoken = ("id", "proposal", "words", "person", "named", "at")


def _moved(table: Any, *columns: str) -> tuple[Any, Any]:
    """What stands in the rows of ``proposal`` for ``other`` as well, where it does not already; then not for it."""
    names = ("proposal", *columns)
    copied = select(bindparam("other"), *(table.c[name] for name in columns)).where(table.c.proposal == _proposal_id)
    return (
        insert(table).from_select(names, copied).on_conflict_do_nothing(),
        delete(table).where(table.c.proposal == _proposal_id),
    )


CHANGES: Changes = {
    core.PROPOSE: insert(proposals).values(
        **_values(*_proposed), round=1, shaping_extended=False, deciding_extended=False, state=State.SHAPING.value
    ),
    core.ADD_WAY: insert(ways).values(**_values("proposal", "position", "id", "origin")),
    core.ADD_VERSION: insert(versions)
    .values(**_values("proposal", "way", "number", "words", "person", "named", "why", "at"))
    .on_conflict_do_nothing(),
    core.RETITLE: update(proposals).where(_being).values(title=bindparam("title")),
    core.SUGGEST: insert(suggestions).values(
        **_values("id", "proposal", "way", "base", "words", "person", "named", "why", "at", "until"),
        fate=Fate.OPEN.value,
    ),
    core.SETTLE_SUGGESTION: update(suggestions)
    .where(suggestions.c.id == bindparam("suggestion"), suggestions.c.fate == Fate.OPEN.value)
    .values(
        fate=bindparam("fate"), minded_by=bindparam("minded_by"), settled_at=bindparam("at"), became=bindparam("became")
    ),
    core.RAISE: insert(concerns).values(**_values(*_spoken)),
    core.MEET: update(concerns)
    .where(concerns.c.id == bindparam("concern"), concerns.c.person == bindparam("whose"), concerns.c.met_at.is_(None))
    .values(met_at=bindparam("at")),
    core.UNMEET: update(concerns)
    .where(
        concerns.c.id == bindparam("concern"), concerns.c.person == bindparam("whose"), concerns.c.met_at.is_not(None)
    )
    .values(met_at=None),
    core.NAME_RISK: insert(risks).values(**_values(*_spoken)),
    core.AFFECT: insert(affected).values(**_values("proposal", "person")).on_conflict_do_nothing(),
    core.UNAFFECT: delete(affected).where(affected.c.proposal == _proposal_id, affected.c.person == _person),
    core.HELP: insert(helping).values(**_values("proposal", "way", "person")).on_conflict_do_nothing(),
    core.UNHELP: delete(helping).where(
        helping.c.proposal == _proposal_id, helping.c.way == bindparam("way"), helping.c.person == _person
    ),
    core.NEED_TIME: insert(more_time).values(**_values("proposal", "round", "person")).on_conflict_do_nothing(),
    core.EXTEND: update(proposals)
    .where(_being, proposals.c.state == State.SHAPING.value, ~proposals.c.shaping_extended)
    .values(**_values("shaped_until", "decided_until"), shaping_extended=True),
    core.HAND_OVER: update(proposals)
    .where(_being, proposals.c.state == State.SHAPING.value)
    .values(state=State.DECIDING.value),
    core.RESHAPE: update(proposals)
    .where(_being, proposals.c.state != State.SHAPING.value, proposals.c.state != State.MERGED.value)
    .values(
        **_values("opened_at", "shaped_until", "decided_until"),
        shaping_extended=False,
        deciding_extended=False,
        state=State.SHAPING.value,
        round=proposals.c.round + 1,
        ended_at=None,
        ended_by=None,
        ended_why=None,
    ),
    core.WITHDRAW: update(proposals)
    .where(_being, _running)
    .values(
        state=bindparam("state"),
        ended_at=bindparam("at"),
        ended_by=bindparam("by"),
        ended_why=bindparam("why"),
        part_of=bindparam("part_of"),
    ),
    core.CARRY: update(proposals)
    .where(_being, func.coalesce(proposals.c.carrier, literal("")) == bindparam("before"))
    .values(carrier=bindparam("carrier")),
    core.ASK_TOGETHER: insert(togethers)
    .values(**_values("id", "proposal", "other", "person", "at"), agreed=None)
    .on_conflict_do_nothing(),
    core.SETTLE_TOGETHER: update(togethers)
    .where(togethers.c.id == bindparam("asked"), togethers.c.agreed.is_(None))
    .values(agreed=bindparam("agreed")),
    core.MERGE: (
        update(concerns).where(concerns.c.proposal == _proposal_id).values(proposal=bindparam("other")),
        update(risks).where(risks.c.proposal == _proposal_id).values(proposal=bindparam("other")),
    ),
    core.MERGE_AFFECTED: _moved(affected, "person"),
}
