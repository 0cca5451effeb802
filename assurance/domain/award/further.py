"""The further decisions that may be given on a representation (PSR 2023 reg 12(4)(d)), by the code that is stored."""

DECISIONS: dict[str, str] = {
    "proceed": "Go on with the award as intended",
    "return": "Go back to an earlier step",
    "abandon": "Abandon the procurement",
}

NATURES: dict[str, str] = {
    "criteria": "How the criteria were applied",
    "process": "Whether the published process was followed",
    "selection": "Selection or exclusion",
    "conflicts": "Conflicts of interest",
    "information": "What bidders were told, or not told",
    "other": "Something else",
}
"""What a representation is about, as the annual summary counts it (PSR 2023 reg 25); a list of ours, not of the law."""
