"""How a community sets Descant up: changed by its keepers, in the open, and readable by every member."""
