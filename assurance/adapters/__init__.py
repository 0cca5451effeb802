"""The outside world: files, jobs, the clock. Knows no rows."""
