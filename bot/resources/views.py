"""What the store can answer about resources, and the changes that it can make."""

from bot.ports import Change, View
from bot.resources.model import Resource

RESOURCE: View[Resource | None] = View("resources.resource")
"""By ``subject``, its id."""

FOUND: View[list[Resource]] = View("resources.found")
"""What is shared in ``community`` and may be known to ``person`` in ``place``, where a word begins with each of
``term1`` to ``term6`` (empty: any) and comes before ``end1`` to ``end6``. What holds comes first, then the newest;
at most ``limit`` after ``skip``."""

SHARE = Change("resources.share")
FILE_UNDER = Change("resources.file_under")
"""The resource is found by this ``term``."""

UNFILE = Change("resources.unfile")
"""The resource is found by nothing."""

TAKE_BACK = Change("resources.take_back")
"""The words, the link and all by which it was found are gone; returns 0 when it is not this person's."""

MARK = Change("resources.mark")
"""Somebody says whether it still holds."""
