"""Drafts and versions that instructors lay over the pages. Pure."""
