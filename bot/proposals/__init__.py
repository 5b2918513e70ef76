"""What a group could do: how stances become an outcome, and when."""
