"""What every table is made of. Instants are microseconds since 1970 in UTC; see ``storage.values``."""

from sqlalchemy import BigInteger, Boolean, Column, MetaData, Text

metadata = MetaData()


def column(name: str, kind: type, needed: bool = True) -> "Column[object]":
    """A column of text, whole numbers or truth."""
    return Column(name, {str: Text, int: BigInteger, bool: Boolean}[kind], nullable=not needed)
