"""The guide for contract managers."""

from docs.making.guide import Guide, Shown, Step
from docs.making.roles.programmes import MUSCULOSKELETAL

GUIDE = Guide(
    name="contract-manager",
    title="Guide for contract managers",
    who="contracts",
    brief="draw up the contract, meet conditions, accept results, issue statements, propose amendments.",
    intro=(
        "You take over when the award is confirmed: the contract is drawn up from the tender that won, so that what "
        "was promised is what is signed. Then you run it, quarter by quarter."
    ),
    steps=(
        Step(
            title="Draw up the contract",
            text=(
                "**Contract** holds the terms, both **Signatures** and the **Conditions that travel from the "
                "gates**. The schedules are filled from the tender: care, partners, outcomes, payment. It cannot be "
                "signed while a condition blocks signature."
            ),
            links=(MUSCULOSKELETAL, "Contract"),
        ),
        Step(
            title="Make ready for the first day",
            text=(
                "**Plan of mobilisation** shows tasks on a time line, which of them may not slip, and the "
                "**Conditions precedent**. Checkpoint 3 reads the same page before the service starts."
            ),
            links=(MUSCULOSKELETAL, "Plan of mobilisation"),
            shown=Shown(
                "The plan of mobilisation: tasks on a time line, critical ones marked", "Plan of mobilisation", 860
            ),
        ),
        Step(
            title="Keep the contract in view",
            text=(
                "**Running contract** says in which quarter you are, **Where the outcomes stand** beside what was "
                "promised, and **What else waits**, for whom."
            ),
            links=(MUSCULOSKELETAL, "Running contract"),
            shown=Shown(
                "The running contract: outcomes beside promises, and what waits for whom", "The running contract", 900
            ),
        ),
        Step(
            title="Accept results",
            text=(
                "The lead provider reports each result with what shows it; you accept it or send it back with a "
                "reason. Only what is accepted is paid on."
            ),
            links=(MUSCULOSKELETAL, "Running contract", "Results of the quarters"),
        ),
        Step(
            title="Issue the payment statement",
            text=(
                "The finance officer prepares it; you check **How each outcome earned its part** and choose **Issue "
                "the statement**. The lead provider gets the same sealed document. A later statement corrects an "
                "earlier one of the same year."
            ),
            links=(
                MUSCULOSKELETAL,
                "Running contract",
                "Payment statements",
                "Year 1, quarter 2",
            ),
            shown=Shown(
                "A payment statement: what is due, and how each outcome earned its part", "Payment statement", 860
            ),
        ),
        Step(
            title="Change the contract only as the law allows",
            text=(
                "Propose it under **Amendments** with its ground. The page adds up all changes so far and says when "
                "the limit is near. Owner or approver decides."
            ),
            links=(MUSCULOSKELETAL, "Running contract", "Amendments"),
        ),
        Step(
            title="Be ready for the end",
            text=(
                "**Exit plan** says **What brings it into force**, **How care goes on from the first day** and **What "
                "is handed over**, by whom, to whom, in how many days. Settle it within six months, and look at it "
                "again each year."
            ),
            links=(MUSCULOSKELETAL, "Running contract", "Exit plan"),
        ),
    ),
    questions=(
        (
            "Who may add a subcontractor?",
            "The lead provider asks; you look into the newcomer and decide, with a reason.",
        ),
        (
            "Can I recompute a statement myself?",
            "Yes. `assurance payments` computes every figure again from the data file on the page of the statement.",
        ),
    ),
)
