"""Drafts and versions in SQL."""
