"""The tender box: who holds its key, how tenders are closed into it, and how they are opened out of it."""
