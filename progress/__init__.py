"""Learners, events and what is counted of them: pure values and rules."""
