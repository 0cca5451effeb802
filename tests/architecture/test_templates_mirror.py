"""Someone who sees an address can name the view file and the template without searching."""

from __future__ import annotations

import ast
import inspect
import textwrap
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from flask import Flask
from jinja2 import meta

from tests.architecture.checkout import ROOT, python_files

TEMPLATES = ROOT / "templates"
AUDIENCES = ("staff", "supplier", "public", "auth", "admin")


def _rendered(tree: ast.AST) -> Iterator[str]:
    """Yield the templates a piece of code names in full."""
    for node in ast.walk(tree):
        if (
            isinstance(node, ast.Call)
            and getattr(node.func, "id", "") == "render_template"
            and isinstance(node.args[0], ast.Constant)
        ):
            yield str(node.args[0].value)


def _rendered_by_file() -> dict[Path, set[str]]:
    return {
        path.relative_to(ROOT / "assurance/web"): set(_rendered(ast.parse(path.read_text("utf-8"))))
        for path in python_files("assurance")
        if path.is_relative_to(ROOT / "assurance/web")
    }


def _rendered_by_view(view: Callable[..., Any]) -> set[str]:
    source = textwrap.dedent(inspect.getsource(inspect.unwrap(view)))
    return set(_rendered(ast.parse(source)))


def test_every_template_that_is_rendered_exists() -> None:
    named = set().union(*_rendered_by_file().values())
    assert named
    assert sorted(name for name in named if not (TEMPLATES / name).is_file()) == []


def test_a_capability_renders_only_from_its_own_folder() -> None:
    strangers = {
        f"{path}: {name}"
        for path, names in _rendered_by_file().items()
        for name in names
        if path.parts[0] in AUDIENCES and not name.startswith(f"{path.parent.as_posix()}/")
    }
    assert strangers == set()


def test_the_template_of_a_view_has_the_path_of_its_endpoint(app: Flask) -> None:
    misplaced = {}
    for endpoint, view in app.view_functions.items():
        names = _rendered_by_view(view) if endpoint != "static" else set()
        if names and names != {f"{endpoint.replace('.', '/')}.html"}:
            misplaced[endpoint] = names
    assert misplaced == {}


def test_every_template_is_used(app: Flask) -> None:
    """A page is rendered by a view; a base, partial or component is named by another template."""
    named = set().union(*_rendered_by_file().values())
    for name in app.jinja_env.list_templates():
        source = (TEMPLATES / name).read_text("utf-8")
        named |= {each for each in meta.find_referenced_templates(app.jinja_env.parse(source)) if each}
    pages = {path.relative_to(TEMPLATES).as_posix() for path in TEMPLATES.rglob("*.html")}
    own = {page for page in pages if page.split("/")[0] in AUDIENCES}
    assert sorted(own - named) == []


def test_every_template_parses(app: Flask) -> None:
    for name in app.jinja_env.list_templates():
        app.jinja_env.parse((TEMPLATES / name).read_text("utf-8"), filename=name)
