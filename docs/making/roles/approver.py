"""The guide for approvers."""

from docs.making.guide import Guide, Shown, Step
from docs.making.roles.programmes import MUSCULOSKELETAL

GUIDE = Guide(
    name="approver",
    title="Guide for approvers",
    who="approver",
    brief="decide on what somebody else recommends: an award, an amendment.",
    intro=(
        "You decide on recommendations that somebody else has written, and answer for the decision. You cannot write "
        "the recommendation that you decide on, nor decide on your own proposal."
    ),
    steps=(
        Step(
            title="See what waits for your decision",
            text=(
                "Your first page names it under **What waits for you**: here **Decide on an amendment of the "
                "contract**. A message tells you as well."
            ),
            shown=Shown("My work: a decision waits, and where each procurement stands", "My work", 620),
        ),
        Step(
            title="Read the result before the recommendation",
            text=(
                "**Ranking** says who leads by how much, with the working of every figure, and what would have to be "
                "different for somebody else to win. The evaluation pack for the board prints the same."
            ),
            links=(MUSCULOSKELETAL, "Ranking"),
        ),
        Step(
            title="Decide on the recommendation",
            text=(
                "The page puts the confirmed ranking, the preferred and the reserve bidder and the reasons together. "
                "Approve or refuse, with your reason; both are on record for good. After approval the procurement "
                "goes to its gate."
            ),
            links=(MUSCULOSKELETAL, "Recommendation"),
            shown=Shown("A recommendation with the ranking, the reasons and the decision on it", "Recommendation", 860),
        ),
        Step(
            title="Decide on amendments of a running contract",
            text=(
                "You see the ground in law, what the change adds up to with all earlier ones, and **What differs**, "
                "line by line. Then choose **Put the decision on record**."
            ),
            links=(
                MUSCULOSKELETAL,
                "Running contract",
                "Amendments",
                "2: Walk-in advice in two libraries",
            ),
            shown=Shown("An amendment: why, on which ground, what differs, and the decision", "Amendment 2", 1000),
        ),
    ),
    questions=(
        (
            "What if I refuse?",
            "The officer reads your reason and writes another recommendation, or abandons. Nothing is deleted.",
        ),
        (
            "Can I ask for something before I decide?",
            "Yes, outside the service; what answers you belongs into the recommendation, which can be written anew.",
        ),
    ),
)
