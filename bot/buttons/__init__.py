"""What buttons say, packed and drawn."""
