"""The guide for assurance reviewers."""

from docs.making.guide import Guide, Shown, Step
from docs.making.roles.programmes import MUSCULOSKELETAL

GUIDE = Guide(
    name="reviewer",
    title="Guide for assurance reviewers",
    who="assurance_clinical",
    brief="hold a gate: rate each line of enquiry, ask for evidence, set conditions, sign.",
    intro=(
        "A gate is a point at which people who do not run the procurement look at it before a step that is hard to "
        "take back. You rate lines of enquiry; the verdict follows from them by rule and nobody chooses it, you "
        "included."
    ),
    steps=(
        Step(
            title="See which gate waits",
            text=(
                "**Gates and conditions** says before which step each gate is held, how many lines are rated and "
                "which conditions are open. When a gate waits for you it stands on your first page."
            ),
            links=(MUSCULOSKELETAL, "Gates and conditions"),
            shown=Shown(
                "The gates of a procurement, each with its verdict and open conditions", "Gates and conditions", 900
            ),
        ),
        Step(
            title="Read what is already known",
            text=(
                "Some findings are computed from the record: the largest loss beside the reserves, gaps in the cover "
                "of care, prices beside the envelope. They are marked as computed and cannot be rated away."
            ),
        ),
        Step(
            title="Rate each line and say what you saw",
            text=(
                "Open the gate. Under **Lines that decide the verdict** give each line green, amber or red with your "
                "finding and the evidence. Where you lack evidence, ask somebody of the authority or the bidder for "
                "it, by a date."
            ),
            links=(MUSCULOSKELETAL, "Gates and conditions", "Checkpoint 2"),
            shown=Shown("A gate: the verdict that follows, and the lines behind it", "Checkpoint 2", 900),
        ),
        Step(
            title="Set conditions",
            text=(
                "An amber line that is mandatory needs a condition: what has to be done, by whom, by when, and "
                "whether it blocks signing the contract or starting the service. It keeps one reference (**C-001**) "
                "to the day it is met. Tick that it takes a document, and words alone do not meet it. One that is "
                "overdue opens the gate again."
            ),
            links=(MUSCULOSKELETAL, "Gates and conditions"),
        ),
        Step(
            title="Sign",
            text=(
                "When every line is rated the page shows the verdict as it will be. As many reviewers as the gate "
                "asks for must sign; then the verdict is given and stands. A later change of a rating clears the "
                "signatures."
            ),
        ),
    ),
    questions=(
        (
            "Can nine green lines outweigh one red?",
            "No. The worst line that is mandatory decides; there is no average.",
        ),
        (
            "Who decides what a gate asks?",
            "The board secretary of the authority, version by version. A sitting that has begun keeps its lines.",
        ),
    ),
)
