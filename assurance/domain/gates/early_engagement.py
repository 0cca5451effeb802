"""Early engagement: whether the idea is worth taking to the market at all. A template, not law."""

from assurance.domain.gates.definition import Gate, KeyLine, Kind

EARLY_ENGAGEMENT = Gate(
    code="early_engagement",
    label="Early engagement",
    purpose="Is the case for change sound, and is this the right moment to talk to the market about it?",
    when="While the strategy is made, before market engagement",
    source="Template after the Integrated Support and Assurance Process, version 2 (2017), early engagement; not law",
    kind=Kind.REVIEW,
    key_lines=(
        KeyLine(
            code="case_for_change",
            title="Case for change",
            question="What is wrong today, for whom, and why would one accountable lead provider mend it?",
            what_good_looks_like=(
                "The trouble is shown in figures and in patients' own words, other ways of mending it were looked at, "
                "and it is said what would show in three years that this one was right."
            ),
            evidence=("Case for change", "Other options and why they were set aside"),
            red_trigger="Nobody can say what would be better for patients.",
        ),
        KeyLine(
            code="outline_model",
            title="Outline of the model",
            question="Is it clear which care the lead would answer for, and where it would end?",
            what_good_looks_like=(
                "Pathways in and out of scope are listed, with the passages of care between them, and the ways in "
                "which providers might work together are compared."
            ),
            evidence=("Outline of the model with its boundaries",),
        ),
        KeyLine(
            code="support",
            title="Support of those it rests on",
            question="Do general practice, clinicians, patients and neighbouring trusts know of it and support it?",
            what_good_looks_like=(
                "Each group was asked, what it said is written down, and at least one thing changed because of it."
            ),
            evidence=("Record of talks with each group", "Letters of support or of concern"),
        ),
        KeyLine(
            code="finance",
            title="High-level finance",
            question="Is there an order of size for money, saving and risk that the finance director stands behind?",
            what_good_looks_like=(
                "The budget in scope, the range of saving and the range of loss are stated with their sources, and "
                "what would make the plan unaffordable is said."
            ),
            evidence=("High-level financial model, approved by the finance director",),
            red_trigger="The finance director has not seen the figures.",
        ),
        KeyLine(
            code="capability",
            title="Capability of the commissioner",
            question="Who would run this, have they done the like, and what would they stop doing instead?",
            what_good_looks_like="A team is named with its time; what it lacks is bought in with a written remit.",
            evidence=("Team with time set aside", "Remits of advisers"),
        ),
        KeyLine(
            code="route_to_market",
            title="Route to market",
            question="Which regimes and procedures are open, and which would suit?",
            what_good_looks_like="The routes are compared with advice on each, and the incumbents were thought of.",
            evidence=("Comparison of routes to market",),
            is_mandatory=False,
        ),
    ),
)
