"""Repair by experiment: one-step changes of a failing line, run to see which of them work."""
