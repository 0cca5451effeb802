"""The guide for procurement officers."""

from docs.making.guide import Guide, Shown, Step
from docs.making.roles.programmes import DIABETES, FRAIL, MUSCULOSKELETAL, RESPIRATORY

GUIDE = Guide(
    name="officer",
    title="Guide for procurement officers",
    who="officer",
    brief="plan, publish, select, keep the panel going, rank, recommend, write the letters.",
    intro=(
        "You carry a procurement from the plan to the letters. The service keeps the dates and the rules of the law, "
        "says at every moment what can be done next and what stands in the way, and writes the record while you work."
    ),
    steps=(
        Step(
            title="Begin with the page of the procurement",
            text=(
                "**What can be done next** offers the next step of the procedure. What cannot be done yet says what "
                "is missing, under which provision, and links to the page where you mend it. **Where it stands** "
                "shows the whole way. Start a procurement of your own from the page with all of them."
            ),
            links=(DIABETES,),
            shown=Shown(
                "The page of a procurement: the next step, what is missing for it, and the path of stages",
                "What can be done next",
            ),
        ),
        Step(
            title="Plan what is bought",
            text=(
                "Write down the programme, the budget, the pathways with every element of care, and the outcomes "
                "that payment depends on. Add **Timetable** early: it works the dates out from the minimum times of "
                "the law, forwards or backwards, and explains each of them."
            ),
            links=(RESPIRATORY, "Programme, budget, pathways and outcomes"),
        ),
        Step(
            title="Draft the criteria, and try them",
            text=(
                "Give each criterion its weight, question, word limit and minimum. Then choose **Try the criteria**: "
                "made-up bids run through them, so that you learn before publication who would win, and what could "
                "turn it. From publication on they stand; only where the notice said so may they be refined, by a "
                "new version."
            ),
            links=(RESPIRATORY, "Award criteria"),
            shown=Shown("Draft criteria: each with its kind, weight and minimum", "Award criteria", 760),
        ),
        Step(
            title="Publish, answer, select, talk",
            text=(
                "Publishing the notice is a step like any other. Then **Requests to take part** are judged, "
                "questions of bidders answered to all alike under **Questions, addenda and deadlines**, and the "
                "sessions of the dialogue minuted and agreed by both sides. A deadline moves only to a later time, "
                "with a reason, once a second person approves; all bidders are told at once."
            ),
            links=(DIABETES,),
        ),
        Step(
            title="Give out the marking and watch it",
            text=(
                "Say under **Panel and marking duties** who marks what, and invite them. **Panel progress** shows "
                "who has not declared, not begun or not locked, and never a mark. Remind whoever is behind from "
                "there."
            ),
            links=(FRAIL, "Panel progress"),
            shown=Shown("Panel progress: what each person still has to do", "Panel progress", 760),
        ),
        Step(
            title="Check and confirm the ranking",
            text=(
                "The ranking follows from the agreed marks and the opened prices; every figure shows its working. "
                "**What would change the winner** says how firm it is. What you confirm is what the packs print."
            ),
            links=(MUSCULOSKELETAL, "Ranking"),
            shown=Shown("The ranking: who leads by how much, and the points by criterion", "Ranking", 860),
        ),
        Step(
            title="Recommend, write the letters, wait",
            text=(
                "Write the recommendation; somebody else decides on it. Letters are merged from the record and "
                "issued together. **Standstill and representations** says when the contract may be signed, and why "
                "then. Ask for the evaluation pack and every other document under **Packs**."
            ),
            links=(MUSCULOSKELETAL,),
        ),
    ),
    questions=(
        (
            "Why is a button grey or missing?",
            "Either something is still missing, which the page names, or the step belongs to somebody else. Under "
            "“People and roles” you see to whom.",
        ),
        (
            "I have made a mistake.",
            "Until a thing is published or locked you change it. After that a new record corrects the old one; "
            "nothing is rewritten.",
        ),
    ),
)
