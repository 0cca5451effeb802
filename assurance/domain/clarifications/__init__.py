"""Questions of bidders: when they are asked, who may read what, and what would give an asker away."""
