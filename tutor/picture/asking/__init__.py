"""What to draw, asked of the code and of the sandbox."""
