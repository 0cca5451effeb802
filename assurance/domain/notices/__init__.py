"""What the three laws have published and told: kinds of notice and of letter as data, and what each must say."""
