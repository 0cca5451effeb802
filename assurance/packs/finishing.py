"""The last touch to a PDF before it is written: one file that is archival (PDF/A-3a) and accessible (PDF/UA-1).

The layout engine writes one of the two standards at a time, so the identification of the second is added to the
metadata, with the schema that PDF/A demands for it; and each attachment is listed once where it was listed twice.
"""

from __future__ import annotations

from typing import Any

from assurance.packs.tagging import complete

_RDF = 'xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"'
_UA = "http://www.aiim.org/pdfua/ns/id/"
_SCHEMA = "http://www.aiim.org/pdfa/ns/schema#"
_PROPERTY = "http://www.aiim.org/pdfa/ns/property#"

IDENTIFICATION = f"""<rdf:Description {_RDF} rdf:about="" xmlns:pdfuaid="{_UA}" pdfuaid:part="1"/>
<rdf:Description {_RDF} rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
 xmlns:pdfaSchema="{_SCHEMA}" xmlns:pdfaProperty="{_PROPERTY}"><pdfaExtension:schemas><rdf:Bag>
<rdf:li rdf:parseType="Resource"><pdfaSchema:schema>PDF/UA identification</pdfaSchema:schema>
<pdfaSchema:namespaceURI>{_UA}</pdfaSchema:namespaceURI><pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource"><pdfaProperty:name>part</pdfaProperty:name>
<pdfaProperty:valueType>Integer</pdfaProperty:valueType><pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>Part of ISO 14289 that the file follows</pdfaProperty:description></rdf:li></rdf:Seq>
</pdfaSchema:property></rdf:li></rdf:Bag></pdfaExtension:schemas></rdf:Description>"""


def finish(document: Any, pdf: Any, prefix: str = "") -> None:
    """Complete a PDF as the layout engine hands it over; changes it in place.

    `prefix` goes before the name of each table heading, so that no two sections of a pack use the same.
    """
    complete(pdf)
    number = int(pdf.catalog["Metadata"].split()[0])
    metadata = pdf.objects[number]
    closing = b"</rdf:RDF>"
    metadata.stream = [metadata.stream[0].replace(closing, IDENTIFICATION.encode() + closing)]
    if attached := pdf.catalog.get("AF"):
        attached[:] = dict.fromkeys(attached)
    if prefix:
        _tell_apart(pdf, f"{prefix}-")


def _tell_apart(pdf: Any, prefix: str) -> None:
    """Put a prefix before every name of a table heading; headings and cells share one object for a name."""
    done: set[int] = set()
    for found in pdf.objects:
        if isinstance(found, dict) and found.get("Type") == "/StructElem":
            headers = (found.get("A") or {}).get("Headers", ()) if isinstance(found.get("A"), dict) else ()
            for name in (found["ID"], *headers) if "ID" in found else headers:
                if id(name) not in done:
                    done.add(id(name))
                    name.string = (
                        prefix.encode() + name.string if isinstance(name.string, bytes) else prefix + name.string
                    )
