"""A served installation to measure: filled, started on loopback, asked by many at once, and ended."""
