"""Descant in Discord, over discord.py's gateway and HTTP."""
