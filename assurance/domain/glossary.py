"""What the words of the service mean, for people who meet them once: patients on a panel, clinicians, new bidders.

One word stands for one thing on every page. Words of the law are explained, not replaced.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Term:
    """A word, what it means, and a name by which an address leads to it."""

    word: str
    meaning: str

    @property
    def anchor(self) -> str:
        """The word as part of an address."""
        return "".join(each if each.isalnum() else "-" for each in self.word.casefold()).strip("-")


_WORDS = {
    "Addendum": "A change to the tender information that goes to every participant at once.",
    "Agreed mark": "The mark that the panel agreed after discussion, elsewhere called the consensus. It is a record of "
                   "its own and never an average.",
    "Audit trail": "A list of everything that was done and decided. Each entry is tied to the one before, so that a "
                   "changed or missing entry shows.",
    "Award criterion": "What tenders are judged on. Each has a weight, published before anybody bids.",
    "Bid": "What a bidder hands in: first a request to take part, later a tender.",
    "Call for competition": "The time in which a procurement is published and anybody may ask to take part.",
    "Capitation": "One payment for all the care of a group of people for a year, whatever care each of them needs.",
    "Checkpoint": "A gate at which reviewers say whether a procurement is ready for its next part.",
    "Condition": "Something that a gate requires, with an owner, a date and what it blocks until it is met.",
    "Conflict of interest": "Anything that could make somebody judge a bid other than on what it says: work, money, "
                            "family, friendship or a dispute. It is declared before a bid is read.",
    "De-brief": "What a bidder is told about its own bid and the one chosen, so that it understands the decision.",
    "Dialogue": "Meetings with each bidder alone about what is needed and how it could be met. What one says is not "
                "told to another without its consent.",
    "Down-selection": "The step at which fewer bidders go on, by published criteria.",
    "Element of care": "One part of the care that is bought, such as physiotherapy, for which one provider answers.",
    "Eliminated": "Out of the ranking, because a published minimum was not reached or something required was not met.",
    "Envelope": "The most money that the authority has for the care in a year. Prices are held against it.",
    "Evaluator": "A member of the panel who marks answers, first alone.",
    "Gate": "A review that must be passed before a procurement goes on.",
    "Ground for exclusion": "Something in law for which a bidder must or may be left out, such as fraud or a contract "
                            "that it failed to perform.",
    "Individual mark": "The mark and the reason that one evaluator gives alone, before seeing any other.",
    "Intention to award": "The notice that says who is to have the contract. The standstill begins with it.",
    "Key of the tender box": "What opens the sealed tenders. It is split among several people, and enough of them "
                             "must come together to use it.",
    "Lead provider": "The organisation that holds the one contract and answers for all the care in it.",
    "Lock": "To finish marks for good: nobody can change a locked mark, and the panel may then discuss it.",
    "Lot": "One of several parts in which a programme is bought, each with a contract of its own.",
    "Minimum": "The least that a bid must reach on a criterion to stay in. Reaching it is enough.",
    "Moderation": "The meeting at which the panel discusses its individual marks and agrees one.",
    "Moderator": "Who leads the moderation and writes down what was agreed and why. The moderator gives no marks.",
    "Outline solution": "A first written answer to what is needed, handed in during the dialogue and marked at the "
                        "down-selection.",
    "Outcome payment": "The part of the payment that depends on results for people, such as better movement after "
                       "treatment.",
    "P10, P50, P90": "Of many simulated years, the income that one in ten falls below, the middle one, and the one "
                     "that nine in ten fall below.",
    "Panel": "The people who mark and moderate the tenders.",
    "PA 2023": "The Procurement Act 2023.",
    "PCR 2015": "The Public Contracts Regulations 2015.",
    "Points": "What a bid earned, weighted: all criteria together make 100.",
    "Preferred bidder": "The bidder that is to have the contract if the decision stands.",
    "PSR 2023": "The Health Care Services (Provider Selection Regime) Regulations 2023. “Reg 21” is its regulation 21.",
    "Receipt": "What a bidder gets when its tender is received. With it anybody it is given to can check that the "
               "tender was not changed.",
    "Recused": "Taken off the marking of one bid because of a conflict of interest.",
    "Representation": "A bidder’s challenge to the decision, made in writing within the standstill.",
    "Seal": "To close a tender so that nobody can read it before the opening, neither the authority nor whoever runs "
            "the computers.",
    "Request to take part": "What an organisation sends to be let into a procurement: who it is and what it can do.",
    "Second factor": "A code or a device beside the password, asked for where something important is done.",
    "Shadow budget": "A budget that is only worked out at first, to see what it would have brought. Little or none of "
                     "it is paid.",
    "SHA-256": "A fingerprint of a file. Any change to the file changes it.",
    "Standstill": "The time between the intention to award and the award, in which bidders may make representations.",
    "Tender": "A bid for the contract itself, with answers and a price.",
    "Tie-break": "The published rule that separates bids with equal totals.",
    "TUPE": "The regulations by which staff keep their terms when their work moves to another employer.",
    "Weight": "How much of the whole a criterion counts for.",
}  # fmt: skip
TERMS = tuple(Term(word, meaning) for word, meaning in sorted(_WORDS.items(), key=lambda each: each[0].casefold()))
"""Every word in the order of the alphabet."""
_TERM_OF = {each.word.casefold(): each for each in TERMS}


def term_of(word: str) -> Term:
    """Find a word whether or not it begins a sentence; raises `LookupError` for one that is not explained."""
    return _TERM_OF[word.casefold()]
