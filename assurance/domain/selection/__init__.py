"""Who is selected: what is asked of bidders and those they rely on, how it is marked, and who goes through."""
