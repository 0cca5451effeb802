"""Files are judged by what they are, not by what they call themselves, and nothing is unpacked to do it."""

from __future__ import annotations

import io
import time
import zipfile
from collections.abc import Callable

import pikepdf
import pytest

from assurance.adapters.inspection import DOCX, JPEG, PDF, PNG, XLSX, FileKind, Unacceptable, inspect
from tests.factories import files


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (files.pdf(), PDF),
        (files.office(), DOCX),
        (files.office(files.EXCEL), XLSX),
        (files.PNG, PNG),
        (files.JPEG, JPEG),
    ],
)
def test_the_five_kinds_are_known_by_content(content: bytes, kind: FileKind) -> None:
    assert inspect(io.BytesIO(content)) is kind


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"MZ\x90\x00 an executable",
        b"\x7fELF",
        b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>",
        b"<!doctype html><script>1</script>",
        b"%PDF-1.7\n<html><script>1</script></html>",
        b"PK\x03\x04 not a zip",
        files.PNG[:40],
        files.JPEG[:40],
        files.office("application/vnd.ms-word.document.macroEnabled.main+xml"),
        files.office(extra={"word/vbaProject.bin": b"x"}),
        files.office(extra={"word/activeX/activeX1.bin": b"x"}),
        files.office(extra={"../../etc/passwd": b"x"}),
        files.office(extra={"/etc/passwd": b"x"}),
        files.office(files.EXCEL, {"xl/externalLinks/externalLink1.xml": b"x"}),
        files.office(files.EXCEL, {f"xl/{number}.xml": b"" for number in range(2_001)}),
    ],
)
def test_everything_else_is_refused_with_a_reason(content: bytes) -> None:
    with pytest.raises(Unacceptable, match="The (file|PDF|picture|workbook)"):
        inspect(io.BytesIO(content))


def test_a_zip_bomb_is_refused_from_its_directory_alone() -> None:
    bomb = files.office(extra={"word/document.xml": b"\0" * 2**26})
    began = time.process_time()
    with pytest.raises(Unacceptable, match="unpacks"):
        inspect(io.BytesIO(bomb))
    assert time.process_time() - began < 0.5


def test_an_encrypted_office_part_is_refused() -> None:
    whole = bytearray(files.office())
    at = whole.rindex(b"PK\x01\x02")
    whole[at + 8] |= 1
    with pytest.raises(Unacceptable, match="encrypted"):
        inspect(io.BytesIO(bytes(whole)))


def test_a_plain_zip_is_not_an_office_file() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        package.writestr("readme.txt", "hello")
    with pytest.raises(Unacceptable):
        inspect(out)


def _script(pdf: pikepdf.Pdf) -> None:
    pdf.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert(1)")


def _launch(pdf: pikepdf.Pdf) -> None:
    action = pikepdf.Dictionary(S=pikepdf.Name.Launch, F="calc.exe")
    pdf.pages[0].Annots = pikepdf.Array([pikepdf.Dictionary(Type=pikepdf.Name.Annot, A=action)])


def _attachment(pdf: pikepdf.Pdf) -> None:
    pdf.attachments["evil.exe"] = pikepdf.AttachedFileSpec(pdf, b"MZ", filename="evil.exe")


def _form_of_scripts(pdf: pikepdf.Pdf) -> None:
    pdf.Root.AcroForm = pikepdf.Dictionary(XFA=pikepdf.Array([]))


@pytest.mark.parametrize("spoil", [_script, _launch, _attachment, _form_of_scripts])
@pytest.mark.parametrize("packed", [False, True])
def test_a_pdf_that_could_act_is_refused_wherever_the_action_hides(
    spoil: Callable[[pikepdf.Pdf], None], packed: bool
) -> None:
    mode = pikepdf.ObjectStreamMode.generate if packed else pikepdf.ObjectStreamMode.disable
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        spoil(pdf)
        content = files.saved(pdf, object_stream_mode=mode)
    with pytest.raises(Unacceptable, match="scripts"):
        inspect(io.BytesIO(content))


@pytest.mark.parametrize("password", ["", "secret"])
def test_an_encrypted_pdf_is_refused(password: str) -> None:
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        content = files.saved(pdf, encryption=pikepdf.Encryption(owner="owner", user=password))
    with pytest.raises(Unacceptable, match="encrypted"):
        inspect(io.BytesIO(content))


def test_a_pdf_that_only_writes_about_scripts_is_taken() -> None:
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.docinfo["/Title"] = "On /JavaScript and /Launch"
        pdf.Root.OpenAction = pikepdf.Array([pdf.pages[0].obj, pikepdf.Name.Fit])
        content = files.saved(pdf)
    assert inspect(io.BytesIO(content)) is PDF


def test_a_pdf_of_many_objects_is_judged_in_reasonable_time() -> None:
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.Root.Many = pikepdf.Array(
            [pdf.make_indirect(pikepdf.Dictionary(A=1, B=pikepdf.Array([1, 2, 3]))) for _ in range(20_000)]
        )
        content = files.saved(pdf)
    began = time.process_time()
    assert inspect(io.BytesIO(content)) is PDF
    assert time.process_time() - began < 5
