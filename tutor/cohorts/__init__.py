"""What classes are told, and who may change it."""
