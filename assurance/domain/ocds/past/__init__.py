"""Past procurements of others, read from their open data for reference: what is wrong is repaired or left out."""
