"""Takes the installation's keys into use: to write and read drafts and opened tenders, and to sign receipts.

What each process needs to know of the installation is told here as well: under which name its open data goes.
"""

from __future__ import annotations

import resource
from typing import TYPE_CHECKING

from assurance.adapters.keyring import Keyring
from assurance.adapters.signing import Signer
from assurance.config import Settings
from assurance.persistence.secret_columns import use_cipher
from assurance.services.pack_seal import use_seal
from assurance.services.public_site import PublicSite, use_site
from assurance.services.signing import use_signer

if TYPE_CHECKING:
    from assurance.adapters.seal import Seal


def unlock(settings: Settings) -> Keyring:
    """Read the installation's keys, made at the first start; close every secret column with the newest and sign.

    From here on a crash leaves no image of this process's memory on the disk.
    Raises `UnsafeKey`, in words that say what to do, when others could read a key.
    """
    resource.setrlimit(resource.RLIMIT_CORE, (0, resource.getrlimit(resource.RLIMIT_CORE)[1]))
    keyring = Keyring.open(settings.keys)
    use_cipher(keyring)
    use_signer(Signer.open(settings.keys))
    use_site(PublicSite(settings.public_url, settings.ocid_prefix))
    use_seal(lambda: _seal(settings))
    return keyring


def _seal(settings: Settings) -> Seal:
    from assurance.adapters.seal import Seal  # only where a pack is sealed: it loads much

    return Seal.open(settings.keys, settings.seal_key, settings.seal_certificate)
