"""What members can do with a poll: plain functions from a unit of work and an event to an answer."""
