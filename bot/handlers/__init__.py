"""Parse, ask the tutor, render, send."""
