"""What each command does: the only place that knows which parts stand behind the core's ports."""
