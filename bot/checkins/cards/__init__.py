"""How check-ins look: pure functions from the model and words to cards."""
