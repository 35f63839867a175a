"""What instructors see, in chat."""
