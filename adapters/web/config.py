"""How the page is served."""

from dataclasses import dataclass, field


def _port(value: int) -> str:
    return "" if 0 < value < 65536 else "should be a number from 1 to 65535"


@dataclass(frozen=True, slots=True)
class WebConfig:
    """``[web]``: where the page listens. It speaks for made-up members, so it belongs on this machine alone."""

    host: str = "127.0.0.1"
    port: int = field(default=8420, metadata={"check": _port})
