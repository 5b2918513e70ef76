"""One folder for each chat: decode, render, carry. No adapter knows another."""
