"""What the page takes. Ours to choose: large enough that too long a text reaches the core and comes back kept."""

MOST_BODY = 512 * 1024
"""Bytes of one request."""

MOST_LINE = 20_000
"""Characters of one typed line."""

MOST_NAME = 64
"""Characters of a command's name."""

MOST_SHOWN = 200
"""Messages of a place on its page, the newest ones."""
