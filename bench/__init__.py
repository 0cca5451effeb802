"""Measures what the goals for speed are about, each figure beside a baseline timed in the same run. Not shipped."""
