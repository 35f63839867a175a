"""Engines, migrations and column types; knows no domain."""
