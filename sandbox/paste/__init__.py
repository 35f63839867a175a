"""What was meant by pasted code. Pure, and the one place that tells code from prose."""
