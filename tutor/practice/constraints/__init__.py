"""Which rules of an exercise a submission breaks, read from its code alone."""
