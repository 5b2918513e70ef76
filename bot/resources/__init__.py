"""What members share with each other: a link or a text with words about it, found again by these words."""
