"""Curated pages: read, checked, searched, written in chat, imported, published."""
