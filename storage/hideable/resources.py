"""Words about what is shared, its address, and what is said of whether it is right."""

from sqlalchemy import select

from storage.hideable.words import Hideable, community
from storage.tables import resource_marks, resources

_here = resources.c.community == community

HIDEABLE = (
    Hideable("resource.words", resources.c.words, resources.c.id, resources.c.id, _here, author=resources.c.person),
    Hideable("resource.link", resources.c.link, resources.c.id, resources.c.id, _here, author=resources.c.person),
    Hideable(
        "resource.why",
        resource_marks.c.why,
        resource_marks.c.id,
        resource_marks.c.resource,
        resource_marks.c.resource.in_(select(resources.c.id).where(_here)),
        author=resource_marks.c.person,
    ),
)
