"""What a bot may ask of the server."""
