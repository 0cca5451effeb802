"""The guide for key holders."""

from docs.making.guide import Guide, Shown, Step
from docs.making.roles.programmes import DIABETES, MUSCULOSKELETAL

GUIDE = Guide(
    name="key-holder",
    title="Guide for key holders",
    who="governance",
    brief="keep a share of the key to the tender box, and open it together with others.",
    intro=(
        "Tenders are sealed in a box whose key exists only as shares. You hold one share. You cannot open the box "
        "alone, and nor can the people who run the service. You read no tender and judge nothing: you are there so "
        "that nobody looks too early."
    ),
    steps=(
        Step(
            title="Set up your own key, once",
            text=(
                "Choose a passphrase under **My key**. It opens your key and nothing else does: write it down and "
                "keep it where you would keep a spare key of your house. The page lists the **Tender boxes of which "
                "you hold a share**."
            ),
            links=("My key",),
            shown=Shown("My key: since when it is set up, and the boxes of which a share is held", "My key", 800),
        ),
        Step(
            title="See what you hold a share of",
            text=(
                "**The key of the tender box** says how many holders must open together, how many shares there are "
                "to spare, and who has lost theirs. The officer can make the key anew until the first tender is in "
                "the box, and not after."
            ),
            links=(DIABETES, "Final tenders and opening", "The key of the tender box"),
        ),
        Step(
            title="Open the box together",
            text=(
                "After the deadline you are asked to open. Each of you enters your own passphrase on your own "
                "device, within half an hour. With the last one needed, every tender opens at the same moment and is "
                "compared with its receipt. Until then nobody can read what is in the box, see how many tenders "
                "there are, or whose."
            ),
            links=(DIABETES, "Final tenders and opening"),
            shown=Shown(
                "Before the opening: who holds a share, who is here, who is still needed", "Opening of the final", 860
            ),
        ),
        Step(
            title="Open the prices later",
            text=(
                "Prices lie in a second envelope, opened the same way once the marks for quality are final. The "
                "price of a bid that is out by then stays closed for good. The record says who opened and when, "
                "under **Opening of the prices**."
            ),
            links=(MUSCULOSKELETAL, "Final tenders and opening", "Opening of the prices"),
            shown=Shown("The record of the opening of the prices", "Opening of the prices", 640),
        ),
    ),
    questions=(
        (
            "I have forgotten my passphrase.",
            "Your shares are lost then; nobody can reset it. Say so at once and set up another key on “My key”: "
            "before the first tender is in, the key of the box can be made anew; later the spare shares must do.",
        ),
        (
            "Too few of us can open.",
            "The authority cannot read the tenders then. Two people declare the key lost, and bidders open their own "
            "copies or send their files again; only what matches the receipts is taken.",
        ),
    ),
)
