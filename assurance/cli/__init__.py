"""Commands for a terminal. Each loads what it needs only when it runs, so that help is there at once."""
