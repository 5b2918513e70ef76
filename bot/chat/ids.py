"""Names for the ids that travel through the core, so that one kind can not be passed for another."""

from typing import NewType

CommunityId = NewType("CommunityId", str)
"""A community; starts with the name of the chat that carries it and a colon (``web:garden``)."""

PersonId = NewType("PersonId", str)
"""A member as their chat knows them; unique within a community, never shown."""

GONE = "gone:"
"""How the id of someone begins who has erased themselves; it leads to nobody."""

PlaceId = NewType("PlaceId", str)
"""A channel, a thread or a direct conversation."""

MessageId = NewType("MessageId", str)
"""A message as its chat knows it; unique within its place."""

PollId = NewType("PollId", str)

ProposalId = NewType("ProposalId", str)
