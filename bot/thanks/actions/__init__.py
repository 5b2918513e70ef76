"""What members can do with thanks: plain functions from a unit of work and an event to an answer."""
