"""The guide for evaluators."""

from docs.making.guide import Guide, Shown, Step
from docs.making.roles.programmes import FRAIL, MUSCULOSKELETAL

GUIDE = Guide(
    name="evaluator",
    title="Guide for evaluators",
    who="clinical",
    brief="declare conflicts, read answers, mark alone, give a reason, lock, agree with the panel.",
    intro=(
        "You read some of the answers that bidders have written and give each a mark with a reason. You do that "
        "alone: nobody sees your marks, and you see nobody’s, until everyone on the panel has locked theirs. Twenty "
        "minutes between two clinics are enough for a question; everything you type is kept."
    ),
    steps=(
        Step(
            title="See what waits for you",
            text=(
                "Your first page lists under **What waits for you** what you are asked to do, in which procurement "
                "and by when. An invitation to a panel stands there first: accept it, or decline and say why."
            ),
        ),
        Step(
            title="Say whether anything links you to a bidder",
            text=(
                "Before you can read anything, you declare for each bidder: **No, I have no conflict**, or yes and "
                "what it is. Think of work, money, family, friendship and past disputes. With a conflict you read "
                "nothing of that bidder unless you are cleared; the other bidders stay with you."
            ),
            who="quality",
            links=(FRAIL, "Conflict declarations", "Declare about Alder Demonstration Health"),
            shown=Shown(
                "The declaration: a question with two answers, and room to say what the link is", "Conflicts with"
            ),
        ),
        Step(
            title="Open your list",
            text=(
                "**My marking** holds only the questions that are yours, bid by bid, and says how far you are. "
                "Narrow it by bid, question or state. Take them in any order."
            ),
            links=(FRAIL, "My marking"),
            shown=Shown("My marking: each question with its state, the mark and when it was saved", "My marking", 700),
        ),
        Step(
            title="Read, mark, say why",
            text=(
                "The bidder’s answer stands on the left, the question and the marks with their meaning on the right "
                "(below it on a phone). Choose a **Mark** and write **Why this mark**: what in the answer earns it, "
                "and what is missing. It is saved as you type. A reason that says too little, or leans on another "
                "bid, is pointed out and listed as **Worth another look** until you mend or answer it."
            ),
            links=(FRAIL, "My marking", "Assessment and co-ordination at home of Alder Demonstration Health"),
            shown=Shown(
                "One question: the answer, the question, the marks with their meaning, the reason",
                "Assessment and co-ordination",
                1000,
            ),
        ),
        Step(
            title="Lock your marks",
            text=(
                "When every question has a mark and a reason, choose **Lock all my marks**. The page says what is "
                "still missing. Locked marks cannot be changed by anybody: they stay on record as you gave them."
            ),
            links=(FRAIL, "My marking", "Lock all my marks"),
        ),
        Step(
            title="Agree with the panel",
            text=(
                "The moderator writes down the mark and reason that the panel agrees. Read it under **Moderation** "
                "and approve it, or approve it with a dissent of your own, which stays on record beside it."
            ),
            links=(MUSCULOSKELETAL, "Moderation"),
        ),
    ),
    questions=(
        (
            "Why do I see no prices?",
            "Nobody who marks quality does. They are opened after all agreed marks are final.",
        ),
        (
            "What may my reason not say?",
            "Anything about another bid: each is judged on its own. Bare words (“good”) and a reason that fits "
            "another mark are pointed out as you write, and must be mended or answered before you lock.",
        ),
        (
            "I was called away in the middle.",
            "Come back when you can. What you typed is there, on this device and any other.",
        ),
    ),
)
