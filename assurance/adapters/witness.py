"""Where signed heads of the audit trail are left: a folder on another machine, or a bucket that keeps what it is given.

Each is an object of its own and is never written over. A bucket with object lock keeps them even from those who run
the service.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from urllib.request import url2pathname

import obstore
from obstore.exceptions import AlreadyExistsError
from obstore.store import LocalStore, ObjectStore, from_url

from assurance.domain.witness import file_name

_NAME = re.compile(r"head-\d{12}-[0-9a-f]{12}\.json", re.ASCII)


@dataclass(frozen=True)
class Witness:
    """One place that heads are left at."""

    objects: ObjectStore

    @classmethod
    def open(cls, url: str) -> Witness:
        """Open the place at a URL, or a folder by its path; a folder is made if it is not there."""
        if urlsplit(url).scheme not in {"", "file"}:
            return cls(from_url(url))
        folder = Path(url2pathname(urlsplit(url).path) if url.startswith("file:") else url)
        folder.mkdir(parents=True, exist_ok=True)
        return cls(LocalStore(folder))

    def leave(self, head: dict[str, Any]) -> str:
        """Leave a signed head and return its name; the same head twice is left once."""
        name = file_name(head)
        content = json.dumps(head, indent=1).encode() + b"\n"
        with suppress(AlreadyExistsError):
            obstore.put(self.objects, name, content, mode="create")
        return name

    def read(self) -> Iterator[tuple[str, Any]]:
        """Give every head that lies here with its name, oldest entry first; what is no JSON is given as None."""
        names = sorted(each["path"] for page in obstore.list(self.objects) for each in page)
        for name in names:
            if _NAME.fullmatch(name):
                yield name, _parsed(bytes(obstore.get(self.objects, name).bytes()))

    def newest(self) -> int:
        """Return the number of the newest entry a head was left of, 0 when there is none."""
        names = (each["path"] for page in obstore.list(self.objects) for each in page)
        return max((int(name[5:17]) for name in names if _NAME.fullmatch(name)), default=0)


def _parsed(content: bytes) -> Any:
    try:
        return json.loads(content)
    except ValueError:
        return None
