"""Gateway reviews 0 to 2: strategy, business case and delivery strategy. Templates in our own words, not law.

The six numbers and their names follow the gateway review process of the Office of Government Commerce, as used by
health bodies; the lines of enquiry are our own and weakly evidenced. Each authority changes them as it sees fit.
"""

from assurance.domain.gates.definition import Gate, KeyLine, Kind

SOURCE = "Template after the OGC gateway process; the lines of enquiry are our own; not law"

GATEWAY_0 = Gate(
    code="gateway_0",
    label="Gateway review 0: strategic assessment",
    purpose="Does the programme still serve the aims it was begun for, and can its parts be brought together?",
    when="When a programme is begun, and again whenever its aims are questioned",
    source=SOURCE,
    kind=Kind.REVIEW,
    key_lines=(
        KeyLine(
            "strategic_fit", "Fit with strategy", "Which aims does this serve, and do they still hold?",
            "Each outcome can be traced to an aim that the board has confirmed within the year.",
            ("Strategy with the aims marked", "Minute of the board"),
            red_trigger="The aim it serves was given up.",
        ),
        KeyLine(
            "sponsorship", "Leadership", "Is there one owner with the authority and the time for it?",
            "One person answers for the whole, the board has said so, and the others know.",
            ("Letter of appointment of the owner",),
            red_trigger="Nobody owns the whole risk.",
        ),
        KeyLine(
            "stakeholders", "Those affected", "Are all who gain or lose known, and is their support sought?",
            "Providers that would lose income are listed beside those who would gain, with the talks held.",
            ("Map of those affected", "Record of talks"),
        ),
        KeyLine(
            "dependencies", "Other programmes", "What else must happen for this to work, and who sees to it?",
            "Each dependency has an owner, a date and a plan for its failing.",
            ("Register of dependencies",),
            is_mandatory=False,
        ),
    ),
)  # fmt: skip

GATEWAY_1 = Gate(
    code="gateway_1",
    label="Gateway review 1: business justification",
    purpose="Is the business case complete, affordable and worth more than the other options?",
    when="When the outline business case is ready, before checkpoint 1",
    source=SOURCE,
    kind=Kind.REVIEW,
    key_lines=(
        KeyLine(
            "options", "Options", "Were real alternatives compared on the same terms, doing nothing among them?",
            "At least four options have costs, benefits and risks worked out in one model, and its choice is robust.",
            ("Outline business case", "Model of the options"),
        ),
        KeyLine(
            "affordability", "Affordability", "Can it be paid for in every year under a low and a high demand?",
            "The envelope of each year is agreed by the finance director and leaves room for the worse case.",
            ("Envelope by year", "Two scenarios of demand"),
            red_trigger="A year in which the envelope does not cover the expected price.",
        ),
        KeyLine(
            "benefits", "Benefits", "Are benefits measurable, owned and worth the cost of getting them?",
            "Each benefit has a baseline, a measure, an owner and a date; none is counted twice.",
            ("Register of benefits",),
        ),
        KeyLine(
            "risk", "Risk", "Are the main risks known, priced and given to whoever can bear them?",
            "The largest loss of each party is in figures, and nobody is asked to bear what would break it.",
            ("Register of risks with figures",),
            red_trigger="The largest loss of a party is not known.",
        ),
    ),
)  # fmt: skip

GATEWAY_2 = Gate(
    code="gateway_2",
    label="Gateway review 2: delivery strategy",
    purpose="Will the way of buying bring competition, and can the contract that comes of it be managed?",
    when="Before the documents of the procurement are final",
    source=SOURCE,
    kind=Kind.REVIEW,
    key_lines=(
        KeyLine(
            "procurement_strategy", "Procurement strategy", "Does the procedure suit the market and the complexity?",
            "The reasons for it are on record, and at least three able providers said that they would bid.",
            ("Procurement strategy", "Answers of the market engagement"),
        ),
        KeyLine(
            "evaluation_model", "Evaluation model", "Will the criteria pick the bid that the authority would want?",
            "Criteria were run on made-up bids; no odd bid wins, and small changes do not turn the result round.",
            ("Trial of the criteria",),
        ),
        KeyLine(
            "contract_management", "Contract management", "Who manages the contract, with what figures and powers?",
            "The contract manager is named before the call and had a say in outcomes, indicators and remedies.",
            ("Plan for managing the contract",),
        ),
        KeyLine(
            "timetable", "Timetable", "Is there time for dialogue, challenge and mobilisation?",
            "Minimum periods are kept with slack, and the start leaves room for a claim.",
            ("Timetable with critical path",),
            is_mandatory=False,
        ),
    ),
)  # fmt: skip
