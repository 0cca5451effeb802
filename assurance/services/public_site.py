"""Where the public reaches this installation and under which name its open data goes: told once by who starts it."""

from __future__ import annotations

from dataclasses import dataclass

EXAMPLE_PREFIX = "ocds-213czf"
"""The prefix of examples in the documentation of the standard, until an installation has registered its own."""


@dataclass(frozen=True, slots=True)
class PublicSite:
    """The address of the site, and the prefix of the identifiers of its open data."""

    url: str = "http://127.0.0.1:8000"
    ocid_prefix: str = EXAMPLE_PREFIX

    def notice(self, public_id: str) -> str:
        """Return the address of a notice."""
        return f"{self.url}/notices/{public_id}"


_sites: list[PublicSite] = [PublicSite()]


def use_site(site: PublicSite) -> None:
    """Publish under this name from now on in this process."""
    _sites[:] = [site]


def site() -> PublicSite:
    """Return the site in use."""
    return _sites[0]
