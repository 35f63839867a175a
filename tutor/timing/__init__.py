"""How fast a learner's code runs."""
