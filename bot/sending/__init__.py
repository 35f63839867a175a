"""Text and pictures out."""
