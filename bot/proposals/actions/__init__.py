"""What is done with proposals."""
