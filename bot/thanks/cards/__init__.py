"""Thanks as cards: asked in private, shown in public, told as a story."""
