"""Telegram: the table of contents and the wiring."""
