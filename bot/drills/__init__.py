"""Drills in the chat: the command, its questions and what their buttons say."""
