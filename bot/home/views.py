"""What the store can answer about everything that is open in a community, for one member."""

from bot.home.model import OpenThing, Recorded
from bot.ports import View

OPEN: View[list[OpenThing]] = View("home.open")
"""All that is open at ``now`` in this ``place`` of ``community``, in ``places`` and where ``person`` has taken part
before; what ends first comes first, at most ``limit``."""

RECORDED: View[list[Recorded]] = View("home.recorded")
"""What was decided in ``community``, with words ``like`` these in it, as far as ``person``, who asks in ``place``, may
know of it: the newest first, at most ``limit`` after ``skip``."""
