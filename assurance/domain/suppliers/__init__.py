"""Providers before they bid: what they are called, who acts for them, what they look for, what they can deliver."""
