"""A Bot API server on one machine, with a chat page."""
