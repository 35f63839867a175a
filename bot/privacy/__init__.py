"""/forget in chat."""
