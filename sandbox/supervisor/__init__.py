"""Whose turn it is, which process runs a snippet, and how that ended. Never loads torch."""
