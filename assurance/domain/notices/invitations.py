"""The letters beside that of the outcome, by law: invitations to dialogue and to final tenders, and the de-brief.

As the domain reference gives them: Public Contracts Regulations 2015 regs 30(8) to (15), 54 and 55; Procurement Act
2023 ss19, 20 and 54; Provider Selection Regime Regulations 2023 regs 4 and 11(6). The Act and the Regime name no letter
of invitation and no de-brief: theirs rest on the duties they are written under.
"""

from __future__ import annotations

from dataclasses import dataclass

from assurance.domain.procedures.regimes import Regime

INVITATION, FINAL_TENDERS, DEBRIEF = "invitation", "final_tenders", "debrief"
INVITATIONS: tuple[str, ...] = (INVITATION, FINAL_TENDERS)
"""Kinds of letter that call a bidder to the next step, in their order."""

DEBRIEF_WITHIN_DAYS = 15
"""Within so many days a de-brief is given: a duty under the 2015 Regulations (reg 55(2)), good practice otherwise."""


@dataclass(frozen=True, slots=True)
class Words:
    """What one letter is called under one law, the provision it rests on, and the sentences the law asks for."""

    title: str
    provision: str
    intro: str
    terms: str
    """How the step it invites to is run, or what the de-brief is and is not."""


_DIALOGUE = "You asked to take part in the competition for {title} and are selected. We invite you to the dialogue."
_TENDER = "The dialogue for {title} is concluded. We ask you for your final tender."
_DEBRIEF = (
    "You asked why your {called} for {title} was not chosen. This letter sets your {called} beside the one that was."
)
_EQUAL = "Everybody selected is invited at the same time, in the same words, and has the same information."

WORDS: dict[Regime, dict[str, Words]] = {
    Regime.PSR: {
        INVITATION: Words(
            "Invitation to dialogue",
            "PSR 2023 regs 4 and 11(6)",
            _DIALOGUE,
            f"{_EQUAL} Offers are assessed in stages, as the notice inviting offers says. What you tell us is not told "
            "to another participant without your agreement to that disclosure, which you may refuse.",
        ),
        FINAL_TENDERS: Words(
            "Invitation to submit a final tender",
            "PSR 2023 regs 4 and 11",
            _TENDER,
            "Your tender is assessed against the published award criteria, in which the key criteria of regulation 5 "
            "are taken into account. After the deadline you may be asked to clarify your tender, and not to change "
            "it.",
        ),
        DEBRIEF: Words(
            "De-brief",
            "PSR 2023 reg 4: transparent, fair and proportionate",
            _DEBRIEF,
            "This is an explanation beside the letter of the outcome. It is no further decision and does not change "
            "the standstill; representations are made under regulation 12 from the page of your bid.",
        ),
    },
    Regime.PA23: {
        INVITATION: Words(
            "Invitation to dialogue",
            "PA 2023 ss12 and 20",
            _DIALOGUE,
            f"{_EQUAL} The dialogue takes place as the tender notice describes it, and the number of suppliers may be "
            "limited after the first round by an intermediate assessment (section 20(4) to (6)). What you tell us is "
            "not told to another supplier without your agreement to that disclosure.",
        ),
        FINAL_TENDERS: Words(
            "Invitation to submit a final tender",
            "PA 2023 ss20 and 54(4)",
            _TENDER,
            "The contract is awarded to the supplier that submits the most advantageous tender (section 19). You are "
            "given an assessment summary before the contract award notice is published (section 50).",
        ),
        DEBRIEF: Words(
            "De-brief",
            "PA 2023 s12(1)(c): information by which suppliers understand a decision",
            _DEBRIEF,
            "This explains the assessment beside your assessment summary (section 50). It takes nothing from that "
            "summary and does not change the standstill.",
        ),
    },
    Regime.PCR15: {
        INVITATION: Words(
            "Invitation to participate in dialogue",
            "PCR 2015 regs 30(8) to (11) and 54",
            _DIALOGUE,
            "All selected candidates are invited simultaneously and in writing (regulation 54(1)). All aspects of "
            "the procurement may be discussed (regulation 30(8)), with equal treatment of all participants "
            "(regulation 30(9)). We do not reveal solutions you propose, or other confidential information, to other "
            "participants without your agreement, which is given for a specific disclosure and never in general "
            "(regulation 30(10) and (11)).",
        ),
        FINAL_TENDERS: Words(
            "Invitation to submit a final tender",
            "PCR 2015 regs 30(14) to (18)",
            _TENDER,
            "We have declared the dialogue concluded and inform all remaining participants (regulation 30(14)). Your "
            "final tender is made on the basis of the solution presented and specified during the dialogue, and "
            "contains all the elements required and necessary for the performance of the project (regulation 30(15) "
            "and (16)). It may be clarified, specified and optimised at our request, without a change to its "
            "essential aspects (regulation 30(17) and (18)).",
        ),
        DEBRIEF: Words(
            "De-brief",
            "PCR 2015 reg 55(2)",
            _DEBRIEF,
            "We answer within 15 days of your written request (regulation 55(2)) with the reasons for the rejection "
            "of your tender, and the characteristics and relative advantages of the tender selected. We leave out "
            "what would prejudice the legitimate commercial interests of others or fair competition (regulation "
            "55(3)).",
        ),
    },
}
"""The words of each letter under each law."""


def words_for(regime: Regime, kind: str) -> Words:
    """Return the words of a kind of letter under a law."""
    return WORDS[regime][kind]
