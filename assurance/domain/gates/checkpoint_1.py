"""Checkpoint 1: whether the programme and its procurement are fit for the market. A template, not law."""

from assurance.domain.gates.definition import Gate, KeyLine

CHECKPOINT_1 = Gate(
    code="checkpoint_1",
    label="Checkpoint 1",
    purpose="Is the programme worth procuring in this form, and is the commissioner able to run and hold it?",
    when="Before the call for competition",
    source=("Template after the Integrated Support and Assurance Process, version 2 (2017), checkpoint 1; not law"),
    key_lines=(
        KeyLine(
            code="scope_and_outcomes",
            title="Scope and outcomes",
            question=("Is it clear what the lead provider would answer for, and which outcomes would show success?"),
            what_good_looks_like=(
                "The whole care group is in scope, each pathway and its boundaries are written down, and a "
                "small set of outcomes framed with patients has a baseline, a target and a data source."
            ),
            evidence=(
                "Programme scope with pathways",
                "Outcome framework with baselines",
                "Record of patient input",
            ),
            red_trigger="An outcome that would be paid for cannot be measured today.",
        ),
        KeyLine(
            code="budget",
            title="Population and budget",
            question="Is the population defined and the budget complete, reconciled and affordable?",
            what_good_looks_like=(
                "The budget adds up to the programme's recorded spending, says what is left out, and is "
                "affordable for the whole term under a low and a high estimate of demand."
            ),
            evidence=(
                "Programme budget by year",
                "Reconciliation to the ledger",
                "Affordability under two scenarios",
            ),
            red_trigger="Spending in scope that nobody can reconcile to the budget.",
        ),
        KeyLine(
            code="payment_and_risk",
            title="Payment and sharing of risk",
            question=("Does the payment design reward outcomes without moving risk to someone who cannot bear it?"),
            what_good_looks_like=(
                "The share that depends on outcomes, the limits on gain and loss and the largest possible "
                "loss are worked out in figures, and a provider of the expected size could bear it."
            ),
            evidence=("Payment model with worked figures", "Largest loss against typical reserves"),
            red_trigger="The largest loss a provider could make is not known.",
        ),
        KeyLine(
            code="system_impact",
            title="Effect on other providers",
            question=("What would happen to incumbents and to services that depend on theirs, and is it acceptable?"),
            what_good_looks_like=(
                "The effect on each incumbent's income and rotas is estimated before bidders are chosen, "
                "emergency and trauma care is shown to hold, and stranded costs have an owner."
            ),
            evidence=("Impact assessment by incumbent", "View of affected trusts on emergency cover"),
            red_trigger="An incumbent would fall into deficit, or an on-call rota fail, with no plan for it.",
        ),
        KeyLine(
            code="procedure",
            title="Legal route and procurement plan",
            question=("Is the procedure lawful for these services, and can the timetable and the criteria be kept?"),
            what_good_looks_like=(
                "The reasons for the procedure are recorded, criteria and weights have been tried on "
                "invented bids, conflicts of interest are handled, and every period has room for challenge."
            ),
            evidence=(
                "Reasons for the procedure",
                "Trial of the evaluation model",
                "Timetable with minimum periods",
            ),
        ),
        KeyLine(
            code="commissioner_capability",
            title="Ability of the commissioner",
            question="Does the commissioner have one owner of the whole risk and the people to run this?",
            what_good_looks_like=(
                "One named person owns the whole risk; each adviser's remit says who covers tax and who "
                "covers guarantees; the evaluators are named, trained and free when they are needed."
            ),
            evidence=("Named owner", "Advisers' remits side by side", "Resource plan for the evaluation"),
            red_trigger="Two parties each think the other covers tax, guarantees or another whole subject.",
        ),
        KeyLine(
            code="information",
            title="Data and information governance",
            question="Could the lead provider lawfully receive the data the role needs?",
            what_good_looks_like=(
                "The data flows the role needs are drawn, each with its controller and lawful basis."
            ),
            evidence=("Map of data flows and controllers", "Draft data protection impact assessment"),
        ),
        KeyLine(
            code="engagement",
            title="Engagement",
            question="Have clinicians, general practice, patients and the market shaped the plan?",
            what_good_looks_like=(
                "Changes made because of engagement can be pointed to, and all bidders see the same."
            ),
            evidence=("Summary of engagement and what it changed",),
            is_mandatory=False,
        ),
    ),
)
