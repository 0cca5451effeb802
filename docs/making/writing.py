"""Writes a guide, and the list of all guides, as Markdown."""

from __future__ import annotations

from collections.abc import Sequence
from textwrap import fill

from docs.making.guide import Guide, Step
from docs.making.walking import BIDDERS

MADE = "<!-- Written by `make pictures` from docs/making; change it there. -->"
LEGEND = (
    "Words in bold are links, buttons or headings of the page. The pictures show the demonstration (`make demo`), "
    "where you can try everything as {who}."
)


def write(guide: Guide) -> str:
    """Write the page of a role."""
    lines = [MADE, f"# {guide.title}", _wrapped(guide.intro)]
    for number, step in enumerate(guide.steps, 1):
        lines += _step(guide, number, step)
    lines.append("## What people ask")
    lines += [_wrapped(f"**{question}** {answer}") for question, answer in guide.questions]
    lines.append("---")
    lines.append(_wrapped(LEGEND.format(who=f"`{guide.who.replace('_', '.')}@demo.example`")))
    lines.append("[All guides](README.md)")
    return "\n\n".join(lines) + "\n"


def write_list(guides: Sequence[Guide]) -> str:
    """Write the page that leads to each guide."""
    rows = "\n".join(f"- [{guide.title}]({guide.name}.md): {guide.brief}" for guide in guides)
    intro = "Each is about one page: what you do, in the order you do it, with pictures of the demonstration."
    return "\n\n".join([MADE, "# Guides", intro, rows]) + "\n"


def _step(guide: Guide, number: int, step: Step) -> list[str]:
    lines = [f"## {number}. {step.title}", _wrapped(step.text)]
    if step.links:
        home = "My bids" if guide.who in BIDDERS else "My work"
        lines.append(f"Where, for example: {' › '.join((home, *step.links))}")
    if step.shown:
        lines.append(f"![{step.shown.words}](pictures/{guide.name}-{number}.png)")
    return lines


def _wrapped(text: str) -> str:
    return fill(text, 118, break_long_words=False, break_on_hyphens=False)
