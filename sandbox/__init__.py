"""Running untrusted code: what is asked and answered, and how to reach it."""
