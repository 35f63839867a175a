"""What instructors see, folded from what a class did."""
