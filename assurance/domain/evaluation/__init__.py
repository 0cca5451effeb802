"""How bids are judged: criteria, marks, moderation, price formulas, elimination and ranking."""
