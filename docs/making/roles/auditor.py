"""The guide for auditors."""

from docs.making.guide import Guide, Shown, Step
from docs.making.roles.programmes import MUSCULOSKELETAL

GUIDE = Guide(
    name="auditor",
    title="Guide for auditors",
    who="auditor",
    brief="read everything, change nothing, recompute the award from its pack.",
    intro=(
        "You may read every page of a procurement in which you have the role and change nothing. That you read "
        "something confidential is itself on record. Sealed tenders stay closed to you as to everyone until they are "
        "opened."
    ),
    steps=(
        Step(
            title="Follow what happened",
            text=(
                "**Timeline** lists everything that was done, decided, read or refused, newest first, with who and "
                "when. Narrow it by kind or person, or take it out as **Excel** or **CSV** with the whole hashes: "
                "each entry is chained to the one before it, so that a later change would show."
            ),
            links=(MUSCULOSKELETAL, "Timeline"),
            shown=Shown("The timeline: entries with their time, person and hash, narrowed by kind", "Timeline", 800),
        ),
        Step(
            title="See who could do what",
            text=(
                "**People and roles** says who held which role and since when. Duties that exclude each other cannot "
                "be held by one person."
            ),
            links=(MUSCULOSKELETAL, "People and roles"),
        ),
        Step(
            title="Check the opening and the marks",
            text=(
                "**Final tenders and opening** shows who opened the box and that each tender agrees with its "
                "receipt; **Moderation** how single marks became agreed ones, with every reason and dissent."
            ),
            links=(MUSCULOSKELETAL,),
        ),
        Step(
            title="Ask how firm the result is",
            text=(
                "From **Ranking**, the page on how firm it is tries other weights, other formulas, one bid or one "
                "evaluator fewer. It says how firm the result is, never that it is wrong."
            ),
            links=(MUSCULOSKELETAL, "Ranking", "How firm this result is"),
            shown=Shown("How firm the result is: who would be first at which weight", "How firm the result is", 800),
        ),
        Step(
            title="Check what the law asks to have on record",
            text=(
                "The **Record-keeping report** goes through the regulation line by line: what is on record, where it "
                "comes from, and what is missing."
            ),
            links=(MUSCULOSKELETAL, "Packs", "Record-keeping report"),
            shown=Shown("The record-keeping report, line by line of the regulation", "Record-keeping report", 700),
        ),
        Step(
            title="Recompute the award from the pack alone",
            text=(
                "Download the evaluation pack under **Packs**. On any computer with this program, and without the "
                "database, `assurance verify evaluation-pack.pdf` checks its seal and computes ranking and points "
                "again from the data inside it."
            ),
            links=(MUSCULOSKELETAL, "Packs"),
        ),
    ),
    questions=(
        (
            "How do I know that nobody rewrote the trail?",
            "`assurance audit verify` recomputes the whole chain; with `--checkpoints` it compares heads that were "
            "signed and kept elsewhere.",
        ),
        (
            "What can I not read?",
            "Sealed tenders, what bidders draft, and the private notes of evaluators until they have locked their "
            "marks.",
        ),
    ),
)
