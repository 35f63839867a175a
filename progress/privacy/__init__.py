"""What is kept about a person, and what stays of them when they are forgotten."""
