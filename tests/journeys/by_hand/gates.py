"""A gate by hand: every line rated, conditions set, two signatures, the verdict that follows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from tests.factories.files import pdf
from tests.journeys.by_hand.form import Upload
from tests.journeys.by_hand.journey import Journey


@dataclass(frozen=True)
class Condition:
    """What a reviewer sets on an amber line."""

    line: str
    text: str
    owner: str
    due_on: date
    blocks: str
    needs_document: bool = False


def pass_gate(journey: Journey, gate: str, before: str, conditions: tuple[Condition, ...] = ()) -> None:
    """Take a gate from no verdict to one, with the move it guards refused until then."""
    journey.blocked("officer", before, f"{gate} has no verdict yet")
    reviewer = journey.part("reviewer", "Gates and conditions", gate)
    lines = [text for text, href in reviewer.page.links() if "/lines/" in href]
    assert lines
    amber = {each.line for each in conditions}
    assert amber <= set(lines), f"no such line: {amber - set(lines)}; there are {lines}"
    for line in lines:
        reviewer.follow(line)
        rating = "Amber" if line in amber else "Green"
        answers = {"Rating": rating, "Reason": f"{line}: read and tested.", "Evidence seen": "Folder 4, item 2"}
        reviewer.press("Save the rating", answers, says=f"“{line}” is rated {rating.lower()}")
    for each in conditions:
        _set(journey, each)
    _sign(journey, gate, "Proceed with conditions" if conditions else "Proceed")


def _set(journey: Journey, condition: Condition) -> None:
    reviewer = journey.staff["reviewer"]
    reviewer.follow("Set a condition")
    answers = {
        "Line of enquiry": condition.line,
        "What has to be done": condition.text,
        "Who does it": condition.owner,
        "What will show that it is done": "The signed document",
        "By when": condition.due_on,
        "What it blocks until then": condition.blocks,
        "It takes a document to show it": condition.needs_document,
    }
    reviewer.press("Set the condition", answers, says=condition.text)


def _sign(journey: Journey, gate: str, verdict: str) -> None:
    reviewer, second = journey.staff["reviewer"], journey.staff["second_reviewer"]
    assert f"Conclude: {verdict}" not in reviewer.page.buttons()
    reviewer.press("Sign this review", says="You have signed this review")
    journey.part("second_reviewer", "Gates and conditions", gate)
    second.press("Sign this review", says="You have signed this review")
    second.press(f"Conclude: {verdict}", says="Given by Silas Crane")
    assert "This sitting is concluded" not in second.page
    assert verdict in second.follow("Back to the gates")


def meet(journey: Journey, who: str, text: str, evidence: str) -> None:
    """Record that a condition is met, with its evidence."""
    person = journey.part(who, "Gates and conditions")
    row = next(each for each in person.page.tree.iter("tr") if text in "".join(each.itertext()))
    link = next(each for each in row.iter("a") if "Meet" in "".join(each.itertext()))
    person.open(link.get("href", ""))
    assert text in person.page
    if "Needed: words alone" in person.page:
        assert "Add the file first" in person.press("Record that it is met", {"Evidence": evidence}, refused=422)
        person.press("Add the file", {"Choose a file": Upload("Signed.pdf", pdf())}, says="The file is added")
    person.press("Record that it is met", {"Evidence": evidence}, says="is met")
