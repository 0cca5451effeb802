"""Rationales that read like real ones and are the same every time."""

from __future__ import annotations

OPENINGS = (
    "The answer sets out {topic} step by step and names who is accountable at each point (section {s}).",
    "Section {s} describes {topic} in general terms but leaves two of the six pathways without a named owner.",
    "The bidder shows how {topic} will work on the first day and after the first year, both with dates (page {p}).",
    "What is said about {topic} is credible because it rests on a service the bidder already runs for 210,000 people.",
    "The account of {topic} repeats the question in places, and the evidence on page {p} is from another field.",
)
MIDDLES = (
    "The minimum hand-over data set is given in full, including who sends it and within how many hours.",
    "Targets are stated for each year; the baseline for the second indicator is missing.",
    "Risks are listed with owners and dates, and the mitigation for rota gaps at weekends is costed.",
    "Shared decision-making is described with the tools that will be used and how patients chose them.",
    "Subcontractors have signed heads of terms; the share of outcome risk passed down is stated for each.",
)
CLOSINGS = (
    "This meets what the descriptor for this mark asks for and no more.",
    "I could not find how the plan would cope if recruitment fell short by a tenth.",
    "The evidence is strong enough to rely on, with one minor gap in governance of incidents.",
    "Overall the answer would need work during mobilisation, which the plan allows for.",
)


def rationale(topic: str, *numbers: int) -> str:
    """Two to four sentences on a topic; the numbers choose which."""
    seed = sum(number * factor for number, factor in zip(numbers, (7, 11, 13), strict=False))
    sentences = [OPENINGS[seed % 5].format(topic=topic.lower(), s=f"{seed % 6 + 1}.{seed % 4 + 1}", p=seed % 80 + 3)]
    sentences.append(MIDDLES[seed // 2 % 5])
    if seed % 3:
        sentences.append(MIDDLES[(seed // 3 + 2) % 5])
    sentences.append(CLOSINGS[seed % 4])
    return " ".join(dict.fromkeys(sentences))
