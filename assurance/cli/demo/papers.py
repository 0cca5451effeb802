"""Small PDF documents of the demonstration, each of which says that nothing in it is real."""

from __future__ import annotations

import io

import pikepdf


def paper(*lines: str) -> bytes:
    """Return a PDF of one page with a few lines of plain ASCII."""
    shown = "".join(f"({line}) Tj 0 -24 Td " for line in ("Demonstration document", *lines))
    with pikepdf.new() as pdf, io.BytesIO() as written:
        page = pdf.add_blank_page(page_size=(595, 842))
        font = pikepdf.Dictionary(Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica)
        page.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F1=font))
        page.Contents = pdf.make_stream(f"BT /F1 14 Tf 72 740 Td {shown}ET".encode("ascii"))
        pdf.save(written, deterministic_id=True)
        return written.getvalue()
