"""The key this installation signs with: taken into use once by whoever starts the program, then asked for here."""

from __future__ import annotations

from assurance.adapters.signing import Signer

_signers: list[Signer] = []


def use_signer(signer: Signer) -> None:
    """Sign with this key from now on in this process."""
    _signers[:] = [signer]


def signer() -> Signer:
    """Return the key in use; raise `RuntimeError` before there is one."""
    if not _signers:
        raise RuntimeError("no signing key is in use")
    return _signers[0]
