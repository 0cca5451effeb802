"""Checkpoint 3: whether the service is ready to start safely on its day. A template, not law."""

from assurance.domain.gates.definition import Gate, KeyLine

CHECKPOINT_3 = Gate(
    code="checkpoint_3",
    label="Checkpoint 3",
    purpose="Is everything in place for patients to be cared for safely from the first day?",
    when="After signature and just before the service starts",
    source=("Template after the Integrated Support and Assurance Process, version 2 (2017), checkpoint 3; not law"),
    key_lines=(
        KeyLine(
            code="conditions_precedent",
            title="Conditions precedent",
            question="Is every condition precedent of the contract met, with evidence on file?",
            what_good_looks_like="All are met; none was waived to keep the date.",
            evidence=("List of conditions precedent with evidence",),
            red_trigger="Any condition precedent is unmet.",
        ),
        KeyLine(
            code="registration",
            title="Registration and lawful access to data",
            question=("Does every provider hold the registration its part needs, and does data flow lawfully today?"),
            what_good_looks_like=(
                "Registration covers the role of lead itself, and a live test of each data flow passed."
            ),
            evidence=("Registration certificates", "Signed sharing agreements", "Test of each data flow"),
            red_trigger="Registration or lawful access to data is still awaited.",
        ),
        KeyLine(
            code="staff_in_post",
            title="Staff in post",
            question="Are the people in post, inducted and on rotas that are filled?",
            what_good_looks_like=(
                "Rotas for the first eight weeks are filled, and transferred staff have confirmed terms."
            ),
            evidence=("Filled rotas", "Vacancies by pathway", "Transfer letters"),
        ),
        KeyLine(
            code="subcontracts_signed",
            title="Subcontracts signed",
            question="Is every subcontract the service needs on day one signed?",
            what_good_looks_like=("All are signed on the terms seen at checkpoint 2, and any change is explained."),
            evidence=("Signed subcontracts", "Changes since checkpoint 2"),
            red_trigger="A subcontract needed on day one is unsigned.",
        ),
        KeyLine(
            code="systems_and_reporting",
            title="Systems and reporting",
            question="Do referral, booking and record systems work end to end, and can outcomes be reported?",
            what_good_looks_like=(
                "Referral to discharge was rehearsed with real users, and the first outcome report can be "
                "produced from live data."
            ),
            evidence=("Rehearsal report", "Sample outcome report"),
        ),
        KeyLine(
            code="clinical_safety",
            title="Clinical governance in operation",
            question="Would harm be noticed, reported and acted on from the first day?",
            what_good_looks_like=(
                "Named leads are in post, the incident route was tested across providers, and patients in "
                "the middle of treatment have a safe hand-over."
            ),
            evidence=("Test of the incident route", "Hand-over list of patients in treatment"),
            red_trigger="Patients in treatment with nobody accountable after the hand-over.",
        ),
        KeyLine(
            code="contingency",
            title="Contingency and go or no-go",
            question="If the start had to be stopped, who decides, by when, and who would care for patients?",
            what_good_looks_like=(
                "The last safe moment to stop is written down and the incumbents have agreed to carry on."
            ),
            evidence=("Go or no-go criteria", "Agreements to carry on"),
        ),
        KeyLine(
            code="communication",
            title="Telling patients and referrers",
            question="Do patients and referrers know what changes and what does not?",
            what_good_looks_like=(
                "General practices have the new referral routes, and patients with appointments were told."
            ),
            evidence=("Messages sent", "Referral guide"),
            is_mandatory=False,
        ),
    ),
)
