"""Why something may be withheld from whoever asks for it under the Freedom of Information Act 2000.

A list of terms, from memory and not from the text of the Act: whoever withholds reads the section first. An exemption
that is not absolute is weighed against the public interest (section 2(2)(b)), and the reason says how.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from assurance.domain.award.disclosure import Ground

ACT = "Freedom of Information Act 2000"


@dataclass(frozen=True, slots=True)
class Exemption(Ground):
    """A ground to withhold, and whether the public interest is weighed against it."""

    is_absolute: bool = False

    @property
    def in_full(self) -> str:
        """The section with its subject, as an officer chooses it."""
        return f"{self.provision.removeprefix(f'{ACT}, ').capitalize()}: {self.label}"


def _exemption(section: str, label: str, *, is_absolute: bool = False) -> Exemption:
    return Exemption(label, f"{ACT}, section {section}", is_absolute)


EXEMPTIONS: Mapping[str, Exemption] = MappingProxyType(
    {
        "s21": _exemption("21", "Already public or otherwise within reach", is_absolute=True),
        "s22": _exemption("22", "To be published later"),
        "s31": _exemption("31", "Law enforcement"),
        "s36": _exemption("36", "Free and frank advice, as judged by the qualified person"),
        "s40": _exemption("40(2)", "Personal data of somebody else", is_absolute=True),
        "s41": _exemption("41", "Given in confidence", is_absolute=True),
        "s42": _exemption("42", "Legal professional privilege"),
        "s43_1": _exemption("43(1)", "Trade secret"),
        "s43_2": _exemption("43(2)", "Commercial interests"),
        "s44": _exemption("44", "Another law forbids it", is_absolute=True),
    }
)
"""Personal data are mostly withheld absolutely, as where a data protection principle would be broken."""
