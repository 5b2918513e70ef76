"""The words of an agreement's versions, and why they came."""

from storage.hideable.words import Hideable, community
from storage.tables import agreement_versions as versions

_here = versions.c.community == community

HIDEABLE = (
    Hideable("agreement.text", versions.c.text, versions.c.id, versions.c.id, _here, author=versions.c.person),
    Hideable("agreement.why", versions.c.why, versions.c.id, versions.c.id, _here, author=versions.c.person),
)
