"""The forms in which a lead provider and its partners can work together, from contracts alone to one organisation.

Source: the spectrum of options for integration (founding document 004); the alliance is its emerging model.
"""

from __future__ import annotations

from enum import StrEnum


class IntegrationForm(StrEnum):
    """How the providers of a bid are bound to each other."""

    SUBCONTRACTING = "subcontracting"
    CONTRACTUAL_JOINT_VENTURE = "contractual_joint_venture"
    CORPORATE_JOINT_VENTURE = "corporate_joint_venture"
    MERGER = "merger"
    ALLIANCE = "alliance"

    @property
    def label(self) -> str:
        """The form in the words shown to people."""
        return _LABELS[self][0]

    @property
    def meaning(self) -> str:
        """One sentence on what the form shares and what it does not."""
        return _LABELS[self][1]


_LABELS: dict[IntegrationForm, tuple[str, str]] = {
    IntegrationForm.SUBCONTRACTING: (
        "Subcontracting",
        "Separate governance, bound by contracts alone; little is shared.",
    ),
    IntegrationForm.CONTRACTUAL_JOINT_VENTURE: (
        "Contractual joint venture",
        "Shared governance in a flexible partnership; risk is shared, assets are not.",
    ),
    IntegrationForm.CORPORATE_JOINT_VENTURE: (
        "Corporate joint venture",
        "Shared governance in a separate entity; risk, reward and some assets are shared.",
    ),
    IntegrationForm.MERGER: ("Merger", "One governance and one management; everything is pooled."),
    IntegrationForm.ALLIANCE: (
        "Lead provider with a close alliance",
        "The lead holds the budget with a few close partners, and keeps others at arm’s length.",
    ),
}
