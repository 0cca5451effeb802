"""Rows and queries. Nothing here decides anything; nothing here knows the web."""
