"""The core of Descant: what the bot does, without any platform and without SQL."""
