"""Where everything is kept."""

import re
from dataclasses import dataclass, field


def _url(value: str) -> str:
    known = re.match(r"sqlite:///.|postgresql://.", value)
    return "" if known else "should begin with sqlite:/// (and a file's path) or with postgresql://"


@dataclass(frozen=True, slots=True)
class StoreConfig:
    """``[store]``: the database."""

    url: str = field(default="sqlite:///descant.db", metadata={"check": _url})
