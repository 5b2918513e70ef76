"""All rows from one engine to another, counted and compared on both ends."""

from collections.abc import Mapping
from hashlib import blake2b
from typing import Any

from sqlalchemy import Connection, Engine, Table, func, insert, inspect, select

from storage import schema
from storage.errors import CannotOpen
from storage.tables import metadata

AT_A_TIME = 1000
_ROOM = 2**128

Sums = Mapping[str, tuple[int, int]]
"""For each table how many rows it has, and the sum of their digests."""


def copy_store(source: Engine, target: Engine) -> Sums:
    """Copy everything, as it stands at one moment, into a database that holds nothing; returns what was copied.

    Raises ``CannotOpen`` when the source has another schema than this code, when something is in the target, or when
    both ends are not the same afterwards; then nothing of it stays.
    """
    one_moment = {"isolation_level": "REPEATABLE READ"} if source.dialect.name == "postgresql" else {}
    with source.connect().execution_options(**one_moment) as there, target.connect() as here:
        found = schema.current(there)
        if found != schema.newest():
            raise CannotOpen(
                f"The schema to copy from is {found or 'not there'}, and this Descant's is {schema.newest()}. "
                "Start this Descant on it once, which brings it up to date."
            )
        if held := held_in(here):
            raise CannotOpen(f"The place to copy to is not empty: it holds {held}. Nothing was changed.")
        if schema.current(here) is None:
            schema.upgrade(here)
        before = {table.name: _copy(table, there, here) for table in metadata.sorted_tables}
        if wrong := differences(before, sums(here)):
            raise CannotOpen("What was copied is not what it was made from: " + "; ".join(wrong) + ".")
        here.commit()
        return before


def held_in(connection: Connection) -> str:
    """What stands in this database, in words; empty when nothing does."""
    names = set(inspect(connection).get_table_names())
    foreign = names - metadata.tables.keys() - {"alembic_version"}
    if foreign:
        return f"tables of something else ({min(foreign)})"
    for table in metadata.sorted_tables:
        if table.name in names and (rows := connection.scalar(select(func.count()).select_from(table))):
            return f"{rows} rows in {table.name}"
    return ""


def sums(connection: Connection) -> Sums:
    """How many rows there are, and what they are, whatever their order."""
    return {table.name: _copy(table, connection, None) for table in metadata.sorted_tables}


def differences(before: Sums, after: Sums) -> list[str]:
    """What is not the same on both ends, a sentence for each table."""
    return [
        f"{name}: {before[name][0]} rows were read and {after[name][0]} are there"
        if before[name][0] != after[name][0]
        else f"{name}: a row is not what it was"
        for name in before
        if before[name] != after[name]
    ]


def _copy(table: Table, source: Connection, target: Connection | None) -> tuple[int, int]:
    """Read a table, and write it to the target if there is one; never more than a thousand rows are held at once."""
    number = total = 0
    result = source.execution_options(yield_per=AT_A_TIME).execute(select(table))
    for rows in result.mappings().partitions():
        if target is not None:
            target.execute(insert(table), [dict(row) for row in rows])
        number += len(rows)
        total = (total + sum(map(_digest, rows))) % _ROOM
    return number, total


def _digest(row: Mapping[Any, Any]) -> int:
    values = sorted((str(name), value) for name, value in row.items())
    return int.from_bytes(blake2b(repr(values).encode(), digest_size=16).digest())
