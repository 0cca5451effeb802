"""The rules of the field in plain Python: no database, no web, no clock of its own."""
