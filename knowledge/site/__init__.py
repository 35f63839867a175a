"""The pages as a static website."""
