"""Keys kept apart: the same for everyone who asks at once, for their owner alone, and gone when they are destroyed."""

import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from storage.vault import SIZE, KeyFolder


def test_everyone_who_asks_at_once_gets_the_same_key(tmp_path: Path) -> None:
    for number in range(40):
        folders = [KeyFolder(tmp_path / "keys") for _ in range(3)]
        with ThreadPoolExecutor(12) as pool:
            made = set(pool.map(lambda folder, name=f"k{number}": folder.make(name), folders * 4))
        assert made == {KeyFolder(tmp_path / "keys").key(f"k{number}")}
    assert {path.suffix for path in (tmp_path / "keys").iterdir()} == {".key"}


def test_a_key_is_for_its_owner_alone_and_gone_when_it_is_destroyed(tmp_path: Path) -> None:
    keys = KeyFolder(tmp_path / "keys")
    assert keys.key("one") is None
    made = keys.make("one")
    path = tmp_path / "keys" / "one.key"
    assert len(made) == SIZE
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    keys.destroy("one")
    keys.destroy("one")
    assert keys.key("one") is None
    assert not path.exists()
