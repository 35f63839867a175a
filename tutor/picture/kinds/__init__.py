"""One module for each kind of drawing."""
