"""Selection: what is asked and answered, how it is judged, who is replaced, and the shortlist with its letters."""

from assurance.services.selection.answering import add_party, declare, prefill, remove_party, save_answer
from assurance.services.selection.asking import (
    freeze,
    new_code,
    published,
    remove_question,
    save_question,
    set_rule,
    why_fixed,
)
from assurance.services.selection.concluding import Proposal, conclude, propose
from assurance.services.selection.judging import decide_ground, judge
from assurance.services.selection.letters import rule_words
from assurance.services.selection.replacing import give_notice, name_another
from assurance.services.selection.stage import why_closed, why_hidden

__all__ = [
    "Proposal",
    "add_party",
    "conclude",
    "decide_ground",
    "declare",
    "freeze",
    "give_notice",
    "judge",
    "name_another",
    "new_code",
    "prefill",
    "propose",
    "published",
    "remove_party",
    "remove_question",
    "rule_words",
    "save_answer",
    "save_question",
    "set_rule",
    "why_closed",
    "why_fixed",
    "why_hidden",
]
