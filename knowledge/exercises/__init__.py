"""Exercises as they are written: what is asked, and by which rules it is to be solved."""
