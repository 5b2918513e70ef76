"""Check-ins: prompts that come back on a schedule, ask, and never nag."""
