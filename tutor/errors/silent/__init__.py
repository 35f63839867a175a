"""Mistakes that raise nothing."""
