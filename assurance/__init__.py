"""Assurance: procurement of lead-provider health programmes, from planning to a live contract."""
