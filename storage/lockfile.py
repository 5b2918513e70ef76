"""One process for each database file: an advisory lock beside it, held for life."""

import fcntl
import os
from pathlib import Path
from typing import BinaryIO

from storage.errors import CannotOpen

_OPEN, _CLOSED = b"open\n", b"closed\n"


class LockFile:
    """Holds ``<database>.lock``. Its content says whether the last stop was a clean one."""

    def __init__(self, database: Path) -> None:
        """Take the lock. Raises ``CannotOpen`` when another process holds it."""
        self._path = database.with_name(database.name + ".lock")
        self._file = self._take()
        self.stopped_cleanly = self._file.read() != _OPEN

    def _take(self) -> BinaryIO:
        try:
            file = os.fdopen(os.open(self._path, os.O_RDWR | os.O_CREAT, 0o600), "r+b")
        except OSError as error:
            raise CannotOpen(f"The lock file {self._path} can not be opened: {error.strerror}.") from None
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            file.close()
            raise CannotOpen(
                f"Another Descant is running on this database: it holds {self._path}. Stop that one first."
            ) from None
        return file

    def mark_open(self) -> None:
        """From now on, ending without ``release`` is an unclean stop."""
        self._write(_OPEN)

    def mark_closed(self) -> None:
        """From now on, ending is a clean stop; the lock is still held."""
        self._write(_CLOSED)

    def release(self) -> None:
        """Note a clean stop and let the lock go."""
        self._write(_CLOSED)
        self._file.close()

    def abandon(self) -> None:
        """Let the lock go without a word about how it ended."""
        self._file.close()

    def _write(self, state: bytes) -> None:
        self._file.seek(0)
        self._file.write(state)
        self._file.truncate()
        self._file.flush()
        os.fsync(self._file.fileno())
