"""Where others have mentioned someone in their words, by the id that a chat knows them by."""

from typing import Any

from sqlalchemy import BindParameter, Update, bindparam, literal, select, update

from bot.personal import MENTIONED_ON, MENTIONING, REWORD
from storage.hideable import COPIES, HIDEABLE
from storage.hideable.words import rewritten
from storage.leaving import belongs
from storage.personal.rule import community, member
from storage.statements import Changes, Views, query
from storage.tables import power
from storage.words import WORDS

_column: BindParameter[Any] = bindparam("column")
_before: BindParameter[Any] = bindparam("before")


def _mentioning(column: Any) -> Any:
    words = (literal(str(column)), column)
    return select(*words).where(belongs(column.table), column.contains(member)).distinct()


def _reworded(column: Any) -> Update:
    return (
        update(column.table)
        .where(belongs(column.table), _column == literal(str(column)), column == _before)
        .values(rewritten(column, bindparam("after")))
    )


_on_cards = (
    *(
        select(literal(rule.kind), rule.id, rule.subject).where(rule.within, rule.words.contains(member))
        for rule in HIDEABLE
    ),
    *(
        select(literal(""), copy.subject, copy.subject).where(copy.within, copy.words.contains(member))
        for copy in COPIES
    ),
    select(literal(""), power.c.id, power.c.id).where(
        power.c.community == community,
        power.c.thing.contains(member) | power.c.before.contains(member) | power.c.after.contains(member)
        | power.c.why.contains(member),
    ),
)  # fmt: skip

VIEWS: Views = {
    MENTIONING: query(
        lambda *found: [(column, words) for rows in found for column, words in rows],
        *(_mentioning(column) for column in WORDS),
    ),
    MENTIONED_ON: query(
        lambda *found: [(kind, of, subject) for rows in found for kind, of, subject in rows], *_on_cards
    ),
}
CHANGES: Changes = {REWORD: tuple(_reworded(column) for column in WORDS)}
