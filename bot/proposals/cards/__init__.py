"""What members see of proposals: plain functions from a model to a card."""
