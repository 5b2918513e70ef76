"""How Descant reaches Slack."""

import re
from dataclasses import dataclass, field

from bot.config import Secret

API = "https://slack.com/api/"


def _address(value: str) -> str:
    return "" if re.fullmatch(r"https?://[^\s/]+(/[^\s]*)?", value) else f"should be an address such as {API}"


def _public(value: str) -> str:
    if not value or re.fullmatch(r"https://[^\s/]+(/[^\s]*)?", value):
        return ""
    return "should be a public address such as https://descant.example.org"


def _mode(value: str) -> str:
    return "" if value in ("socket", "http") else 'should be "socket" or "http"'


def _prefix(value: str) -> str:
    return "" if re.fullmatch(r"[a-z0-9_-]{0,20}", value) else "should be up to 20 small letters, digits or hyphens"


def _port(value: int) -> str:
    return "" if 0 <= value < 65536 else "should be a number from 1 to 65535"


@dataclass(frozen=True, slots=True)
class SlackConfig:
    """``[slack]``: tokens and secrets, how Slack's payloads come here, and where Slack is."""

    bot_token: Secret | None = field(default=None, metadata={"env": "SLACK_BOT_TOKEN"})
    """One workspace's ``xoxb-`` token. Without it, workspaces install the app through OAuth."""
    app_token: Secret | None = field(default=None, metadata={"env": "SLACK_APP_TOKEN"})
    """The ``xapp-`` token that opens sockets."""
    signing_secret: Secret | None = field(default=None, metadata={"env": "SLACK_SIGNING_SECRET"})
    client_secret: Secret | None = field(default=None, metadata={"env": "SLACK_CLIENT_SECRET"})
    client_id: str = ""
    """For OAuth."""
    token_key: Secret | None = field(default=None, metadata={"env": "DESCANT_TOKEN_KEY"})
    """What workspaces' tokens are sealed with; a new key goes first, older ones follow after commas."""
    api: str = field(default=API, metadata={"check": _address})
    """The base of the Web API; sockets' addresses are asked there. Another one is a proxy or a test server."""
    mode: str = field(default="socket", metadata={"check": _mode})
    prefix: str = field(default="", metadata={"check": _prefix})
    """Begins the name of every command, where another app has them already."""
    host: str = "127.0.0.1"
    port: int = field(default=8430, metadata={"check": _port})
    address: str = field(default="", metadata={"check": _public})
    """Where Slack finds ``port`` from outside, without the path."""

    @property
    def wanted(self) -> bool:
        """Whether Slack is to be carried at all."""
        return self.bot_token is not None or bool(self.client_id)

    def missing(self) -> list[str]:
        """What the chosen mode needs and is not there, a sentence each."""
        needed = []
        if self.mode == "socket" and self.app_token is None:
            needed.append(
                "Socket Mode needs an app-level token: Basic Information, App-Level Tokens, scope connections:write. "
                "Put it in SLACK_APP_TOKEN."
            )
        if self.mode == "http" and self.signing_secret is None:
            needed.append("HTTP mode needs the signing secret: Basic Information. Put it in SLACK_SIGNING_SECRET.")
        if self.client_id and (self.client_secret is None or not self.address or self.token_key is None):
            needed.append(
                "Installing through OAuth needs SLACK_CLIENT_SECRET, [slack] address and a key for the tokens in "
                "DESCANT_TOKEN_KEY (at least 32 characters that nobody can guess)."
            )
        return needed
