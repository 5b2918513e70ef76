"""Migrations, run from code, each of them whole or not at all on every engine."""

from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.pool import NullPool

from storage.errors import CannotOpen


def sqlite_engine(path: Path) -> Engine:
    """An engine for migrations only. SQLite's own transactions are switched off in the driver and begun by hand:
    with the driver's, half a revision stays behind when the process is killed."""
    engine = create_engine(f"sqlite:///{path}", poolclass=NullPool)
    event.listen(engine, "connect", _leave_transactions_to_us)
    event.listen(engine, "begin", _begin)
    return engine


def _leave_transactions_to_us(connection: Any, _record: object) -> None:
    connection.isolation_level = None


def _begin(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN IMMEDIATE")


def config(connection: Connection | None = None) -> Config:
    """What Alembic needs to know, with the connection that it is to use."""
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    config.attributes["connection"] = connection
    return config


@cache
def newest() -> str:
    """The revision that this code works with."""
    head = ScriptDirectory.from_config(config()).get_current_head()
    assert head is not None
    return head


@cache
def known() -> frozenset[str]:
    """All revisions that this code knows."""
    return frozenset(script.revision for script in ScriptDirectory.from_config(config()).walk_revisions())


def current(connection: Connection) -> str | None:
    """The revision of this database; None when it has no schema yet."""
    return MigrationContext.configure(connection).get_current_revision()


def upgrade(connection: Connection) -> None:
    """Bring the schema to the newest revision."""
    command.upgrade(config(connection), "head")


def bring_up_to_date(connection: Connection, name: str, before: Callable[[str], None] = lambda revision: None) -> None:
    """Upgrade this database, called ``name``, if it is older; ``before`` is called with its revision first. Raises
    ``CannotOpen`` and changes nothing when it is newer than this code."""
    revision = current(connection)
    connection.rollback()
    if revision == newest():
        return
    if revision is not None:
        if revision not in known():
            raise CannotOpen(
                f"{name} was made by a newer Descant (schema {revision}). Run that version; nothing was changed."
            )
        before(revision)
    upgrade(connection)
