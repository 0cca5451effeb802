"""Each story of this folder has a database of its own with the cast in it, and not the demonstration."""

from tests.conftest import session

__all__ = ["session"]
