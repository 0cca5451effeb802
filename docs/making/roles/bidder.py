"""The guide for bidders."""

from docs.making.guide import Guide, Shown, Step
from docs.making.roles.programmes import DIABETES_BID

GUIDE = Guide(
    name="bidder",
    title="Guide for bidders",
    who="birch",
    brief="ask to take part, take part in the dialogue, write a tender together, submit it, keep the receipt.",
    intro=(
        "You bid to lead a whole programme of care. Several of your people can write at once; nobody outside your "
        "organisation reads a word before the tenders are opened. One thing is always said plainly: submitted or not."
    ),
    steps=(
        Step(
            title="Find the programme and ask to take part",
            text=(
                "**Opportunities** lists what is open to bid for and lets you be told of new ones by e-mail. "
                "Register your organisation once; the answers to standing questions are kept for the next time."
            ),
        ),
        Step(
            title="Open your bid",
            text=(
                "**My bids** shows each bid with its stage, the time left and what is missing. The page of a bid "
                "says first whether it is **Not yet submitted**, then lists every part with its state, so that "
                "nothing is found out at the deadline."
            ),
            links=(DIABETES_BID,),
            shown=Shown(
                "The page of a bid: not yet submitted, the time left, and every part with its state", "Your bid", 1040
            ),
        ),
        Step(
            title="Ask questions",
            text=(
                "Choose **Ask a question**. The answer goes to every bidder, and nobody can tell who asked; say so "
                "if yours would give away something confidential. What changes in the documents stands under "
                "**Addenda**."
            ),
            links=(DIABETES_BID, "Questions, answers and changes"),
        ),
        Step(
            title="Write the answers",
            text=(
                "Each page has one question, **What the evaluators look for** and **How answers are marked**. Words "
                "are counted as the authority counts them, and what you type is saved as you type. An earlier draft "
                "can be taken up again. Two people in the same answer are warned before one overwrites the other."
            ),
            links=(DIABETES_BID, "Feet that do not heal"),
            shown=Shown(
                "An answer being written: the question, what is looked for, the words counted",
                "Feet that do not heal",
                900,
            ),
        ),
        Step(
            title="Say who delivers what, and what you promise",
            text=(
                "**Cover of care** asks for one accountable provider for each element of care, and what goes with "
                "the patient where care passes on. The promises on outcomes and the price by year show at once what "
                "you would be paid if you keep them, and if you do not."
            ),
            links=(DIABETES_BID, "Cover of care"),
        ),
        Step(
            title="Check, then submit",
            text=(
                "Read everything once more as evaluators will. With **Submit the final tender** it is sealed: from "
                "then on not even the authority can open it before the deadline."
            ),
            links=(DIABETES_BID, "Check and submit"),
        ),
        Step(
            title="Keep the receipt",
            text=(
                "The page now says **Submitted, receipt** with its number. The **Receipt** lists every answer and "
                "file with its fingerprint; save it. You may **Take the tender back to change it** and submit again "
                "until the deadline, and not a second later."
            ),
            who="dogwood",
            links=(DIABETES_BID,),
            shown=Shown("A submitted bid: the number of the receipt, when it came in, the time left", "Your bid", 560),
        ),
        Step(
            title="Afterwards",
            text=(
                "The outcome comes as a letter with your marks, the reasons for them, and those of the successful "
                "bidder. The page says until when you may make a representation, and offers the records you may see."
            ),
        ),
    ),
    questions=(
        (
            "How do I know that it arrived?",
            "The page says “Submitted” and names the receipt. `assurance receipt verify` checks a receipt file on "
            "any computer.",
        ),
        (
            "Our connection broke during an upload.",
            "Choose the same file again; it goes on where it stopped.",
        ),
        (
            "Who saw our tender?",
            "When the box is opened you are told when and in which roles. Every reading of it is on record.",
        ),
    ),
)
