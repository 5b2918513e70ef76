"""``/descant``, and how the bot and its members come and go."""

from collections.abc import Mapping

from bot.chat.answers import Answer, Nothing
from bot.chat.events import CommandGiven, CommunityJoined, MemberLeft
from bot.delivery import COMMUNITY, KEEP_COMMUNITY
from bot.home.actions.leaving import FORGET
from bot.ports import Effect, Tx
from bot.routes import Page, UseCase

HELLO = "hello"


def leading_to(pages: Mapping[str, Page], about: str, home: UseCase) -> UseCase:
    """``/descant``, or ``/descant setup`` and its like: the first word says what is wanted, the others what of it.
    From a message's own menu it leads to the page ``about``."""

    def descant(tx: Tx, event: CommandGiven) -> Answer:
        if event.about is not None:
            return pages[about](tx, event, "")
        typed = (event.options.get("what", ""), event.options.get("words", ""), event.text)
        wanted, _, rest = " ".join(typed).strip().partition(" ")
        page = pages.get(wanted.lower())
        return home(tx, event) if page is None else page(tx, event, rest.strip())

    return descant


def joined(tx: Tx, event: CommunityJoined) -> Answer:
    """Hello, said once: to whoever added the bot, otherwise where everyone reads."""
    tx.rest(FORGET, tx.community)
    kept = tx.see(COMMUNITY, community=tx.community)
    if not tx.change(KEEP_COMMUNITY, community=tx.community, language=event.locale, zone=event.zone or kept.zone):
        return Nothing()
    to = event.by or event.place
    if to is not None:
        tx.post(Effect(f"{HELLO}:{tx.community}", to, HELLO, tx.community, direct=event.by is not None))
    return Nothing()


def member_left(tx: Tx, event: MemberLeft) -> Answer:
    """Nothing is taken from anyone who leaves: what they said and chose stays as they left it."""
    return Nothing()
