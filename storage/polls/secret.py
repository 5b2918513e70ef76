"""Secret polls: what lies under tags, and what is left of it when they have closed."""

from typing import Any

from sqlalchemy import BindParameter, and_, bindparam, delete, func, literal, select
from sqlalchemy.dialects.postgresql import insert

from bot.polls import views as core
from bot.polls.model import SeenAs, State
from storage.statements import Changes, Views, query
from storage.tables import polls, secret_ballots, secret_counts, secret_reasons, secret_words
from storage.values import choice_of

_poll_id: BindParameter[Any] = bindparam("poll")
_ballots_of = secret_ballots.c.poll == _poll_id
_how_many = select(func.count()).select_from(secret_ballots).where(_ballots_of).scalar_subquery()
_tag_of = and_(_ballots_of, secret_ballots.c.tag == bindparam("tag"))
_words_of = and_(secret_reasons.c.poll == _poll_id, secret_reasons.c.tag == bindparam("tag"))

CARD_ROWS = (
    # How many have answered, while it is open; what they chose is read by the count alone, once it takes no more.
    select(func.count()).select_from(secret_ballots).where(secret_ballots.c.poll == bindparam("subject")),
    select(secret_ballots.c.choice, func.count())
    .join(polls, polls.c.id == secret_ballots.c.poll)
    .where(secret_ballots.c.poll == bindparam("subject"), polls.c.state == State.COUNTING.value)
    .group_by(secret_ballots.c.choice),
    select(secret_counts.c.choice, secret_counts.c.number).where(secret_counts.c.poll == bindparam("subject")),
    select(secret_words.c.id, secret_words.c.option, secret_words.c.words)
    .where(secret_words.c.poll == bindparam("subject"))
    .order_by(secret_words.c.id),
)


def rows_of(chosen: Any) -> tuple[Any, Any]:
    """What is left of the ballots and words of these polls."""
    return (
        select(secret_counts.c.poll, secret_counts.c.choice, secret_counts.c.number).where(
            secret_counts.c.poll.in_(chosen)
        ),
        select(secret_words.c.poll, secret_words.c.id, secret_words.c.option, secret_words.c.words)
        .where(secret_words.c.poll.in_(chosen))
        .order_by(secret_words.c.id),
    )


VIEWS: Views = {
    core.SECRET_BALLOT: query(
        lambda rows: choice_of(rows[0][0]) if rows else None, select(secret_ballots.c.choice).where(_tag_of)
    ),
    core.SECRET_REASON: query(
        lambda rows: (rows[0][0], rows[0][1]) if rows else None,
        select(secret_reasons.c.option, secret_reasons.c.words).where(_words_of),
    ),
    core.SECRET_OPEN: query(
        lambda rows: [poll for (poll,) in rows],
        select(polls.c.id)
        .where(
            polls.c.community == bindparam("community"),
            polls.c.seen_as == SeenAs.SECRET.value,
            polls.c.state != State.CLOSED.value,
        )
        .order_by(polls.c.id),
    ),
    core.SECRET_BOX: query(
        lambda rows: [(option, words) for option, words in rows],
        select(secret_reasons.c.option, secret_reasons.c.words)
        .where(secret_reasons.c.poll == _poll_id)
        .order_by(secret_reasons.c.tag),
    ),
}

CHANGES: Changes = {
    core.SECRET_CAST: insert(secret_ballots)
    .values(poll=_poll_id, tag=bindparam("tag"), choice=bindparam("choice"))
    .on_conflict_do_update(index_elements=["poll", "tag"], set_={"choice": bindparam("choice")}),
    core.SECRET_TAKE_BACK: delete(secret_ballots).where(_tag_of),
    core.SECRET_EXPLAIN: insert(secret_reasons)
    .values(poll=_poll_id, tag=bindparam("tag"), option=bindparam("option"), words=bindparam("words"))
    .on_conflict_do_update(
        index_elements=["poll", "tag"], set_={"option": bindparam("option"), "words": bindparam("words")}
    ),
    core.SECRET_UNEXPLAIN: delete(secret_reasons).where(_words_of),
    core.SECRET_TELL: insert(secret_words).values(
        id=bindparam("id"), poll=_poll_id, option=bindparam("option"), words=bindparam("words")
    ),
    core.SECRET_GATHER: (
        insert(secret_counts).from_select(
            ["poll", "choice", "number"],
            select(secret_ballots.c.poll, secret_ballots.c.choice, func.count())
            .where(_ballots_of, _how_many >= bindparam("least"))
            .group_by(secret_ballots.c.poll, secret_ballots.c.choice),
        ),
        insert(secret_counts).from_select(
            ["poll", "choice", "number"],
            select(secret_ballots.c.poll, literal("[]"), func.count())
            .where(_ballots_of, _how_many < bindparam("least"))
            .group_by(secret_ballots.c.poll),
        ),
        delete(secret_ballots).where(_ballots_of),
        delete(secret_reasons).where(secret_reasons.c.poll == _poll_id),
    ),
}
