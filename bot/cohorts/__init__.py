"""Classes in the chat: made, changed, joined and left."""
