"""A pack is cut so that little is laid out again, joined so that it reads as one, and stopped when nobody wants it."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pikepdf
import pytest

from assurance.packs.building import Builder
from assurance.packs.press import Press, Presses
from assurance.packs.section_cache import SectionCache, key_of
from assurance.packs.sheets import Limits, PrintRefused
from assurance.packs.snapshot import Snapshot
from assurance.packs.stamping import SHEET
from tests.packs.press import Print

SEAL = "0" * 64


@pytest.fixture(scope="module")
def presses() -> Any:
    with Presses(1) as made:
        yield made


def changed(snapshot: Snapshot) -> Snapshot:
    """The same pack after one reason was written otherwise and the audit trail went on."""
    again = Snapshot.from_bytes(snapshot.to_bytes())
    again.content["bids"][0]["questions"][0]["marks"][0]["rationale"] += " One more sentence."
    again.content["audit"]["number"] += 1
    again.content["audit"]["hash"] = "f" * 64
    return again


def test_only_what_changed_is_laid_out_again(snapshots: dict[str, Snapshot], presses: Presses, tmp_path: Path) -> None:
    builder = Builder(presses, SectionCache(tmp_path))
    told: list[tuple[int, int, str]] = []
    first = builder.build(snapshots["evaluation"], seal=SEAL, progress=lambda *each: told.append(each))
    anew = builder.laid_out
    after = builder.build(changed(snapshots["evaluation"]), seal=SEAL)
    again = builder.laid_out - anew

    assert [done for done, _, _ in told] == list(range(1, told[0][1] + 1))
    assert anew > 12
    assert again == 3  # the cover, the questions with the reason, and the last page
    assert first != after
    assert Builder(presses, SectionCache(tmp_path)).build(snapshots["evaluation"], seal=SEAL) == first


def test_what_is_kept_and_damaged_is_laid_out_again(presses: Presses, tmp_path: Path) -> None:
    cache = SectionCache(tmp_path)
    made = presses.submit(SHEET).result()
    cache.keep(key_of(SHEET), made)
    assert cache.find(key_of(SHEET)) == made

    kept = next(tmp_path.glob("*/*"))
    kept.write_bytes(kept.read_bytes()[:-1])

    assert cache.find(key_of(SHEET)) is None
    assert cache.find("0" * 64) is None


def test_what_is_kept_never_grows_beyond_its_limit(presses: Presses, tmp_path: Path) -> None:
    made = presses.submit(SHEET).result()
    cache = SectionCache(tmp_path, limit_bytes=2 * len(made.pdf) + 2_000)
    for number in range(4):
        cache.keep(f"{number:064}", made)

    assert cache.tidy() == 2
    assert len(list(tmp_path.glob("*/*"))) == 2
    assert cache.tidy() == 0


def test_a_build_that_is_stopped_says_nothing_more(
    snapshots: dict[str, Snapshot], presses: Presses, tmp_path: Path
) -> None:
    told: list[int] = []

    def stop(done: int, of: int, name: str) -> None:
        told.append(done)
        raise LookupError

    with pytest.raises(LookupError):
        Builder(presses, SectionCache(tmp_path)).build(snapshots["evaluation"], progress=stop)
    assert told == [1]


def test_a_press_that_was_killed_is_replaced() -> None:
    with Press() as press:
        made = press.lay_out(SHEET)
        assert press._process is not None
        press._process.kill()
        press._process.wait()
        assert press.lay_out(SHEET) == made


def test_a_sheet_that_eats_memory_is_stopped_and_the_next_one_is_not() -> None:
    long = replace(SHEET, html=SHEET.html.replace("</body>", "<p>And one more line of it.</p>" * 20_000 + "</body>"))
    with Press() as press:
        with pytest.raises(PrintRefused):
            press.lay_out(long, Limits(memory_bytes=2**20))
        assert press.lay_out(SHEET).pages == 1


def test_the_joined_document_has_one_structure_and_whole_references(prints: dict[str, Print]) -> None:
    with pikepdf.open(io.BytesIO(prints["evaluation"].pdf)) as document:
        tree: Any = document.Root.StructTreeRoot
        numbers = list(tree.ParentTree.Nums)
        keys = [int(each) for each in numbers[::2]]
        found = dict(zip(keys, numbers[1::2], strict=True))
        assert len(tree.K) == 1
        assert keys == sorted(set(keys))
        for page in document.pages:
            marked = [int(each) for each in re.findall(rb"/MCID (\d+)", _content(page))]
            entries = found[int(page.obj.StructParents)]
            owned = {mark: entry for mark, entry in enumerate(entries) if entry is not None}
            assert sorted(marked) == list(owned)
            assert all(entry.Pg.objgen == page.obj.objgen for entry in owned.values() if "/Pg" in entry)
            for note in page.obj.get("/Annots", ()):
                assert note.get("/Subtype") == "/Widget" or str(found[int(note.StructParent)].S) == "/Link"
        elements = [each for each in document.objects if isinstance(each, pikepdf.Dictionary) and "/S" in each]
        ids = [bytes(each.ID) for each in elements if "/ID" in each]
        headers = {bytes(name) for each in elements if isinstance(each.get("/A"), pikepdf.Dictionary)
                   for name in each.A.get("/Headers", ())}  # fmt: skip
    assert len(ids) == len(set(ids))
    assert headers and headers <= set(ids)


def _content(page: pikepdf.Page) -> bytes:
    drawn: Any = page.obj.Contents
    return b"".join(each.read_bytes() for each in (drawn if isinstance(drawn, pikepdf.Array) else [drawn]))


def test_what_was_laid_out_is_kept_before_anybody_has_it(presses: Presses) -> None:
    kept: list[int] = []
    made = [presses.submit(SHEET, keep=lambda section: kept.append(section.pages)) for _ in range(6)]
    for number, each in enumerate(made, start=1):
        assert each.result().pages == 1
        assert len(kept) >= number
