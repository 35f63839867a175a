"""Practice: exercises sent, judged and talked about."""
