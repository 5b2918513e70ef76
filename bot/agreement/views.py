"""What the store can answer about agreements, and the changes that it can make."""

from bot.agreement.model import Change as ChangeOfText
from bot.agreement.model import Version
from bot.ports import Change, View

NEWEST: View[Version | None] = View("agreement.newest")
"""The version that holds in ``community``."""

OF_SUBJECT: View[Version | None] = View("agreement.of_subject")
"""The same, by ``subject``, a community's id."""

CHANGED: View[ChangeOfText | None] = View("agreement.changed")
"""The version whose id is ``subject``, and what it changed."""

VERSIONS: View[list[ChangeOfText]] = View("agreement.versions")
"""The versions of ``community``, the newest first, at most ``limit`` after ``skip``, each with what it changed."""

ADOPT = Change("agreement.adopt")
"""One more version. Two of the same number can not be."""

LOOK_AGAIN = Change("agreement.look_again")
"""The version ``which`` of ``whose`` agreement is looked at again at ``at``."""

MEET = Change("agreement.meet")
"""Someone has met the bot, known by a tag that leads to nobody; returns 0 when they had before."""
