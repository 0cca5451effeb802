"""Questions of bidders and their answers: when they may be asked, who may read what, and what would give an asker away."""
