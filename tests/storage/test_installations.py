"""Tokens are sealed: a database alone opens none, one can not stand in for another, and keys can be changed."""

from pathlib import Path

from sqlalchemy import text

from bot.chat.ids import CommunityId, PersonId
from bot.config import Secret
from bot.installations import Installation
from storage.installations import SealedInstallations, Vault
from tests.databases import engine_at, open_at
from tests.fakes import CountedIds, FakeClock, LoadedDice

ONE, TWO = CommunityId("slack:T1"), CommunityId("slack:T2")
OLD, NEW = "o" * 40, "n" * 40


def installation(community: CommunityId, token: str) -> Installation:
    return Installation(community, Secret(token), PersonId("UBOT"))


async def test_a_token_is_kept_sealed_and_replaced(tmp_path: Path) -> None:
    store = await open_at(tmp_path / "d.db", FakeClock(), CountedIds(), LoadedDice())
    kept = SealedInstallations(store, Vault(OLD))
    await kept.keep(installation(ONE, "xoxb-first"))
    await kept.keep(installation(ONE, "xoxb-second"))
    (found,) = await kept.all()
    assert (found.community, found.token.reveal(), found.bot) == (ONE, "xoxb-second", "UBOT")
    with engine_at(tmp_path / "d.db").connect() as database:
        rows = database.execute(text("SELECT community, sealed FROM installations")).all()
    assert "xoxb" not in str(rows)
    await kept.forget(ONE)
    await kept.forget(ONE)
    assert await kept.find(ONE) is None
    await store.close()


async def test_a_row_in_anothers_place_opens_nothing(tmp_path: Path) -> None:
    store = await open_at(tmp_path / "d.db", FakeClock(), CountedIds(), LoadedDice())
    kept = SealedInstallations(store, Vault(OLD))
    await kept.keep(installation(ONE, "xoxb-one"))
    await kept.keep(installation(TWO, "xoxb-two"))
    with engine_at(tmp_path / "d.db").begin() as database:
        database.execute(
            text("UPDATE installations SET sealed = (SELECT sealed FROM installations WHERE community = 'slack:T2')")
        )
    assert [i.community for i in await kept.all()] == [TWO]
    assert await kept.find(ONE) is None
    await store.close()


def test_keys_can_be_changed() -> None:
    sealed = Vault(OLD).seal(installation(ONE, "xoxb-one"))
    assert Vault(NEW).open(ONE, sealed) is None
    both = Vault(f"{NEW}, {OLD}")
    opened = both.open(ONE, sealed)
    assert opened is not None
    assert opened.token.reveal() == "xoxb-one"
    assert Vault(NEW).open(ONE, both.seal(opened)) is not None
