"""Practice: what a learner is asked, and what their answers are worth."""
