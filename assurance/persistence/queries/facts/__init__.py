"""The facts of a case, counted from rows: one module for each group of facts in `domain.case`."""
