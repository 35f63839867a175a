"""Inside the jail: the zygote, a spare, and one run."""
