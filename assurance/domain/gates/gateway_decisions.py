"""Gateway reviews 3 to 5: investment, readiness and benefits. Templates in our own words, not law."""

from assurance.domain.gates.definition import Gate, KeyLine, Kind
from assurance.domain.gates.gateway_reviews import SOURCE

GATEWAY_3 = Gate(
    code="gateway_3",
    label="Gateway review 3: investment decision",
    purpose="Does the recommended bid still bear out the business case, and is the authority ready to commit?",
    when="When a preferred bidder is recommended, beside checkpoint 2",
    source=SOURCE,
    kind=Kind.REVIEW,
    key_lines=(
        KeyLine(
            "business_case", "Full business case", "With the price and promises of the bid, does the case still hold?",
            "The case was redone with the bid's own figures, and the board saw what had become worse.",
            ("Full business case on the bid's figures",),
            red_trigger="The price of the bid is above the envelope.",
        ),
        KeyLine(
            "fair_process", "Fair process", "Would every mark, reason and conflict stand up to a challenge?",
            "Each mark has its reason, each conflict its decision, and the record can be handed over as it is.",
            ("Evaluation pack", "Register of conflicts"),
        ),
        KeyLine(
            "commitment", "Readiness to commit", "Are approvals, people and money in place on both sides?",
            "Approvals are minuted on both sides; the people of mobilisation are named and free.",
            ("Minutes of both boards", "Mobilisation team"),
        ),
    ),
)  # fmt: skip

GATEWAY_4 = Gate(
    code="gateway_4",
    label="Gateway review 4: readiness for service",
    purpose="Are people, systems, subcontracts and the authority itself ready for the first day?",
    when="When mobilisation is nearly complete, beside checkpoint 3",
    source=SOURCE,
    kind=Kind.REVIEW,
    key_lines=(
        KeyLine(
            "service_ready", "The service is ready", "Has each pathway been walked through from referral to discharge?",
            "Each pathway was rehearsed with real staff and made-up patients, and what failed was mended.",
            ("Record of the rehearsals",),
            red_trigger="A pathway that nobody has rehearsed.",
        ),
        KeyLine(
            "authority_ready", "The authority is ready", "Can it receive reports, check payments and act on trouble?",
            "A first report and statement were made on test data and checked by the people who will do it.",
            ("Trial report and statement",),
        ),
        KeyLine(
            "fallback", "Way back", "If the first week goes wrong, who decides what, and where do patients go?",
            "Triggers, decision-makers and places are written down, and the incumbents have agreed to them.",
            ("Plan for the first weeks", "Agreements with incumbents"),
        ),
    ),
)  # fmt: skip

GATEWAY_5 = Gate(
    code="gateway_5",
    label="Gateway review 5: benefits realisation",
    purpose="Has the service brought what was promised, and what should change in the years that are left?",
    when="About a year after the start of the service, and again before an extension",
    source=SOURCE,
    kind=Kind.REVIEW,
    key_lines=(
        KeyLine(
            "benefits_realised", "Benefits", "Which promised benefits came, which did not, and why?",
            "Each benefit is compared with its baseline on data that someone else than the provider has checked.",
            ("Benefits against baselines", "Check of the data"),
        ),
        KeyLine(
            "money", "Money", "Were payments, gains and losses as the model said they would be?",
            "Statements agree with the model, and a difference is explained and owned.",
            ("Payment statements against the model",),
            red_trigger="A loss beyond what the provider can bear.",
        ),
        KeyLine(
            "system_effect", "Effect on others", "What became of the providers that lost income?",
            "Each effect that was foreseen is compared with what came, and stranded costs have gone or have an owner.",
            ("Ledger of effects, foreseen and real",),
        ),
        KeyLine(
            "lessons", "Lessons", "What would we do differently, and who has been told?",
            "Lessons were written with the provider and with patients, and went to the next programme.",
            ("Record of lessons",),
            is_mandatory=False,
        ),
    ),
)  # fmt: skip
