"""Reading: `get_` raises `NotFound`, `find_` may return None, `list_` is ordered. Nothing here writes."""
