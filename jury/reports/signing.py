"""Signing: a printed report gets a PAdES signature (B-B), appended behind its own bytes.

What was printed stays the beginning of the signed file, so that both digests can be checked.
Import this module only to sign or to verify: pyHanko takes long to load.
"""

import re
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from typing import Any

from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.generic import pdf_name, pdf_string
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign import fields, signers
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko.sign.validation.errors import SignatureValidationError
from pyhanko.sign.validation.status import SignatureCoverageLevel
from pyhanko_certvalidator import ValidationContext

from jury.files import digest
from jury.reports.certificates import Signer

FIELD = "Signature"
END = re.compile(rb"%%EOF\r?\n?")


@dataclass(frozen=True)
class Signature:
    """What a signature says, and whether it holds."""

    signer: str
    issuer: str
    signed_at: datetime | None  # as the signer's clock told
    holds: bool  # the signed bytes are unchanged, and the key is the certificate's
    covers_all: bool  # nothing was added afterwards
    digest_before: str  # SHA-256 of the report before it was signed


def sign(printed: bytes, by: Signer) -> bytes:
    """Return the PDF with the signature of ``by`` appended.

    The field has no place on a page; who cannot see hears its name.
    """
    key = signers.SimpleSigner.load_pkcs12_data(by.data, [], passphrase=by.password)
    writer = IncrementalPdfFileWriter(BytesIO(printed))
    fields.append_signature_field(writer, fields.SigFieldSpec(FIELD))
    _tell_readers(writer, by.name)
    signed = signers.sign_pdf(
        writer,
        signers.PdfSignatureMetadata(
            field_name=FIELD,
            name=by.name,
            md_algorithm="sha256",
            subfilter=fields.SigSeedSubFilter.PADES,
        ),
        signer=key,
    )
    return bytes(signed.getvalue())


def _tell_readers(writer: Any, name: str) -> None:
    """Give the field a name, and a place in the structure that is read aloud."""
    field = writer.root["/AcroForm"]["/Fields"].raw_get(0)
    tree = writer.root["/StructTreeRoot"]
    parents, above = tree["/ParentTree"], _first(tree)
    numbers, whole = parents["/Nums"], above.get_object()
    number = 1 + max(int(numbers[i]) for i in range(0, len(numbers), 2))
    place = writer.add_object(_dictionary(
        Type=pdf_name("/StructElem"), S=pdf_name("/Form"), P=above, Alt=pdf_string(name),
        K=_dictionary(
            Type=pdf_name("/OBJR"), Obj=field, Pg=field.get_object().raw_get("/P")
        ),
    ))  # fmt: skip
    field.get_object().update(_dictionary(TU=pdf_string(name), StructParent=_number(number)))
    whole["/K"].append(place)
    numbers += [_number(number), place]
    for changed in (field.get_object(), whole, whole["/K"], parents, numbers):
        writer.update_container(changed)


def _dictionary(**entries: Any) -> Any:
    made: Any = generic.DictionaryObject
    return made({pdf_name(f"/{key}"): value for key, value in entries.items()})


def _number(value: int) -> Any:
    made: Any = generic.NumberObject
    return made(value)


def _first(tree: Any) -> Any:
    """Return where the element stands that holds all others."""
    kids = tree.raw_get("/K")
    return kids.raw_get(0) if isinstance(kids, generic.ArrayObject) else kids


def read(data: bytes) -> Signature | None:
    """Return the signature of a report, checked; None where there is none.

    Whether the certificate belongs to who it names is for its issuer to say. Raises ValueError
    for what is no PDF.
    """
    try:
        found = PdfFileReader(BytesIO(data)).embedded_signatures
        return _checked(data, found[0]) if found else None
    except (PdfError, SignatureValidationError) as wrong:
        raise ValueError(str(wrong)) from wrong


def _checked(data: bytes, found: Any) -> Signature:
    certificate, end = found.signer_cert, END.search(data)
    own = ValidationContext(
        trust_roots=[certificate], moment=found.self_reported_timestamp, allow_fetching=False
    )
    status = validate_pdf_signature(found, own)
    return Signature(
        signer=certificate.subject.human_friendly,
        issuer=certificate.issuer.human_friendly,
        signed_at=found.self_reported_timestamp,
        holds=status.intact and status.valid,
        covers_all=status.coverage == SignatureCoverageLevel.ENTIRE_FILE,
        digest_before=digest(data[: end.end()] if end else data),
    )
