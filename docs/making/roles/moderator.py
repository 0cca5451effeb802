"""The guide for moderators."""

from docs.making.guide import Guide, Shown, Step
from docs.making.roles.programmes import FRAIL, MUSCULOSKELETAL

GUIDE = Guide(
    name="moderator",
    title="Guide for moderators",
    who="moderator",
    brief="lead the panel from single marks to one agreed mark, and write down why.",
    intro=(
        "You chair the meeting in which the panel turns its single marks into one. You mark nothing yourself. What "
        "you write down must let a stranger see how the agreed mark came out of the single ones."
    ),
    steps=(
        Step(
            title="Declare first",
            text="As everyone on the panel, you say for each bidder whether anything links you to it.",
            links=(FRAIL, "Conflict declarations"),
        ),
        Step(
            title="See when the panel is ready",
            text=(
                "**Panel progress** shows who still has marks to lock. Moderation starts when all are locked; until "
                "then nobody, you included, sees a mark."
            ),
            links=(FRAIL, "Panel progress"),
        ),
        Step(
            title="Prepare the meeting",
            text=(
                "**Moderation** lists every question of every bid with the spread of its marks. Begin with the "
                "widest. Take all single marks with their reasons along as **Excel** or **CSV**."
            ),
            links=(MUSCULOSKELETAL, "Moderation"),
            shown=Shown(
                "Moderation: each question with the spread of its marks and what was agreed", "Moderation", 700
            ),
        ),
        Step(
            title="Talk one question through",
            text=(
                "One page holds the answer, the single marks as dots on one line, and every reason side by side. Say "
                "for each part of the question that it was talked about, and why the mark moved from where it was. "
                "Where somebody holds to another mark, write the dissent down."
            ),
            links=(
                MUSCULOSKELETAL,
                "Moderation",
                "Digital systems and hand-over data of Birch Demonstration Partnership",
            ),
            shown=Shown("One question: the single marks on a line, the reasons side by side", "Individual marks", 860),
        ),
        Step(
            title="Have it approved",
            text=(
                "Everyone who marked the question approves the record. If they ask for another, you make a new one; "
                "the old one stays to be read. Nobody’s own mark is ever changed."
            ),
        ),
    ),
    questions=(
        (
            "May we simply take the average?",
            "No. A mark is agreed with a reason. The page shows what in the single reasons the record does not take "
            "up.",
        ),
        (
            "Somebody declared a conflict late.",
            "Their marks on that bid are set apart; the officer names a replacement.",
        ),
    ),
)
