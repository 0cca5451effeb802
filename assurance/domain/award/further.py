"""The further decisions that may be given on a representation (PSR 2023 reg 12(4)(d)), by the code that is stored."""

DECISIONS: dict[str, str] = {
    "proceed": "Go on with the award as intended",
    "return": "Go back to an earlier step",
    "abandon": "Abandon the procurement",
}
