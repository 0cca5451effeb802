"""What the README tells one to try, and its pictures, but for the pages of the pack."""

from docs.making.guide import Picture, Shown, Step
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

TRIED = (
    Step(
        "Score a bid",
        "As *Demo Service User Evaluator*: **Declare conflicts and mark your questions**, **Declare now**, and say "
        "of both bidders that there is no conflict. Open a question, choose a mark, write why, save. Locked marks "
        "stay for good.",
        links=("Declare conflicts and mark your questions",),
        who="service_user",
    ),
    Step(
        "See what blocks a step",
        "As *Demo Procurement Officer*, PR-2025-0002: **This cannot be done yet** says who has still to declare and "
        "how many marks are not locked, under which provision, and where that is mended.",
        links=(FRAIL,),
        who="officer",
    ),
    Step(
        "Explain a ranking",
        "The same person, PR-2025-0001, **Ranking**: Birch leads Alder by 7.68, because **63.36 to 54.40 on Quality** "
        "outweigh the dearer price. **How firm this result is** says that quality would have to count **43.57 points "
        "lower** for Alder to win.",
        links=(MUSCULOSKELETAL, "Ranking"),
        who="officer",
    ),
    Step(
        "Open the pack",
        "PR-2025-0001, **Packs**, or `instance/demo/packs/PR-2025-0001-evaluation-pack.pdf`. `.venv/bin/assurance "
        "verify` with that file checks its seal and computes the ranking and every printed figure again, without the "
        "database.",
        links=(MUSCULOSKELETAL, "Packs"),
        who="officer",
    ),
    Step(
        "Submit a tender",
        "As *Demo Birch Bid Lead*: **Check it**, then **Submit the final tender**, and keep the receipt.",
        links=("Check it",),
        who="birch",
    ),
)
"""The numbered list of the README, word by word: what is bold there is read on the way."""
