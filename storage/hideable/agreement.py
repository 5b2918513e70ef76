"""The words of an agreement's versions, and why they came."""

from storage.hideable.words import Copy, Hideable, community
from storage.tables import agreement_versions as versions

_here = versions.c.community == community

HIDEABLE = (
    Hideable("agreement.text", versions.c.text, versions.c.id, versions.c.id, _here, author=versions.c.person),
    Hideable("agreement.why", versions.c.why, versions.c.id, versions.c.id, _here, author=versions.c.person),
)

COPIES = (Copy("proposal.version", versions.c.text, versions.c.id, _here, whole=True),)
"""What the group has decided stands as a way's words in the proposal, too."""
