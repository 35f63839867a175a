"""Learners, events and their counts in SQL, one module a noun."""
