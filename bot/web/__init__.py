"""The way from the chat to the instructors' web page."""
