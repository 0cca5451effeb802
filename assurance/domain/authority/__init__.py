"""Who may do what, and which duties exclude each other."""
