"""What a class is told by those who teach it."""
