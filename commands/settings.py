"""Every section of the settings, read for a command."""

import os
from pathlib import Path
from typing import Any

from bot.config import Faults, Source, read_settings
from bot.hosting import HealthConfig, LogConfig
from storage.config import KeepConfig, StoreConfig


def sections() -> dict[str, type[Any]]:
    """Every section of the settings, and what it may hold."""
    from adapters.discord.config import DiscordConfig
    from adapters.slack.config import SlackConfig
    from adapters.web.config import WebConfig

    return {
        "store": StoreConfig,
        "keep": KeepConfig,
        "log": LogConfig,
        "health": HealthConfig,
        "discord": DiscordConfig,
        "slack": SlackConfig,
        "web": WebConfig,
    }


def settings_from(path: str | None) -> dict[str, Any]:
    """The settings in this file; the usual ones where none is named and ``config.toml`` is not there."""
    file = Path(path or "config.toml")
    try:
        text = file.read_text() if path or file.exists() else ""
    except (OSError, UnicodeDecodeError) as error:
        raise Faults((f"{file} can not be read: {getattr(error, 'strerror', None) or 'it is not text'}.",)) from None
    return read_settings(Source(text, os.environ, file.parent), sections())
