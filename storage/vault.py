"""Keys that must never be in the database or in a copy of it: one small file each, for their owner's eyes alone."""

import os
import threading
from pathlib import Path

SIZE = 32
KEYS = Path("descant.keys")
"""Where keys lie for a database that is not a file; all processes on it share the folder."""
_MODE = 0o600


class KeyFolder:
    """Fulfils ``bot.ports.Vault`` in one folder on this machine."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._known: dict[str, bytes] = {}
        self._making = threading.Lock()

    def make(self, name: str) -> bytes:
        """A new key under this name, on disk for good before it is used; the key that is there already, if one is."""
        with self._making:
            return self.key(name) or self._made(name)

    def _made(self, name: str) -> bytes:
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        key, path = os.urandom(SIZE), self._path(name)
        # A name that nobody else uses: writing to it again would change the key that was linked from it.
        unfinished = path.with_suffix(f".{os.urandom(8).hex()}")
        with os.fdopen(os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, _MODE), "wb") as file:
            file.write(key)
            file.flush()
            os.fsync(file.fileno())
        try:
            # Whoever comes second takes the key of the first.
            path.hardlink_to(unfinished)
        except FileExistsError:
            key = path.read_bytes()
        unfinished.unlink()
        self._sync()
        self._known[name] = key
        return key

    def key(self, name: str) -> bytes | None:
        """The key of this name; None when there is none, or none any more."""
        if name not in self._known:
            try:
                self._known[name] = self._path(name).read_bytes()
            except FileNotFoundError:
                return None
        return self._known[name]

    def destroy(self, name: str) -> None:
        """The key is gone: overwritten, removed, and the folder synced. One that is not there is gone already."""
        self._known.pop(name, None)
        path = self._path(name)
        try:
            with path.open("r+b") as file:
                file.write(bytes(SIZE))
                file.flush()
                os.fsync(file.fileno())
            path.unlink()
        except FileNotFoundError:
            return
        self._sync()

    def _path(self, name: str) -> Path:
        return self._folder / f"{name}.key"

    def _sync(self) -> None:
        folder = os.open(self._folder, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)
