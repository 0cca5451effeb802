"""Fills in the addresses of the service for tests that walk all of them."""

from __future__ import annotations

from flask import Flask
from werkzeug.routing import AnyConverter, Rule


def filled(app: Flask, rule: Rule, **known: str) -> str:
    """Return an address with what is known for each name, one of the values it takes, or 1."""
    return app.url_for(rule.endpoint, **{name: _fitting(rule, name) or known.get(name, "1") for name in rule.arguments})


def _fitting(rule: Rule, name: str) -> str:
    """Return one of the few values an address takes for a name, or nothing where it takes any."""
    converter = rule._converters.get(name)
    return min(converter.items) if isinstance(converter, AnyConverter) else ""
