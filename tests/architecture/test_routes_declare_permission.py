"""Forgetting a permission is a failing test, never an open door."""

from __future__ import annotations

from flask import Flask

from assurance.domain.authority.permissions import Permission
from assurance.web.guards import Access

# What anyone on the network may open. A page is added here on purpose or not at all.
PUBLIC = {"auth", "public"}


def test_every_endpoint_declares_who_may_use_it(app: Flask) -> None:
    undeclared = [
        endpoint
        for endpoint, view in app.view_functions.items()
        if endpoint != "static" and not isinstance(getattr(view, "access", None), Access)
    ]
    assert undeclared == []


def test_only_public_audiences_have_pages_without_a_permission(app: Flask) -> None:
    open_to_all = {
        endpoint
        for endpoint, view in app.view_functions.items()
        if endpoint != "static" and getattr(view, "access", Access(None)).permission is None
    }
    assert {endpoint for endpoint in open_to_all if endpoint.split(".")[0] not in PUBLIC} == set()


def test_what_is_declared_is_a_permission(app: Flask) -> None:
    declared = [getattr(view, "access", Access(None)).permission for view in app.view_functions.values()]
    assert [each for each in declared if each is not None and not isinstance(each, Permission)] == []
