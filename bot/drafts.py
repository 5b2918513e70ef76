"""What someone has typed and not yet posted, kept so that nothing is lost between two pages of a form.

A draft belongs to whoever typed it; for everybody else it is not there.
"""

import json
from collections.abc import Mapping

from bot.chat.answers import Refused
from bot.chat.cards import said
from bot.chat.events import ActionPressed, FormSent, FromMember
from bot.chat.ids import PlaceId
from bot.chat.text import Text
from bot.delivery import DRAFT, KEEP_DRAFT, KeptDraft
from bot.ports import Tx


def keep(tx: Tx, event: FromMember, draft: str, kind: str, values: Mapping[str, str], place: PlaceId) -> None:
    """Keep what was typed, for the one who typed it and the place in which it is to be posted."""
    tx.change(
        KEEP_DRAFT,
        id=draft,
        community=tx.community,
        person=event.who.person,
        place=place,
        kind=kind,
        content=json.dumps(dict(values)),
        at=tx.now,
    )


def kept(tx: Tx, event: ActionPressed | FormSent, kind: str) -> KeptDraft | None:
    """The draft of this kind that the event is about; None where it is not there, or somebody else's."""
    ids = event.token.ids
    draft = tx.see(DRAFT, id=ids[0]) if ids else None
    return draft if draft is not None and draft.person == event.who.person and draft.kind == kind else None


def still_there(tx: Tx, event: ActionPressed | FormSent, kind: str, gone: Text) -> KeptDraft:
    """The same. Refuses with the sentence ``gone`` where there is none."""
    draft = kept(tx, event, kind)
    if draft is None:
        raise Refused(said(gone))
    return draft
