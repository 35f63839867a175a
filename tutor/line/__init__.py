"""What each part of a failing line held."""
