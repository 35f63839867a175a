"""Drafts of instructors: written message by message, listed, published."""
