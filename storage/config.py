"""Where everything is kept."""

import re
from dataclasses import dataclass, field
from datetime import timedelta

from bot.config import Secret
from bot.tidying import Kept


def _url(value: str) -> str:
    known = re.match(r"sqlite:///.|postgresql://.", value)
    return "" if known else "should begin with sqlite:/// (and a file's path) or with postgresql://"


@dataclass(frozen=True, slots=True)
class StoreConfig:
    """``[store]``: the database."""

    url: str = field(default="sqlite:///descant.db", metadata={"check": _url})


def _not_negative(value: int) -> str:
    return "should be 0 or more" if value < 0 else ""


def _one_or_more(value: int) -> str:
    return "should be 1 or more" if value < 1 else ""


@dataclass(frozen=True, slots=True)
class KeepConfig:
    """``[keep]``: copies to go back to, and how long what is not needed any more stays."""

    backups: str = "backups"
    """The folder for copies; empty: none are made."""
    backup_hours: int = field(default=24, metadata={"check": _not_negative})
    """How often a copy is made by itself; 0: never."""
    backups_kept: int = field(default=14, metadata={"check": _one_or_more})
    deliveries_days: int = field(default=7, metadata={"check": _one_or_more})
    """How long it is known what came in and what was said."""
    drafts_days: int = field(default=30, metadata={"check": _one_or_more})
    hidden_days: int = field(default=30, metadata={"check": _one_or_more})
    """How long words that were hidden can be shown again."""
    left_days: int = field(default=30, metadata={"check": _not_negative})
    """How long a community is kept from which the bot was taken out."""
    backup_key: Secret | None = field(default=None, metadata={"env": "DESCANT_BACKUP_KEY"})
    """With it, copies are sealed."""

    @property
    def kept(self) -> Kept:
        """What is let go of, and when."""
        return Kept(
            timedelta(days=self.deliveries_days),
            timedelta(days=self.drafts_days),
            timedelta(days=self.hidden_days),
            timedelta(days=self.left_days),
        )

    @property
    def key(self) -> str | None:
        """The key of sealed copies, in clear."""
        return self.backup_key.reveal() if self.backup_key is not None else None
