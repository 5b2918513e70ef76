"""One unit of work on a plain connection: the core's ``Tx`` over compiled statements."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Protocol, TypeVar

from bot.chat.ids import CommunityId, PersonId, PlaceId
from bot.delivery import COMPUTE, POST, REST, SHOW, TOUCH, WAKE, card_key
from bot.ports import Change, Dice, Effect, Ids, Urgency, Vault, View
from storage.statements import Catalogue
from storage.values import to_row

T = TypeVar("T")


class Cursor(Protocol):
    """What a driver's cursor is used for here."""

    @property
    def rowcount(self) -> int:
        """Rows that the last statement changed."""
        ...

    def fetchall(self) -> list[Any]:
        """All rows of the last statement."""
        ...


class Connection(Protocol):
    """What a driver's connection is used for here."""

    def execute(self, sql: str, parameters: Any, /) -> Cursor:
        """Run one statement."""
        ...


class SqlTx:
    """A unit of work. It lives as long as its transaction and belongs to one community."""

    __slots__ = ("_catalogue", "_connection", "community", "dice", "ids", "now", "vault")

    def __init__(
        self,
        connection: Connection,
        catalogue: Catalogue,
        community: CommunityId,
        now: datetime,
        ids: Ids,
        dice: Dice,
        vault: Vault,
    ) -> None:
        self._connection = connection
        self._catalogue = catalogue
        self.community = community
        self.now = now
        self.ids = ids
        self.dice = dice
        self.vault = vault

    def see(self, view: View[T], /, **what: Any) -> T:
        """The answer to a view, as this unit sees the database."""
        compiled = self._catalogue.views[view]
        values = to_row(what)
        run = self._connection.execute
        rows: Sequence[list[Any]] = [
            run(text.sql, values if not text.fixed else {**text.fixed, **values}).fetchall() for text in compiled.texts
        ]
        answer: T = compiled.build(*rows)
        return answer

    def change(self, change: Change, /, **what: Any) -> int:
        """Make a change; the number of rows that it changed."""
        values, run, changed = to_row(what), self._connection.execute, 0
        for text in self._catalogue.changes[change]:
            changed += run(text.sql, {**text.fixed, **values} if text.fixed else values).rowcount
        return changed

    def show(
        self,
        face: str,
        subject: str,
        place: PlaceId,
        told: PersonId | None = None,
        thread: tuple[str, str] | None = None,
    ) -> None:
        """Put up a card that is kept up to date: a surface, and the effect that posts it."""
        if self.change(SHOW, face=face, subject=subject, place=place, community=self.community):
            key = card_key(face, subject, place)
            self.post(Effect(key, place, face, subject, urgency=Urgency.POST, told=told, thread=thread))

    def touch(self, face: str, subject: str) -> None:
        """The cards of this subject are out of date."""
        self.change(TOUCH, face=face, subject=subject)

    def post(self, effect: Effect) -> None:
        """Say it once; under a key that is known already, nothing happens."""
        self.change(
            POST,
            key=effect.key,
            community=self.community,
            destination=effect.to,
            direct=effect.direct,
            face=effect.face,
            subject=effect.subject,
            urgency=effect.urgency,
            told=effect.told,
            thread_face=effect.thread[0] if effect.thread else None,
            thread_subject=effect.thread[1] if effect.thread else None,
            created_at=self.now,
        )
        if not effect.direct:
            # Whatever stands where everyone reads can be drawn anew, should words on it be hidden or erased.
            values = {"face": effect.face, "subject": effect.subject, "place": effect.to}
            self.change(SHOW, community=self.community, **values)

    def wake(self, kind: str, subject: str, at: datetime) -> None:
        """Come back at this instant."""
        self.change(WAKE, kind=kind, subject=subject, community=self.community, at=at)

    def rest(self, kind: str, subject: str) -> None:
        """Do not come back after all."""
        self.change(REST, kind=kind, subject=subject)

    def compute(self, kind: str, subject: str) -> None:
        """Have it computed beside the writer."""
        self.change(COMPUTE, kind=kind, subject=subject, community=self.community, at=self.now)
