"""Exercises in the chat: the commands, what is said of an attempt, and the buttons under it."""
