"""Use cases: one function is one business act in the caller's transaction. Nothing here commits or knows the web."""
