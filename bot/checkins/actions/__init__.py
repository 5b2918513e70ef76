"""What members and time can do with check-ins: plain functions from a unit of work and an event to an answer."""
