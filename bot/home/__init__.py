"""Where everything can be reached from, so that nobody must remember commands."""
