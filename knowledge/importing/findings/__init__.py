"""One module for each kind of doubt about an answer."""
