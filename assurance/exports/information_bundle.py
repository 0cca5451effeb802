"""The answer to a request for information as one ZIP: the document, its items as text, and the register as a table."""

from __future__ import annotations

import io
import json
import zipfile
from typing import Any

from assurance.exports.tables import Table, table_csv

MADE = (2025, 1, 1, 0, 0, 0)
"""The date of every file inside: the same answer gives the same bytes, whenever it is taken out."""
HEADINGS = ("What is withheld", "Exemption", "Provision", "Why it applies here", "Withheld by")


def information_zip(content: dict[str, Any], pdf: bytes, name: str) -> bytes:
    """Put an approved answer and its document into one file."""
    rows = [[each[key] for key in ("what", "why", "provision", "reason", "by")] for each in content["register"]]
    written = json.dumps(content["items"], ensure_ascii=False, indent=2, sort_keys=True)
    files = {
        f"{name}.pdf": pdf,
        f"{name}-records.json": f"{written}\n".encode(),
        f"{name}-withheld.csv": table_csv(Table("Withheld", HEADINGS, rows)),
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for file_name, data in files.items():
            package.writestr(zipfile.ZipInfo(file_name, MADE), data, zipfile.ZIP_DEFLATED)
    return out.getvalue()
