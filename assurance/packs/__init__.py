"""PDF packs: what goes in (gathered through queries), how it reads (templates), and how it is printed and checked."""
