"""What a message is, and what it gets."""
