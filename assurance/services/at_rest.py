"""Takes the installation's keys into use, so that drafts and opened tenders can be written and read."""

from __future__ import annotations

from assurance.adapters.keyring import Keyring
from assurance.config import Settings
from assurance.persistence.secret_columns import use_cipher


def unlock(settings: Settings) -> Keyring:
    """Read the installation's keys, made at the first start, and close every secret column with the newest.

    Raises `UnsafeKey`, in words that say what to do, when others could read a key.
    """
    keyring = Keyring.open(settings.keys)
    use_cipher(keyring)
    return keyring
