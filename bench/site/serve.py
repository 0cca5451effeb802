"""Serve the wrapped application as `assurance serve` does, until ended: python -m bench.site.serve HOST:PORT."""

from __future__ import annotations

import sys

from assurance.cli.serve import Server, options
from bench.site.application import make_app


class BenchServer(Server):
    """The project's own server with the wrapped application."""

    def load(self) -> object:
        """Build the application in each process."""
        return make_app()


if __name__ == "__main__":
    BenchServer(options(sys.argv[1])).run()
