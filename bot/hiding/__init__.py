"""Harmful words can be hidden by keepers: gone everywhere, with a trace that everyone reads, and shown again."""
