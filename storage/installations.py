"""Tokens of workspaces, sealed: whoever reads the database alone can not speak anywhere."""

import base64
import hashlib
import json
import logging
from collections.abc import Sequence

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from sqlalchemy import bindparam, delete, select
from sqlalchemy.dialects.postgresql import insert

from bot.chat.ids import CommunityId, PersonId
from bot.config import Secret
from bot.installations import Installation
from bot.ports import EVERYWHERE, Change, Store, Tx, View
from storage.statements import Changes, Views, query
from storage.tables import installations

log = logging.getLogger(__name__)

SEALED: View[list[tuple[str, str]]] = View("installations.sealed")
SEALED_OF: View[list[tuple[str, str]]] = View("installations.sealed_of")
KEEP = Change("installations.keep")
FORGET = Change("installations.forget")
SHORTEST_KEY = 32


class Vault:
    """Seals and opens with a key. Several keys, with commas between: the first seals, all of them open."""

    def __init__(self, keys: str) -> None:
        self._fernet = MultiFernet([Fernet(_stretched(key.strip())) for key in keys.split(",") if key.strip()])

    def seal(self, installation: Installation) -> str:
        """The community stands inside too, so that one row's token can not be put into another's place."""
        inside = {"community": installation.community, "token": installation.token.reveal(), "bot": installation.bot}
        return self._fernet.encrypt(json.dumps(inside).encode()).decode()

    def open(self, community: str, sealed: str) -> Installation | None:
        """What was sealed; None where the key is another one, or it belongs to another community."""
        try:
            inside = json.loads(self._fernet.decrypt(sealed.encode()))
        except InvalidToken:
            return None
        if inside["community"] != community:
            return None
        return Installation(CommunityId(community), Secret(inside["token"]), PersonId(inside["bot"]))


class SealedInstallations:
    """Fulfils the core's ``Installations`` on the store."""

    def __init__(self, store: Store, vault: Vault) -> None:
        self._store = store
        self._vault = vault

    async def all(self) -> Sequence[Installation]:
        """Every installation whose token can be opened."""
        return self._opened(await self._store.read(SEALED))

    async def find(self, community: CommunityId) -> Installation | None:
        """The one of this community."""
        return next(iter(self._opened(await self._store.read(SEALED_OF, community=community))), None)

    async def keep(self, installation: Installation) -> None:
        """Keep it in place of an earlier one."""
        await self._store.write(EVERYWHERE, _keep, installation.community, self._vault.seal(installation))

    async def forget(self, community: CommunityId) -> None:
        """Its token is deleted at once."""
        await self._store.write(EVERYWHERE, _forget, community)

    def _opened(self, rows: list[tuple[str, str]]) -> list[Installation]:
        opened = [(community, self._vault.open(community, sealed)) for community, sealed in rows]
        if lost := sum(one is None for _, one in opened):
            log.error("%d tokens can not be opened with DESCANT_TOKEN_KEY; those workspaces install again", lost)
        return [one for _, one in opened if one is not None]


def _is_whole(key: str) -> bool:
    try:
        return len(base64.urlsafe_b64decode(key)) == SHORTEST_KEY
    except ValueError:
        return False


def _stretched(key: str) -> bytes:
    """A Fernet key as it is, or one derived from words that someone chose."""
    if _is_whole(key):
        return key.encode()
    return base64.urlsafe_b64encode(hashlib.scrypt(key.encode(), salt=b"descant tokens", n=2**14, r=8, p=1, dklen=32))


def _keep(tx: Tx, community: CommunityId, sealed: str) -> None:
    tx.change(KEEP, community=community, sealed=sealed, at=tx.now)


def _forget(tx: Tx, community: CommunityId) -> None:
    tx.change(FORGET, community=community)


def _pairs(rows: Sequence[Sequence[object]]) -> list[tuple[str, str]]:
    return [(str(community), str(sealed)) for community, sealed in rows]


_columns = select(installations.c.community, installations.c.sealed)
VIEWS: Views = {
    SEALED: query(_pairs, _columns.order_by(installations.c.community)),
    SEALED_OF: query(_pairs, _columns.where(installations.c.community == bindparam("community"))),
}
CHANGES: Changes = {
    KEEP: insert(installations)
    .values(community=bindparam("community"), sealed=bindparam("sealed"), at=bindparam("at"))
    .on_conflict_do_update(index_elements=["community"], set_={"sealed": bindparam("sealed"), "at": bindparam("at")}),
    FORGET: delete(installations).where(installations.c.community == bindparam("community")),
}
