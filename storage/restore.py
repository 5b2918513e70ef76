"""Back from a copy, into an empty place; and from one engine to the other. Never over a store that is there."""

import asyncio
import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from hashlib import blake2b
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy import Connection, Engine, delete, func, insert, select, text, union, update

from bot.ports import EVERYWHERE
from bot.power import Deed, digest_of
from bot.power import seal_of as seal_of_log
from storage import schema
from storage.address import engine_of, file_of
from storage.backup import beside, faults_in, made_at, seal_of, sum_of, sync_folder
from storage.check import check_over
from storage.copying import Sums, copy_store
from storage.errors import CannotOpen
from storage.lockfile import LockFile
from storage.sealed import CannotUnseal, is_sealed, unseal
from storage.tables import communities, outbox, polls, power, proposals, settings, thanks
from storage.values import instant

RESTORED = "restored"
"""Under this name the last restore is noted, with what belongs to no community."""


async def restore(copy: Path, url: str, now: datetime, key: str | None) -> list[str]:
    """Put a copy into the empty place at this address; returns what is to be said about it, a sentence each.

    Raises ``CannotOpen`` when the copy is not whole, is sealed for another key, comes from a newer Descant, or the
    place is not empty; then nothing was changed.
    """
    return await asyncio.to_thread(_restore, copy, url, now, key)


async def migrate(source: str, target: str) -> Sums:
    """Copy a whole store to an empty place on any engine, and compare both ends; returns how many rows each table has.

    Raises ``CannotOpen`` when a Descant is running on the source, or the target is not empty.
    """
    return await asyncio.to_thread(_migrate, source, target)


def _restore(copy: Path, url: str, now: datetime, key: str | None) -> list[str]:
    said = _look_at(copy)
    with TemporaryDirectory(prefix="descant-") as folder:
        plain = _plain(copy, Path(folder), key)
        if found := faults_in(plain):
            raise CannotOpen(f"{copy} is damaged ({found[0]}). Try an older copy; nothing was changed.")
        engine = schema.sqlite_engine(plain)
        try:
            said += _made_ready(engine, copy, now)
            _fill(engine, url)
        finally:
            engine.dispose()
    return said


def _look_at(copy: Path) -> list[str]:
    if not copy.is_file():
        raise CannotOpen(f"There is no file {copy}.")
    noted = seal_of(copy)
    if not noted.exists():
        return [f"{noted.name} is not beside the copy, so only what is inside could be checked."]
    if noted.read_text().split()[:1] != [sum_of(copy)]:
        raise CannotOpen(f"{copy} is not what it was when it was made. Try an older copy; nothing was changed.")
    return []


def _plain(copy: Path, folder: Path, key: str | None) -> Path:
    """The copy as a file that may be changed."""
    plain = folder / "copy.db"
    if not is_sealed(copy):
        plain.write_bytes(copy.read_bytes())
        return plain
    if key is None:
        raise CannotOpen(f"{copy} is sealed. The key it was made with goes into DESCANT_BACKUP_KEY.")
    try:
        unseal(copy, plain, key)
    except CannotUnseal as error:
        raise CannotOpen(f"{error} Nothing was changed.") from None
    return plain


def _made_ready(engine: Engine, copy: Path, now: datetime) -> list[str]:
    """Bring it up to date, mark what may have been said since, and look it over."""
    with engine.connect() as connection:
        if schema.current(connection) is None:
            raise CannotOpen(f"{copy} is a database of something else. Nothing was changed.")
        connection.rollback()
        schema.bring_up_to_date(connection, str(copy))
        # What waited then may have been said since, by the one that is gone: it is looked for first.
        waited = outbox.c.state.in_(["waiting", "attempting"])
        tried = func.coalesce(outbox.c.attempted_at, outbox.c.created_at)
        connection.execute(update(outbox).where(waited).values(state="waiting", attempted_at=tried))
        _note(connection, f"on {now:%Y-%m-%d %H:%M} UTC from {copy.name}")
        _note_in_every_log(connection, made_at(copy), now)
        connection.commit()
        return [f"{trouble}." for trouble in check_over(connection, now)]


def _note(connection: Connection, how: str) -> None:
    """For ``descant doctor``: the last time that it was restored."""
    before = (settings.c.community == EVERYWHERE) & (settings.c.name == RESTORED)
    connection.execute(delete(settings).where(before))
    connection.execute(insert(settings).values(community=EVERYWHERE, name=RESTORED, value=how))


def _note_in_every_log(connection: Connection, made: datetime, now: datetime) -> None:
    """What was done to every community at once stands in each one's own log."""
    known = union(select(communities.c.id), *(select(table.c.community) for table in (polls, proposals, thanks, power)))
    for (community,) in connection.execute(known).all():
        last = connection.execute(
            select(power.c.number, power.c.seal)
            .where(power.c.community == community)
            .order_by(power.c.number.desc())
            .limit(1)
        ).first()
        number, seal = last if last is not None else (0, "")
        said = {"thing": "", "before": made.isoformat(), "after": now.isoformat(), "why": ""}
        digest = digest_of(NOBODY, None, Deed.RESTORED, *said.values())
        trace = blake2b(f"{community} {digest}".encode(), digest_size=8).hexdigest()
        connection.execute(
            insert(power).values(
                id=trace,
                community=community,
                at=instant(now),
                number=number + 1,
                person=None,
                deed=Deed.RESTORED.value,
                salt=NOBODY,
                digest=digest,
                seal=seal_of_log(seal, digest),
                **said,
            )
        )


NOBODY = "nobody"
"""The salt of what no member did: there is nobody who could be tried out."""


def _migrate(source: str, target: str) -> Sums:
    if source == target:
        raise CannotOpen("Both addresses are the same.")
    engine = engine_of(source)
    try:
        with _nobody_on(source, engine):
            return _fill(engine, target)
    finally:
        engine.dispose()


@contextmanager
def _nobody_on(url: str, engine: Engine) -> Iterator[None]:
    """Raises ``CannotOpen`` when a Descant is running on this store. On a file none can be started meanwhile."""
    path = file_of(url)
    if path is not None:
        if not path.exists():
            raise CannotOpen(f"There is no store at {path}.")
        lock = LockFile(path)
        try:
            yield
        finally:
            lock.abandon()
        return
    with engine.connect() as connection:
        others = (
            "SELECT 1 FROM pg_stat_activity WHERE application_name LIKE 'descant%' AND datname = current_database()"
        )
        if connection.execute(text(others)).first():
            raise CannotOpen("A Descant is running on this database. Stop it first; nothing was changed.")
    yield


def _fill(source: Engine, url: str) -> Sums:
    path = file_of(url)
    if path is None:
        target = engine_of(url)
        try:
            return copy_store(source, target)
        finally:
            target.dispose()
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    lock = _place_for(path)
    unfinished = beside(path)
    target = schema.sqlite_engine(unfinished)
    try:
        copied = copy_store(source, target)
        target.dispose()
        with unfinished.open("rb") as file:
            os.fsync(file.fileno())
        unfinished.rename(path)
        sync_folder(path.parent)
    except BaseException:
        unfinished.unlink(missing_ok=True)
        raise
    finally:
        target.dispose()
        lock.release()
    return copied


def _place_for(path: Path) -> LockFile:
    if path.exists() or path.with_name(path.name + "-wal").exists():
        raise CannotOpen(f"{path} is there already. Move it away, with its -wal file, if it is not needed any more.")
    return LockFile(path)
