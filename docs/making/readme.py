"""The pictures of the README, but for the pages of the pack."""

from docs.making.guide import Picture, Shown
from docs.making.roles.programmes import DIABETES, DIABETES_BID, FRAIL, MUSCULOSKELETAL

HEIGHT = 900
TRIAL = (MUSCULOSKELETAL, "Award criteria", "Trials of the criteria before they were published", "Trial 1")

PICTURES = (
    Picture("hub", "officer", (DIABETES,), Shown("", "", 1020)),
    Picture("wind-tunnel", "officer", TRIAL, Shown("", "Who wins at which weight", 1010)),
    Picture("bid", "dogwood", (DIABETES_BID,), Shown("", "", HEIGHT)),
    Picture(
        "scoring", "clinical",
        (FRAIL, "My marking", "Assessment and co-ordination at home of Alder Demonstration Health"),
        Shown("", "Assessment and co-ordination", HEIGHT),
    ),
    Picture(
        "moderation", "moderator",
        (MUSCULOSKELETAL, "Moderation", "Single point of access and triage of Alder Demonstration Health"),
        Shown("", "Single point of access", HEIGHT),
    ),
    Picture(
        "gate", "officer",
        (MUSCULOSKELETAL, "Gates and conditions", "Checkpoint 2"),
        Shown("", "Checkpoint 2", HEIGHT),
    ),
    Picture("ranking", "officer", (MUSCULOSKELETAL, "Ranking"), Shown("", "Ranking", 876)),
)  # fmt: skip
