"""What a person may do for their own organisation, and that somebody can always act for it."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum


class Part(StrEnum):
    """What a person of a provider may do for it."""

    LEAD = "lead"
    CONTRIBUTOR = "contributor"
    VIEWER = "viewer"

    @property
    def label(self) -> str:
        """The part in the words shown to people."""
        return {"lead": "Lead", "contributor": "Contributor", "viewer": "Viewer"}[self.value]

    @property
    def meaning(self) -> str:
        """What the part allows, in one sentence."""
        return {
            "lead": "Works on everything, invites colleagues, sends requests, submits and withdraws.",
            "contributor": "Works on bids, standing answers and answers to questionnaires; sends no bid.",
            "viewer": "Reads everything of the organisation; changes nothing.",
        }[self.value]


def why_not_change(parts: Mapping[int, Part], person: int, new: Part | None) -> str:
    """Say why a person cannot be given another part, or leave (None), or nothing when they can.

    `parts` are those of the active people. Without a lead nobody could submit, withdraw or invite a lead.
    """
    others = [each for key, each in parts.items() if key != person]
    if new is not Part.LEAD and parts.get(person) is Part.LEAD and Part.LEAD not in others:
        return "An organisation always has a lead: make a colleague lead first"
    return ""
