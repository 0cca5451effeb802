"""Makes the pictures of the README and the guides for each role from a demonstration that is built for it."""
