"""A second opinion on what is stored: invariants of an installation, checked without a line of its own code.

    python -m tests.checker --database sqlite:////path/assurance.db --files /path/files [--receipts DIR] [--heads DIR]
                            [--pubkey FILE] [--canary WORDS]...

It reads tables with its own SQL, recomputes hashes and signatures with libraries alone, and names every breach. What
it cannot see from what it is given, it does not claim: rankings are recomputed by `assurance verify` from the data in
a pack.
"""
