"""The knowledge base: a SQLite file built from the pages."""
