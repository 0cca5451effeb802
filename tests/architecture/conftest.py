"""The real application, as the composition root builds it."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask import Flask

from assurance.app import create_app
from assurance.config import Settings


@pytest.fixture
def app(tmp_path: Path) -> Flask:
    """The application in an empty folder, without a database."""
    return create_app(Settings.for_instance(tmp_path))
