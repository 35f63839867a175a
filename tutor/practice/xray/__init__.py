"""What a whole class made of an exercise: those who made the same of it, counted together."""
