"""How long each kind of record is kept, from which day, and what keeps it longer."""
