"""Small files of each kind that tests upload, made here so that nothing third-party is kept."""

from __future__ import annotations

import base64
import io
import zipfile
from functools import cache

import pikepdf

PNG = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)
JPEG = bytes.fromhex(
    "ffd8ffe000104a46494600010100000100010000"  # a start, and what kind
    "ffc0000b080001000101011100"  # one grey point
    "ffda0008010100003f00d2cf20"  # a scan of it
    "ffd9"
)
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"


@cache
def pdf() -> bytes:
    """A PDF of one empty page."""
    with pikepdf.new() as made:
        made.add_blank_page()
        return saved(made)


def saved(made: pikepdf.Pdf, **options: object) -> bytes:
    """The bytes of a PDF."""
    out = io.BytesIO()
    made.save(out, **options)  # type: ignore[arg-type]  # reason: passed through as it is
    return out.getvalue()


def office(main_part: str = WORD, extra: dict[str, bytes] | None = None) -> bytes:
    """An Office file as far as its central directory tells; `extra` are further parts."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("[Content_Types].xml", f'<Types><Override ContentType="{main_part}"/></Types>')
        for name, content in (extra or {"word/document.xml": b"<document/>"}).items():
            package.writestr(name, content)
    return out.getvalue()
