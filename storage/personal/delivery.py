"""What is to be said and done holds about a member."""

from collections.abc import Mapping

from sqlalchemy import Table, and_, delete, update

from storage import tables as t
from storage.personal.rule import Rule, community, here, member

RULES: Mapping[Table, Rule] = {
    t.seen: Rule(nothing="digests of deliveries"),
    t.due: Rule(nothing="what happens when; its subjects are things"),
    t.work: Rule(nothing="what is being counted; its subjects are things"),
    t.drafts: Rule(
        ("kind", "content", "at"),
        here(t.drafts),
        (
            delete(t.drafts).where(here(t.drafts)),
            # What others have begun to write to them: it could not be sent any more.
            delete(t.drafts).where(t.drafts.c.community == community, t.drafts.c.content.contains(member)),
        ),
    ),
    t.outbox: Rule(
        ("face", "created_at", "state"),
        and_(here(t.outbox, "destination"), t.outbox.c.direct),
        (
            delete(t.outbox).where(here(t.outbox, "destination"), t.outbox.c.direct),
            update(t.outbox).where(here(t.outbox, "told")).values(told=None),
        ),
    ),
}
