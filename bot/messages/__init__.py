"""A Telegram message as values."""
