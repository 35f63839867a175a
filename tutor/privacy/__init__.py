"""What a person may ask about what is kept of them."""
