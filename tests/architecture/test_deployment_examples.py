"""What the guide to running an installation names is there: settings, commands, files."""

from __future__ import annotations

import re

import click

from assurance.cli.main import main
from tests.architecture.checkout import ROOT

GUIDE = ROOT / "docs" / "deployment.md"
EXAMPLES = sorted((ROOT / "docs" / "deployment").iterdir())
TEXTS = {path.name: path.read_text("utf-8") for path in [GUIDE, *EXAMPLES]}


def test_every_setting_that_is_named_is_read() -> None:
    named = {name for text in TEXTS.values() for name in re.findall(r"ASSURANCE_[A-Z_]+", text)}
    read = set(re.findall(r"ASSURANCE_[A-Z_]+", (ROOT / "assurance" / "config.py").read_text("utf-8")))
    assert len(named) > 5
    assert named - read == set()


def test_every_command_that_is_named_exists() -> None:
    named = re.findall(r"(?:`|/bin/)assurance ([a-z]+)(?: ([a-z-]+))?", "\n".join(TEXTS.values()))
    assert len(named) > 5
    for first, second in named:
        command = main.commands[first]
        if isinstance(command, click.Group):
            assert second in command.commands


def test_every_example_is_linked_and_every_link_leads_to_one() -> None:
    linked = set(re.findall(r"\]\(deployment/([^)]+)\)", TEXTS[GUIDE.name]))
    assert linked == {path.name for path in EXAMPLES}


def test_the_proxy_hands_on_who_asked_as_the_service_expects() -> None:
    assert "ASSURANCE_PROXIES=1" in TEXTS["environment"]
    assert "X-Forwarded-For $remote_addr;" in TEXTS["nginx.conf"]
