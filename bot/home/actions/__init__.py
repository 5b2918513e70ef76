"""What can be reached from ``/descant``: plain functions from a unit of work and an event to an answer."""
