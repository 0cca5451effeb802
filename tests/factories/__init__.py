"""Rows for tests: valid by default, never surprising."""
