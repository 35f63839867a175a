"""A class's notes in the chat: the commands, what their buttons say, and how notes are shown."""
