"""Signing: with a certificate a report is signed and both digests are public; without one not."""

from datetime import UTC, datetime, timedelta
from io import BytesIO

import outloud
import pytest
from asn1crypto.x509 import Certificate
from click.testing import CliRunner
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    pkcs12,
)
from cryptography.x509.oid import NameOID
from pyhanko.pdf_utils.generic import pdf_string
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko_certvalidator import ValidationContext

from jury import files
from jury.cli import main
from jury.db import db
from jury.errors import RuleBroken
from jury.ledger import entries
from jury.operations.doctor import examine
from jury.reports import certificates, find, making, publishing, signing
from jury.reports.certificates import Signer
from jury.reports.models import Report
from jury.reports.paper import LARGE_PRINT, USUAL

NOW = datetime.now(UTC)
PASSWORD = b"een lang wachtwoord"


def certificate(begins=NOW - timedelta(days=1), ends=NOW + timedelta(days=30), *, key=True):
    """A certificate of its own making: the PKCS#12 file, and what others get to see."""
    secret = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Fonds Groen")])
    usage = dict.fromkeys(
        ("key_encipherment", "data_encipherment", "key_agreement", "key_cert_sign", "crl_sign",
         "encipher_only", "decipher_only"), False,
    )  # fmt: skip
    made = (
        x509.CertificateBuilder(name, name, secret.public_key(), 7, begins, ends)
        .add_extension(
            x509.KeyUsage(digital_signature=True, content_commitment=True, **usage), critical=True
        )
        .sign(secret, hashes.SHA256())
    )
    sealed = BestAvailableEncryption(PASSWORD)
    whole = pkcs12.serialize_key_and_certificates(
        b"jury", secret if key else None, made if key else None, None if key else [made], sealed
    )
    return whole, made


@pytest.fixture
def configured(app, tmp_path):
    """Let the installation sign with this file and password."""

    def configure(data, password=PASSWORD + b"\n"):
        app.config["SIGNING_CERTIFICATE"] = str(tmp_path / "sign.p12")
        app.config["SIGNING_PASSWORD_FILE"] = str(tmp_path / "password")
        (tmp_path / "sign.p12").write_bytes(data)
        (tmp_path / "password").write_bytes(password)

    return configure


@pytest.fixture(scope="module")
def seal():
    return certificate()


@pytest.fixture(scope="module")
def signed(printed, seal):
    return signing.sign(printed, Signer("Fonds Groen", "f", NOW, seal[0], PASSWORD))


def status_of(data, seal):
    """What pyHanko says of the signature, when the certificate is trusted."""
    [found] = PdfFileReader(BytesIO(data)).embedded_signatures
    trusted = Certificate.load(seal[1].public_bytes(Encoding.DER))
    return found, validate_pdf_signature(found, ValidationContext(trust_roots=[trusted]))


def test_the_signature_is_valid_and_covers_the_whole_file(signed, seal):
    found, status = status_of(signed, seal)

    assert status.bottom_line
    assert status.coverage.name == "ENTIRE_FILE"
    assert found.sig_object["/SubFilter"] == "/ETSI.CAdES.detached"  # PAdES


def test_what_was_printed_is_the_beginning_of_the_signed_file(printed, signed):
    assert signed.startswith(printed)
    assert signing.read(signed).digest_before == files.digest(printed)


def test_the_signed_report_has_no_accessibility_errors(signed, tmp_path):
    path = tmp_path / "signed.pdf"
    path.write_bytes(signed)
    assert outloud.check(str(path)).errors == 0


def verify(tmp_path, data, *more):
    path = tmp_path / "report.pdf"
    path.write_bytes(data)
    return CliRunner().invoke(main, ["verify-report", str(path), *more])


def test_the_command_verifies_a_signed_report(printed, signed, tmp_path):
    for known in (files.digest(printed), files.digest(signed).upper()):
        answer = verify(tmp_path, signed, "--digest", known)
        assert answer.exit_code == 0, answer.output
        assert "Signed by Common Name: Fonds Groen" in answer.output
        assert "The digest is the published one. The signature holds" in answer.output


def added_to(data):
    """The file with another version of itself appended, that speaks another language."""
    writer = IncrementalPdfFileWriter(BytesIO(data))
    writer.root["/Lang"] = pdf_string("xx")
    writer.update_root()
    made = BytesIO()
    writer.write(made)
    return made.getvalue()


def test_the_command_finds_every_kind_of_forgery(printed, signed, tmp_path):
    middle = len(printed) // 2
    changed = signed[:middle] + bytes([signed[middle] ^ 1]) + signed[middle + 1 :]
    for data, known, words in (
        (changed, None, "The signature does not hold"),
        (changed, files.digest(signed), "This is not the report of that digest"),
        (printed, files.digest(signed), "This is not the report of that digest"),
        (added_to(signed), None, "Something was added to the report after signing"),
        (b"no PDF", None, "is not a PDF"),
    ):
        answer = verify(tmp_path, data, *(["--digest", known] if known else []))
        assert answer.exit_code == 1, answer.output
        assert words in answer.output


def test_an_unsigned_report_is_said_to_be_unsigned(printed, tmp_path):
    answer = verify(tmp_path, printed)
    assert (answer.exit_code, "It is not signed." in answer.output) == (0, True)


def test_a_signed_report_has_both_digests_on_the_page_and_in_the_ledger(
    call, decided, configured, seal, client, person, now
):
    configured(seal[0])
    publishing.publish(call, now, person("mia"))
    [made] = making.make(call, ["fr"], now)
    db.session.commit()

    data = files.read(made.file)
    assert status_of(data, seal)[1].bottom_line
    assert files.digest(data) == made.digest
    assert signing.read(data).digest_before == made.unsigned_digest
    told = {entry.event: entry.facts for entry in entries("parks")}
    assert told["report.made"]["digest"] == made.unsigned_digest
    assert told["report.signed"] == {
        "language": "fr", "signer": "Fonds Groen", "before": made.unsigned_digest,
        "digest": made.digest, "certificate": seal[1].fingerprint(hashes.SHA256()).hex(),
    }  # fmt: skip
    page = client.get("/calls/parks/outcome").text
    assert made.digest in page
    assert made.unsigned_digest in page
    assert "signed by Fonds Groen" in page
    assert making.make(call, ["fr"], now) == [made]


def test_a_report_in_large_print_is_signed_in_the_same_way(
    call, decided, configured, seal, client, person, now
):
    configured(seal[0])
    publishing.publish(call, now, person("mia"))
    [made] = making.make(call, ["fr"], now, LARGE_PRINT)
    db.session.commit()

    assert status_of(files.read(made.file), seal)[1].bottom_line
    told = {entry.event: entry.facts for entry in entries("parks")}
    assert "report.made" not in told
    assert told["large-print.made"]["digest"] == made.unsigned_digest
    assert told["large-print.signed"]["digest"] == made.digest
    page = client.get("/calls/parks/outcome").text
    assert made.digest in page
    assert made.unsigned_digest in page
    assert "Français, large print" in page


def test_with_another_certificate_a_report_is_made_anew(call, decided, configured, seal, now):
    by = [None]
    for data in (seal[0], certificate()[0]):
        configured(data)
        by.append(certificates.signer(now))

    content = making.gather.content(call)
    papers = (USUAL, LARGE_PRINT)
    assert len({making._input(content, "nl", each, paper) for each in by for paper in papers}) == 6


@pytest.mark.parametrize(
    ("given", "password", "words"),
    [
        ({}, b"wrong", "the password does not open the certificate"),
        ({"ends": NOW - timedelta(hours=1)}, PASSWORD, "the certificate ended on"),
        ({"begins": NOW + timedelta(hours=1)}, PASSWORD, "the certificate is valid from"),
        ({"key": False}, PASSWORD, "the certificate has no private key"),
    ],
)
def test_a_certificate_that_cannot_sign_stops_the_report_with_a_sentence(
    call, decided, configured, now, given, password, words
):
    configured(certificate(**given)[0], password)

    with pytest.raises(RuleBroken, match=f"{words}.*Nothing was printed") as refused:
        making.make(call, ["nl"], now)

    assert refused.value.sentence.startswith("The report cannot be signed: ")
    assert db.session.query(Report).count() == 0


def test_a_file_that_is_missing_is_named_by_its_setting(call, decided, app, configured, now):
    configured(b"")
    app.config["SIGNING_PASSWORD_FILE"] = "/nowhere"
    with pytest.raises(RuleBroken, match="JURY_SIGNING_PASSWORD_FILE names cannot be read"):
        certificates.signer(now)


def test_the_manager_reads_why_a_report_was_not_signed(
    call, decided, configured, client, person, sign_in, work, now
):
    configured(certificate()[0], b"wrong")
    making.ask(call, ["nl"], now)
    work()

    sign_in(person("mia"), "manager", "parks")
    assert "the password does not open the certificate" in client.get("/manage/parks/decision").text
    assert find.report(call, "nl") is None


def test_the_doctor_names_a_certificate_that_ends_soon_or_does_not_open(app, configured, seal):
    remedies = []
    for data, password in ((seal[0], PASSWORD), (seal[0], b"wrong"),
                           (certificate(ends=NOW + timedelta(days=90))[0], PASSWORD)):  # fmt: skip
        configured(data, password)
        remedies += [found.remedy for found in examine() if found.name == "certificate"]

    soon, closed, well = remedies
    assert "ends on" in soon
    assert "the password does not open the certificate" in closed
    assert well == ""
