"""The tender box: what may be seen when, what was put in, what the bidder holds as proof, and who opens it."""
