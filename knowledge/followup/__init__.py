"""What a short message asks of the page before it. Pure."""
