"""The seal of printed packs: a PAdES signature over the whole file, under a key of the installation.

RSA with PKCS#1 v1.5, because every reader of PDF knows it and the same bytes give the same signature; the time in the
seal is the instant the content is as at, so that the same content under the same key is the same file, byte for byte.
The certificate is self-signed unless one is configured: it proves that a file is unchanged and which key sealed it;
whose key that is, is known from the certificate published by the service.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import io
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from asn1crypto import keys, pem
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
)
from cryptography.x509.oid import NameOID
from pyhanko.pdf_utils.generic import ArrayObject, ByteStringObject, TextStringObject
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.fields import InvisSigSettings, MDPPerm, SigFieldSpec, SigSeedSubFilter
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner, SimpleSigner
from pyhanko_certvalidator.registry import SimpleCertificateStore

from assurance.adapters.keyring import UnsafeKey, refuse_readable_by_others
from assurance.adapters.signing import write_key_once

KEY_FILE, CERTIFICATE_FILE = "pack-seal-key.pem", "pack-seal-certificate.pem"
FIELD = "AssuranceSeal"
_BITS = 3072
_SINCE = datetime(2000, 1, 1, tzinfo=dt.UTC)
_NO_END = datetime(9999, 12, 31, 23, 59, 59, tzinfo=dt.UTC)
"""What RFC 5280 writes for a certificate that has no well-defined end: an archive is checked long after."""
_ROOM = 8192
"""Bytes kept free in the file for the signature; always the same, so that the file is."""


@dataclass(frozen=True, slots=True)
class Seal:
    """The key that seals the packs of this installation, with its certificate and those above it."""

    key_pem: bytes
    certificate_pem: bytes

    @classmethod
    def open(cls, folder: Path, key: Path | None = None, certificate: Path | None = None) -> Seal:
        """Read the key and certificate configured, or those of the folder, made at the first use.

        Raises `UnsafeKey`, in words that say what to do, when a key is garbled, readable by others, or of another kind.
        """
        path = key or folder / KEY_FILE
        if key is None and not path.exists():
            write_key_once(path, rsa.generate_private_key(65537, _BITS))
        refuse_readable_by_others(path)
        private = _private(path)
        if certificate is None:
            certificate = folder / CERTIFICATE_FILE
            if not certificate.exists():
                certificate.write_bytes(_self_signed(private))
        seal = cls(path.read_bytes(), certificate.read_bytes())
        if _public_of(seal) != private.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo):
            raise UnsafeKey(
                f"{certificate} does not belong to the key in {path}. Put the two that belong together there"
            )
        return seal

    @property
    def fingerprint(self) -> str:
        """The SHA-256 of the certificate, by which it is recognised."""
        return hashlib.sha256(self.chain[0].dump()).hexdigest()

    @property
    def chain(self) -> tuple[asn1_x509.Certificate, ...]:
        """The certificate of the key first, then those above it."""
        return read_certificates(self.certificate_pem)

    @property
    def published_pem(self) -> str:
        """The certificate of the key, as a text to publish."""
        return pem.armor("CERTIFICATE", self.chain[0].dump()).decode()

    def apply(self, pdf: bytes, at: datetime) -> bytes:
        """Return the file sealed as a whole, as at an instant; nothing may be added to it afterwards."""
        writer = _SameEveryTime(io.BytesIO(pdf))
        return bytes(_SealedAt(self, at).sign_pdf(writer, bytes_reserved=_ROOM).getvalue())


def read_certificates(text: bytes) -> tuple[asn1_x509.Certificate, ...]:
    """Read certificates in PEM; raise `ValueError` where there is none."""
    found = tuple(asn1_x509.Certificate.load(raw) for kind, _, raw in pem.unarmor(text, multiple=True))
    if not found:
        raise ValueError("there is no certificate in it")
    return found


class _SameEveryTime(IncrementalPdfFileWriter):
    """Adds the seal and nothing of the moment: no new date, no random identifier."""

    @classmethod
    def _handle_id(cls, prev: Any) -> ArrayObject:
        named = prev.trailer["/ID"][0]  # sixteen bytes that may look like a text to the reader
        first = bytes(named.original_bytes if isinstance(named, TextStringObject) else named)
        return ArrayObject([ByteStringObject(first), ByteStringObject(hashlib.sha256(b"sealed" + first).digest()[:16])])

    def _update_meta(self) -> None:
        return None


class _SealedAt(PdfSigner):
    """Signs with a given time in place of the clock’s."""

    def __init__(self, seal: Seal, at: datetime) -> None:
        chain = seal.chain
        others = SimpleCertificateStore()
        others.register_multiple(chain[1:])
        super().__init__(
            PdfSignatureMetadata(
                field_name=FIELD, md_algorithm="sha256", subfilter=SigSeedSubFilter.PADES, certify=True,
                docmdp_permissions=MDPPerm.NO_CHANGES, reason="Issued pack; nothing may be changed or added",
            ),
            signer=SimpleSigner(chain[0], _pkcs8(seal.key_pem), others),
            new_field_spec=SigFieldSpec(
                FIELD, readable_field_name="Seal of this document",
                invis_sig_settings=InvisSigSettings(set_hidden_flag=False, box_out_of_bounds=True),
            ),
        )  # fmt: skip
        self.at = at

    def init_signing_session(self, pdf_out: Any, existing_fields_only: bool = False) -> Any:
        session = super().init_signing_session(pdf_out, existing_fields_only)
        session.system_time = self.at
        return session


def _private(path: Path) -> rsa.RSAPrivateKey:
    try:
        key = load_pem_private_key(path.read_bytes(), None)
    except (ValueError, TypeError) as garbled:
        raise UnsafeKey(f"{path} is not a key without a passphrase. Put it back from its backup") from garbled
    if not isinstance(key, rsa.RSAPrivateKey):
        raise UnsafeKey(f"{path} is a key of another kind: packs are sealed with RSA, so that the same file comes out")
    return key


def _public_of(seal: Seal) -> bytes:
    return bytes(seal.chain[0].public_key.dump())


def _pkcs8(text: bytes) -> keys.PrivateKeyInfo:
    raw = load_pem_private_key(text, None).private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
    return keys.PrivateKeyInfo.load(raw)


def _self_signed(key: rsa.RSAPrivateKey) -> bytes:
    public = key.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    number = int.from_bytes(hashlib.sha256(public).digest()[:16], "big") >> 1
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, f"Assurance seal of packs {number:032x}"[:40])])
    uses = dict.fromkeys(
        ("key_encipherment", "data_encipherment", "key_agreement", "key_cert_sign", "crl_sign", "encipher_only",
         "decipher_only"), False,
    )  # fmt: skip
    draft = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
    draft = draft.serial_number(number).not_valid_before(_SINCE).not_valid_after(_NO_END)
    draft = draft.add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
    signs = x509.KeyUsage(digital_signature=True, content_commitment=True, **uses)
    draft = draft.add_extension(signs, critical=True)
    draft = draft.add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
    return draft.sign(key, hashes.SHA256()).public_bytes(Encoding.PEM)
