"""Certificates: what the organiser signs reports with, and whether it can be used now."""

from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.serialization import pkcs12
from cryptography.x509 import Certificate
from cryptography.x509.oid import NameOID
from flask import current_app
from flask_babel import gettext as _

from jury import languages
from jury.errors import RuleBroken


@dataclass(frozen=True)
class Signer:
    """Who signs: the opened PKCS#12 file."""

    name: str  # as the certificate gives it
    fingerprint: str  # SHA-256 of the certificate
    ends_at: datetime
    data: bytes = field(repr=False)  # the PKCS#12 file
    password: bytes = field(repr=False)


def signer(now: datetime) -> Signer | None:
    """Return who signs reports; None where no certificate is configured.

    Raises RuleBroken when the files cannot be read, the password does not open the
    certificate, there is no private key in it, or ``now`` lies outside of its validity.
    """
    settings = current_app.config
    if not settings["SIGNING_CERTIFICATE"]:
        return None
    data = _read("SIGNING_CERTIFICATE")
    password = _read("SIGNING_PASSWORD_FILE").strip()
    certificate = _open(data, password)
    _check_time(certificate, now)
    return Signer(
        name=_name(certificate),
        fingerprint=certificate.fingerprint(hashes.SHA256()).hex(),
        ends_at=certificate.not_valid_after_utc,
        data=data,
        password=password,
    )


def _read(setting: str) -> bytes:
    try:
        return Path(current_app.config[setting]).read_bytes()
    except OSError:
        raise RuleBroken(
            _("The report cannot be signed: the file that %(setting)s names cannot be read. "
              "Nothing was printed. Ask the administrator to check it.", setting=f"JURY_{setting}")
        ) from None  # fmt: skip


def _open(data: bytes, password: bytes) -> Certificate:
    try:
        key, certificate, _others = pkcs12.load_key_and_certificates(data, password)
    except ValueError:
        raise RuleBroken(
            _("The report cannot be signed: the password does not open the certificate. "
              "Nothing was printed. Ask the administrator to check both.")
        ) from None  # fmt: skip
    if key is None or certificate is None:
        raise RuleBroken(
            _("The report cannot be signed: the certificate has no private key. "
              "Nothing was printed. Ask the administrator for the whole file.")
        )  # fmt: skip
    return certificate


def _check_time(certificate: Certificate, now: datetime) -> None:
    begins, ends = certificate.not_valid_before_utc, certificate.not_valid_after_utc
    if now > ends:
        raise RuleBroken(
            _("The report cannot be signed: the certificate ended on %(when)s. "
              "Nothing was printed. Ask the administrator for a new one.",
              when=languages.moment(ends))
        )  # fmt: skip
    if now < begins:
        raise RuleBroken(
            _("The report cannot be signed: the certificate is valid from %(when)s. "
              "Nothing was printed. Print it then.", when=languages.moment(begins))
        )  # fmt: skip


def _name(certificate: Certificate) -> str:
    names = certificate.subject.get_attributes_for_oid(NameOID.COMMON_NAME)
    return str(names[0].value) if names else certificate.subject.rfc4514_string()
