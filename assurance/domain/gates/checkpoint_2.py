"""Checkpoint 2: whether the preferred bidder can do, and can bear, what it promised. A template, not law."""

from assurance.domain.gates.definition import Gate, KeyLine

CHECKPOINT_2 = Gate(
    code="checkpoint_2",
    label="Checkpoint 2",
    purpose=("Can the preferred bidder deliver this service and bear its risk, and is the contract fit to sign?"),
    when="After a preferred bidder is chosen and before anything is promised",
    source=("Template after the Integrated Support and Assurance Process, version 2 (2017), checkpoint 2; not law"),
    key_lines=(
        KeyLine(
            code="financial_standing",
            title="Financial standing and capacity for risk",
            question="Could the bidder bear the largest loss the contract allows and still pay its way?",
            what_good_looks_like=(
                "Reserves cover the largest loss, cash stays positive under stress, and a guarantee or bond "
                "from someone able to honour it is in hand where the bidder alone is not enough."
            ),
            evidence=(
                "Three years of accounts",
                "Cash flow under stress",
                "Signed guarantee or bond, where relied on",
            ),
            red_trigger="The largest loss under the contract is more than the bidder's reserves.",
        ),
        KeyLine(
            code="tax_and_legal_form",
            title="Legal form and tax",
            question="Has the contracting body's legal form been chosen with its tax settled and paid for?",
            what_good_looks_like=(
                "Written advice covers the form actually proposed, including whether VAT can be recovered; "
                "its cost is in the price; the body can lawfully hold the contract and the registrations."
            ),
            evidence=("Tax opinion on the proposed form", "Constitution of the body", "Price with tax shown"),
            red_trigger="VAT that cannot be recovered and is not in the price.",
        ),
        KeyLine(
            code="value",
            title="Affordability and competition",
            question="Is the price affordable in every year, and was it won against somebody?",
            what_good_looks_like=(
                "The yearly prices stay within the envelope of each year, at least one other bid was still in when "
                "the price was made, and where there was none the owner's decision says why it is still fair value."
            ),
            evidence=("Yearly prices beside the envelope", "Decision to go on with few bidders, where there is one"),
            red_trigger="The price is above the envelope, or one bidder alone was left and nobody decided on it.",
        ),
        KeyLine(
            code="subcontracts",
            title="Subcontracts",
            question=("Is every material part of the pathway bound to a named provider on terms that match the head?"),
            what_good_looks_like=(
                "Heads of terms are signed for each material part, pass down the head contract's duties and "
                "payment terms, and each subcontractor has been checked for exclusion."
            ),
            evidence=("Signed heads of terms", "Flow-down table", "Exclusion and debarment checks"),
            red_trigger="A material subcontract is not signed at the gate.",
        ),
        KeyLine(
            code="clinical_governance",
            title="Clinical governance and quality",
            question=("Does every step of every pathway have one accountable clinician and a way to learn from harm?"),
            what_good_looks_like=(
                "Each step has a name against it, registrations fit the role, and incidents and complaints "
                "reach the lead provider from every subcontractor."
            ),
            evidence=(
                "Accountable clinician by step",
                "Registration status",
                "Route for incidents and complaints",
            ),
            red_trigger="A step of a pathway with nobody accountable for it.",
        ),
        KeyLine(
            code="workforce",
            title="Workforce and transfer of staff",
            question="Will there be enough of the right staff, lawfully transferred, with rotas that hold?",
            what_good_looks_like=("Transfers and pensions are listed and priced, and acute on-call rotas stay viable."),
            evidence=("Transfer list with pensions", "Rota model before and after"),
            red_trigger="An acute on-call rota is left without enough people.",
        ),
        KeyLine(
            code="system_impact",
            title="Effect on the system, with this bidder",
            question=("With this bidder's actual plan, what happens to incumbents and to emergency and trauma care?"),
            what_good_looks_like=(
                "The estimate made before the call is redone with the bidder's volumes, and each incumbent "
                "that loses has a plan agreed with it."
            ),
            evidence=("Impact assessment on the bid's volumes", "Agreements with affected trusts"),
            red_trigger="An incumbent is driven into deficit and nothing is agreed to prevent it.",
        ),
        KeyLine(
            code="information",
            title="Digital and information governance",
            question="Are there lawful data flows and working systems for the role of lead?",
            what_good_looks_like=(
                "The security toolkit standards are met, controllers and lawful bases are agreed and the "
                "minimum hand-over data set can be sent by every provider."
            ),
            evidence=(
                "Data security toolkit status",
                "Impact assessment for data protection",
                "Controllers map",
            ),
            red_trigger="No lawful way for the lead provider to see the data it needs.",
        ),
        KeyLine(
            code="mobilisation_and_exit",
            title="Mobilisation and exit",
            question="Can the service start on the day, and could it be handed on safely if it failed?",
            what_good_looks_like=(
                "The critical path has slack, every condition precedent has an owner, and the exit plan "
                "says who would run each pathway the next morning."
            ),
            evidence=("Mobilisation plan with critical path", "Conditions precedent", "Exit plan"),
            is_mandatory=False,
        ),
    ),
)
