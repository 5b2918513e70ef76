"""What keeps a store from being opened, in a sentence for whoever runs it."""


class CannotOpen(Exception):
    """The database can not be used as it is. The message says what was found and what to do; nothing was changed."""
