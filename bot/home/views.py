"""What the store can answer about everything that is open in a community, for one member."""

from bot.home.model import OpenThing
from bot.ports import View

OPEN: View[list[OpenThing]] = View("home.open")
"""All that is open at ``now`` in this ``place`` of ``community`` and in places where ``person`` has taken part before;
what ends first comes first, at most ``limit``."""
