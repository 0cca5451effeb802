"""A pack is verified from the file alone; whatever is changed in it afterwards is found and named."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pikepdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from assurance.adapters.seal import Seal
from assurance.packs.catalogue import KINDS
from assurance.packs.checking import check
from assurance.packs.printing import Attachment, PrintRefused
from assurance.packs.reading import read_printed
from assurance.packs.recomputing import recompute
from assurance.packs.verifying import NotAPack, verify_pack
from tests.packs.fixture import NOW, Story
from tests.packs.press import Print, printed, seal

EVALUATION = "evaluation.json"


def resealed(pdf: bytes, change: Callable[[pikepdf.Pdf], None], by: Seal) -> bytes:
    """Return a pack that somebody changed and sealed anew, as only who holds a key could."""
    with pikepdf.open(io.BytesIO(_unsealed(pdf))) as document:
        change(document)
        written = io.BytesIO()
        document.save(written, deterministic_id=True)
    return by.apply(written.getvalue(), NOW)


def attach(name: str, content: bytes) -> Callable[[pikepdf.Pdf], None]:
    """Put another file in the place of an attached one."""

    def change(document: pikepdf.Pdf) -> None:
        spec = document.attachments[name].obj
        for key in ("/F", "/UF"):
            if key in spec.EF:
                spec.EF[key].write(content)

    return change


def reprint(old: str, new: str) -> Callable[[pikepdf.Pdf], None]:
    """Print one figure in place of another of the same font, wherever it stands alone on a page."""

    def change(document: pikepdf.Pdf) -> None:
        changed = sum(_swap(document, page, old, new) for page in document.pages)
        assert changed

    return change


def _swap(document: pikepdf.Pdf, page: pikepdf.Page, old: str, new: str) -> int:
    from assurance.packs.reading import _characters

    fonts = {
        name: {text: code for code, text in _characters(font).items()} for name, font in page.Resources.Font.items()
    }
    out, codes, changed = [], {}, 0
    for each in pikepdf.parse_content_stream(page):
        operands: Any = list(each.operands)
        if str(each.operator) == "Tf":
            codes = fonts[str(operands[0])]
        if str(each.operator) == "TJ" and all(letter in codes for letter in old + new):
            shown = b"".join(bytes(piece) for piece in operands[0] if isinstance(piece, pikepdf.String))
            if shown == _coded(codes, old):
                operands = [pikepdf.Array([pikepdf.String(_coded(codes, new))])]
                changed += 1
        out.append(pikepdf.ContentStreamInstruction(operands, each.operator))
    if changed:
        page.obj.Contents = pikepdf.Stream(document, pikepdf.unparse_content_stream(out))
    return changed


def _coded(codes: dict[str, int], words: str) -> bytes:
    return b"".join(codes[letter].to_bytes(2, "big") for letter in words)


@pytest.mark.parametrize("kind", ["evaluation", "letter", "gate"])
def test_every_pack_verifies_as_it_was_issued(kind: str, prints: dict[str, Print]) -> None:
    found = verify_pack(prints[kind].pdf, seal().fingerprint)

    assert found.faults == ()
    assert found.seal.fingerprint == seal().fingerprint
    assert found.seal.sealed_at == prints[kind].snapshot.dated
    assert found.pages == check(prints[kind].pdf, prints[kind].snapshot.attachments)


def test_the_pack_of_the_board_is_recomputed_as_far_as_it_goes(told: tuple[Session, Story]) -> None:
    session, story = told
    pack = printed(KINDS["board"].gather(session, story.procurement, ""))

    assert verify_pack(pack.pdf).faults == ()
    assert verify_pack(pack.pdf).recomputed.figures > 20
    changed = resealed(pack.pdf, reprint("78.00", "87.00"), seal())
    assert any("87.00" in fault for fault in verify_pack(changed).faults)


def test_the_evaluation_pack_is_recomputed_figure_by_figure(prints: dict[str, Print]) -> None:
    found = verify_pack(prints["evaluation"].pdf).as_data()

    assert found["ranking"] == [
        "second-test-integrated-musculoskeletal-alliance", "first-test-community-health-partnership"
    ]  # fmt: skip
    assert found["figures_compared"] > 300
    assert [each["name"] for each in found["attachments"]] == ["evaluation.json", "record.json"]
    assert found["verified"] is True


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("80.50", "85.00", "“85.00”"),
        ("14.80", "14.90", "“14.90”"),
        ("Test Evaluator One: 4 out of 5 ", "Test Evaluator One: 5 out of 5 ", "TestEvaluatorOne:5outof5"),
    ],
)
def test_a_figure_printed_otherwise_is_found_even_under_a_good_seal(
    old: str, new: str, said: str, prints: dict[str, Print]
) -> None:
    changed = resealed(prints["evaluation"].pdf, reprint(old, new), seal())

    found = verify_pack(changed)

    assert found.seal.faults == ()
    assert any(said in fault for fault in found.faults), found.faults


@pytest.mark.parametrize(("figure", "is_ours"), [("78", True), ("78.00", True), ("78.01", False), ("780", False)])
def test_a_sentence_of_another_version_may_print_a_figure_with_other_noughts_alone(
    figure: str, is_ours: bool, prints: dict[str, Print]
) -> None:
    pack = prints["evaluation"]
    with pikepdf.open(io.BytesIO(pack.pdf)) as document:
        ours = read_printed(document)
    theirs = [(tag, text.replace("80.5pointsto78.0", f"80.5pointsto{figure}")) for tag, text in ours.blocks]
    assert theirs != list(ours.blocks)

    found = recompute({each.name: each.content for each in pack.snapshot.attachments}, replace(ours, blocks=theirs))

    assert (found.faults == []) is is_ours, found.faults


def test_another_mark_in_the_data_is_found_everywhere_it_shows(prints: dict[str, Print]) -> None:
    pack = prints["evaluation"]
    data = json.loads(pack.snapshot.attachments[0].content)
    data["bids"][0]["scores"]["pathways"] = 5
    changed = resealed(pack.pdf, attach(EVALUATION, json.dumps(data).encode()), seal())

    said = " ".join(verify_pack(changed).faults)

    assert "The hash of the attached evaluation.json is not the one printed" in said
    assert "does not follow from evaluation.json" in said
    assert "has the mark 5, record.json 4" in said
    assert "the data give" in said


def test_data_that_cannot_be_read_is_a_fault_and_not_a_crash(prints: dict[str, Print]) -> None:
    for nonsense in (b"{", b"[]", b'{"format": "assurance-evaluation/1", "criteria": [], "bids": []}'):
        changed = resealed(prints["evaluation"].pdf, attach(EVALUATION, nonsense), seal())
        assert any("attached data cannot be read" in fault for fault in verify_pack(changed).faults)


def test_no_bit_of_the_file_can_be_turned(prints: dict[str, Print]) -> None:
    pdf = prints["letter"].pdf

    @settings(max_examples=25, deadline=None)
    @given(place=st.integers(len(b"%PDF"), len(pdf) - 1), bit=st.integers(0, 7))
    def turn(place: int, bit: int) -> None:
        spoilt = bytearray(pdf)
        spoilt[place] ^= 1 << bit
        assert verify_pack(bytes(spoilt)).faults

    turn()


def test_nothing_can_be_added_after_the_seal(prints: dict[str, Print]) -> None:
    pack = prints["evaluation"]
    for added in (b"\n", b"\n%%EOF\n", b"\n% a remark\n"):
        assert verify_pack(pack.pdf + added).seal.faults
    assert verify_pack(pack.pdf[:-200]).faults


def test_an_update_appended_as_pdf_allows_is_refused(prints: dict[str, Print]) -> None:
    from pyhanko.pdf_utils.generic import NameObject, TextStringObject
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

    writer = IncrementalPdfFileWriter(io.BytesIO(prints["letter"].pdf))
    writer.root[NameObject("/Note")] = TextStringObject("added")
    writer.update_root()
    out = io.BytesIO()
    writer.write(out)

    assert out.getvalue().startswith(prints["letter"].pdf)
    assert "Something was added to the file after it was sealed" in verify_pack(out.getvalue()).faults


def test_the_seal_of_somebody_else_is_not_the_one_expected(prints: dict[str, Print], tmp_path: Any) -> None:
    other = Seal.open(tmp_path)
    forged = resealed(prints["letter"].pdf, lambda document: None, other)

    assert verify_pack(forged).seal.fingerprint == other.fingerprint
    assert any("not with" in fault for fault in verify_pack(forged, seal().fingerprint).faults)


def test_a_file_without_a_seal_or_no_pdf_at_all_is_told_apart(prints: dict[str, Print]) -> None:
    assert "The file is not sealed" in verify_pack(_unsealed(prints["letter"].pdf)).faults
    with pytest.raises(NotAPack):
        verify_pack(b"not a pack")


def test_the_same_content_under_the_same_key_is_the_same_file(prints: dict[str, Print]) -> None:
    pack = prints["gate"]
    with pikepdf.open(io.BytesIO(pack.pdf)) as document:
        words = read_printed(document).words

    assert seal().fingerprint in words
    again = Seal(seal().key_pem, seal().certificate_pem)
    assert again.apply(_unsealed(pack.pdf), pack.snapshot.instant) == pack.pdf


def _unsealed(pdf: bytes) -> bytes:
    """Cut off what the seal appended: everything after the first end of the file."""
    return pdf[: pdf.index(b"%%EOF") + len(b"%%EOF\n")]


def test_the_check_before_issue_wants_every_attachment(prints: dict[str, Print]) -> None:
    with pytest.raises(PrintRefused, match=r"extra\.json"):
        check(prints["gate"].pdf, [Attachment("extra.json", "", b"{}")])
