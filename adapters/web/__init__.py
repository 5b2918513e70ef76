"""The playground: a web page that stands in for a chat, with a made-up community in it."""
