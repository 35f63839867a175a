"""What the usual way would do wrong inside the jail, done another way."""
