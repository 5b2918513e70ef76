"""What the store can answer about the set-up besides the settings themselves."""

from bot.chat.ids import PersonId
from bot.ports import Change, View
from bot.settings import Settings
from bot.setup.model import Coming, Found, Suggestion

OF_SUBJECT: View[Settings] = View("setup.of_subject")
"""The settings of the community whose id is ``subject``."""

COMING: View[list[Coming]] = View("setup.coming")
"""The next rounds of check-ins in ``community`` that ``person`` may know of in ``place``, three at most."""

FOUND: View[Found | None] = View("setup.found")
"""What the last look at the channels of ``community`` found; None while one is under way, or before the first."""

LOOK = Change("setup.look")
"""A look has begun: forget what the last one found."""

FIND = Change("setup.find")
"""Keep what was ``found`` at an instant."""

KNOWN_KEEPERS: View[list[PersonId]] = View("setup.known_keepers")
"""Members who have changed the set-up of ``community``, whoever did last first, at most ``limit``."""

SUGGESTION: View[Suggestion | None] = View("setup.suggestion")
"""What a member has written to the keepers, by ``subject``; None when it is not kept any more."""
