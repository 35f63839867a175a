"""What the bot sends of its own accord: letters from the outbox, and announcements."""
