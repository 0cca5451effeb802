"""Dialogue: whose ideas are whose, what may be told to whom, who knows what, and whether there is still competition."""
