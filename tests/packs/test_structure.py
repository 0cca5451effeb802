"""Each pack is tagged, archival, titled, complete, and carries its data unchanged."""

from __future__ import annotations

import hashlib
import io
import itertools
import json
import re
from collections import Counter
from pathlib import Path
from typing import Any

import pdfua
import pikepdf
import pytest

from assurance.domain.evaluation.document import parse_evaluation
from assurance.packs.checking import check
from assurance.packs.printing import Attachment, PrintRefused
from assurance.packs.snapshot import Snapshot
from tests.packs.press import Print, bound, printed, squeezed, text_of

KINDS = ("evaluation", "letter", "gate", "guide", "moderation")
HEADINGS = {
    "evaluation": ["Evaluation pack", "Result in brief", "Contents", "How to read this pack"],
    "letter": ["You are the reserve bidder", "Standstill and representations"],
    "gate": ["Gate report: Checkpoint 1", "Verdict", "Findings and evidence", "Lines of enquiry"],
    "guide": ["Guide for evaluators", "How to mark", "1. Design of the pathways"],
    "moderation": ["Moderation record", "Overview", "Moderation of First Test Community Health Partnership"],
}


def outline(document: pikepdf.Pdf) -> list[str]:
    titles: list[str] = []

    def walk(items: Any) -> None:
        for item in items:
            titles.append(item.title)
            walk(item.children)

    with document.open_outline() as found:
        walk(found.root)
    return titles


def tags(document: pikepdf.Pdf) -> Counter[str]:
    return Counter(
        str(found.S) for found in document.objects if isinstance(found, pikepdf.Dictionary) and "/S" in found
    )


class Tree:
    """The structure of a document: its elements in reading order, and which of them own what is drawn on each page."""

    def __init__(self, document: pikepdf.Pdf) -> None:
        root: Any = document.Root.StructTreeRoot
        self.elements: list[Any] = []
        self._walk(root.K)
        self.reached = {each.objgen for each in self.elements}
        numbers = list(root.ParentTree.Nums)
        self.owners = dict(zip(map(int, numbers[::2]), numbers[1::2], strict=True))

    def _walk(self, kids: Any) -> None:
        for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
            if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
                self.elements.append(kid)
                self._walk(kid.get("/K", pikepdf.Array()))


@pytest.mark.parametrize("kind", KINDS)
def test_every_pack_passes_the_check_and_says_what_it_is(kind: str, prints: dict[str, Print]) -> None:
    pack = prints[kind]

    assert check(pack.pdf, pack.snapshot.attachments) >= 3
    with pikepdf.open(io.BytesIO(pack.pdf)) as document:
        metadata = document.Root.Metadata.read_bytes().decode()
        assert 'pdfaid:part="3"' in metadata
        assert 'pdfaid:conformance="A"' in metadata
        assert 'pdfuaid:part="1"' in metadata
        assert str(document.Root.Lang) == "en-GB"
        assert str(document.docinfo.Title).endswith("(PR-2026-0042)")
        assert set(HEADINGS[kind]) <= set(outline(document))


@pytest.mark.parametrize("kind", KINDS)
def test_tables_have_headers_and_pictures_have_words(kind: str, prints: dict[str, Print]) -> None:
    with pikepdf.open(io.BytesIO(prints[kind].pdf)) as document:
        found = tags(document)
        figures = [each for each in document.objects if isinstance(each, pikepdf.Dictionary)
                   and each.get("/S") == "/Figure"]  # fmt: skip

    assert found["/Table"] and found["/TH"] and found["/P"] and found["/H2"]
    said = {"evaluation": ("at every weight of quality", "80.50")}.get(kind, ())
    assert len(figures) == len(said)
    assert all(any(words in str(figure.Alt) for figure in figures) for words in said)


@pytest.mark.parametrize("kind", KINDS)
def test_an_independent_check_finds_nothing(kind: str, prints: dict[str, Print], tmp_path: Path) -> None:
    pack = tmp_path / "pack.pdf"
    pack.write_bytes(prints[kind].pdf)
    found = pdfua.validate(str(pack))
    assert len(found.outcomes) - len(found.skipped) >= 11
    assert [(each.rule_id, each.message) for each in found.findings] == []


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_drawn_is_in_the_tree_or_no_content(kind: str, prints: dict[str, Print]) -> None:
    with pikepdf.open(io.BytesIO(prints[kind].pdf)) as document:
        tree = Tree(document)
        for page in document.pages:
            owners = tree.owners[int(page.obj.StructParents)]
            drawn = [each.operands for each in pikepdf.parse_content_stream(page) if str(each.operator) == "BDC"]
            marks = {int(given.MCID) for _, given in drawn if "/MCID" in given}
            assert marks
            assert all(owners[mark].objgen in tree.reached for mark in marks)
            assert all(str(name) == "/Artifact" for name, given in drawn if "/MCID" not in given)


@pytest.mark.parametrize("kind", KINDS)
def test_headings_skip_no_level_and_headers_say_what_they_head(kind: str, prints: dict[str, Print]) -> None:
    with pikepdf.open(io.BytesIO(prints[kind].pdf)) as document:
        elements = Tree(document).elements
        levels = [int(str(each.S)[2]) for each in elements if re.fullmatch(r"/H[1-6]", str(each.S))]
        scopes = {str(each.A.Scope) for each in elements if str(each.S) == "/TH"}
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in itertools.pairwise(levels))
    assert scopes and scopes <= {"/Column", "/Row"}


def test_the_attached_evaluation_gives_the_printed_ranking(prints: dict[str, Print]) -> None:
    pack = prints["evaluation"]
    with pikepdf.open(io.BytesIO(pack.pdf)) as document:
        attached = {name: spec.get_file().read_bytes() for name, spec in document.attachments.items()}
        kinds = {name: str(spec.obj.AFRelationship) for name, spec in document.attachments.items()}
        listed = len(document.Root.AF)

    assert kinds == {"evaluation.json": "/Data", "record.json": "/Data"}
    assert listed == 2
    result = parse_evaluation(attached["evaluation.json"]).result()
    assert result.ranking[0] == "second-test-integrated-musculoskeletal-alliance"
    assert len(result.eliminated) == 1
    record = json.loads(attached["record.json"])
    assert record["result"] == result.as_data()
    assert len(record["marks"]) == 3 * 8 * 6 - 8
    assert len(record["moderation"]) == 24
    assert [len(each["cover"]) for each in record["offers"]] == [2, 2, 2]
    assert record["offers"][0]["promises"][0]["years"] == ["59", "61", "64", "67", "70"]
    assert len(record["offers"][0]["prices_by_year"]["price"]) == 5
    words = text_of(pack.pdf)
    said = ("Cover of care: Knee pain", "Promises on outcomes, by the end of each contract year", "earns nothing")
    assert all(squeezed(each) in words for each in said)
    last = text_of(pack.pdf, -1)
    assert all(hashlib.sha256(content).hexdigest() in last for content in attached.values())
    assert record["audit_head"]["hash"] in last


def test_the_contents_name_the_pages_their_links_lead_to(prints: dict[str, Print]) -> None:
    pdf = prints["evaluation"].pdf
    with pikepdf.open(io.BytesIO(pdf)) as document:
        pages = {page.objgen: number for number, page in enumerate(document.pages)}
        named = document.Root.Names.Dests.Names
        places = {str(named[at]): pages[named[at + 1][0].objgen] for at in range(0, len(named), 2)}
    entries = squeezed(text_of(pdf, 2))

    assert f"Priceworkings{places['price'] + 1}" in entries
    assert f"Rankingandresult{places['ranking'] + 1}" in entries
    assert squeezed("Price workings") in text_of(pdf, places["price"])


def test_the_first_page_after_the_cover_answers_the_four_questions(prints: dict[str, Print]) -> None:
    words = text_of(prints["evaluation"].pdf, 1)

    assert squeezed("Second Test Integrated Musculoskeletal Alliance is recommended as lead provider.") in words
    assert squeezed("leads First Test Community Health Partnership by 2.5: 80.5 points to 78.0") in words
    assert squeezed("First Test Community Health Partnership would be first.") in words
    assert squeezed("Checkpoint 2 has no verdict yet.") in words
    assert squeezed("Condition C1-1, due 29 April 2026") in words


def test_every_page_is_numbered_and_a_demonstration_says_so_above_each(prints: dict[str, Print]) -> None:
    pdf = prints["evaluation"].pdf
    total = check(pdf, prints["evaluation"].snapshot.attachments)
    assert "Demonstration:inventedbiddersandfigures" in text_of(pdf, 0)
    for page in (1, 8, total - 1):
        assert f"Page{page + 1}of{total}" in text_of(pdf, page)
        assert "Fullpack,notredacted·Demonstration" in text_of(pdf, page)


@pytest.mark.parametrize("kind", KINDS)
def test_printing_again_gives_the_same_bytes(kind: str, prints: dict[str, Print]) -> None:
    kept = Snapshot.from_bytes(prints[kind].snapshot.to_bytes())

    assert kept.digest == prints[kind].snapshot.digest
    assert printed(kept).pdf == prints[kind].pdf


def test_the_check_notices_what_is_wrong(prints: dict[str, Print]) -> None:
    pack = prints["evaluation"]
    with pikepdf.open(io.BytesIO(pack.pdf)) as document:
        del document.Root["/MarkInfo"], document.Root["/Lang"]
        spoilt = io.BytesIO()
        document.save(spoilt)

    with pytest.raises(PrintRefused, match="not tagged; its language is not British English"):
        check(spoilt.getvalue(), pack.snapshot.attachments)
    changed = [Attachment("evaluation.json", "", b"{}"), *pack.snapshot.attachments[1:]]
    with pytest.raises(PrintRefused, match=r"evaluation\.json is not what was attached"):
        check(pack.pdf, changed)


def test_the_pack_prints_every_individual_reason_beside_the_agreed_one(prints: dict[str, Print]) -> None:
    snapshot, words = prints["evaluation"].snapshot, text_of(prints["evaluation"].pdf)
    questions = [question for bid in snapshot.content["bids"] for question in bid["questions"]]

    assert len(questions) == 24
    for question in questions:
        assert squeezed(question["agreed"]["discussion"])[:60] in words
        for mark in question["marks"]:
            assert squeezed(f"{mark['evaluator']}: {mark['mark']}") in words
    assert bound(snapshot).html.count("Agreed mark:") == 24
