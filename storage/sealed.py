"""Files that only a key opens: AES-256-GCM in pieces, so that a part that is missing, moved or changed is noticed.

The pieces' nonces count, and the last one says that it is the last (the STREAM construction, eprint.iacr.org/2015/189).
"""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

MAGIC = b"descant sealed 1\n"
SALT = 16
PIECE = 1 << 20
TAG = 16


class CannotUnseal(Exception):
    """The key is another one, or the file is not whole."""


def seal(source: Path, to: Path, key: str) -> None:
    """Write ``source`` to the new file ``to`` so that it can only be read with this key. Synced before it returns."""
    salt = os.urandom(SALT)
    cipher = _cipher(key, salt)
    with source.open("rb") as plain, to.open("xb") as sealed:
        to.chmod(0o600)
        sealed.write(MAGIC + salt)
        for nonce, piece in _numbered(plain, PIECE):
            sealed.write(cipher.encrypt(nonce, piece, MAGIC))
        sealed.flush()
        os.fsync(sealed.fileno())


def unseal(source: Path, to: Path, key: str) -> None:
    """Write what was sealed to the new file ``to``. Raises ``CannotUnseal``; then ``to`` is not there."""
    with source.open("rb") as sealed:
        if sealed.read(len(MAGIC)) != MAGIC:
            raise CannotUnseal(f"{source} was not sealed by Descant.")
        cipher = _cipher(key, sealed.read(SALT))
        with to.open("xb") as plain:
            to.chmod(0o600)
            try:
                for nonce, piece in _numbered(sealed, PIECE + TAG):
                    plain.write(cipher.decrypt(nonce, piece, MAGIC))
            except InvalidTag:
                to.unlink()
                raise CannotUnseal(f"{source} can not be opened: the key is another one, or it is not whole.") from None
            plain.flush()
            os.fsync(plain.fileno())


def is_sealed(path: Path) -> bool:
    """Whether this file needs a key."""
    with path.open("rb") as file:
        return file.read(len(MAGIC)) == MAGIC


def _cipher(key: str, salt: bytes) -> AESGCM:
    return AESGCM(Scrypt(salt=salt, length=32, n=2**15, r=8, p=1).derive(key.encode()))


def _numbered(file: BinaryIO, size: int) -> Iterator[tuple[bytes, bytes]]:
    """Each piece with its nonce: its number, and whether it is the last. An empty file has one empty piece."""
    number, piece = 0, file.read(size)
    while True:
        following = file.read(size)
        yield number.to_bytes(11) + (b"\0" if following else b"\1"), piece
        if not following:
            return
        number, piece = number + 1, following
