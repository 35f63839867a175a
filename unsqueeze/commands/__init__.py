"""One module for a command or a family of them."""
