"""What is asked where nobody wrote anything else: standing, contracts and experience, each to pass or fail.

A template an officer changes before the call; what it asks stays within regulation 19 and Schedule 16 of SI 2023/1348.
"""

from __future__ import annotations

from decimal import Decimal

from assurance.domain.selection.grounds import TEMPLATE
from assurance.domain.selection.questionnaire import Asks, Kind, Question, Questionnaire
from assurance.domain.selection.standing import Requirement

EXPERIENCE_WORDS = 1_000

QUESTIONS = (
    Question(
        "standing", "Give the turnover of your organisation in its last three financial years.", Kind.PASS_FAIL,
        title="Economic and financial standing", asks=Asks.TURNOVER,
    ),
    Question(
        "contracts", "Name one to three contracts in which you delivered care like this.", Kind.PASS_FAIL,
        title="Contracts as examples", asks=Asks.CONTRACTS,
    ),
    Question(
        "experience", "What have you delivered, for how many people, and with what outcomes?", Kind.PASS_FAIL,
        title="Experience of this care", word_limit=EXPERIENCE_WORDS,
    ),
)  # fmt: skip


def template(annual_value: Decimal) -> Questionnaire:
    """Give the questionnaire to start from, for a contract of this yearly value in pounds."""
    return Questionnaire(TEMPLATE, Requirement(annual_value), QUESTIONS)
