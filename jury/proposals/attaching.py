"""Attaching PDF files: judged by what is in them, kept sealed outside the web root."""

import io
from datetime import datetime

import pikepdf
from flask_babel import gettext as _

from jury import files, ledger
from jury.db import db
from jury.errors import RuleBroken
from jury.proposals.drafting import check_editable
from jury.proposals.models import Attachment, Proposal

LARGEST = 10 * 1024 * 1024  # bytes
MOST = 5


def _check_content(data: bytes) -> None:
    """Raise RuleBroken unless ``data`` is a PDF with pages, open to all, that runs nothing."""
    if len(data) > LARGEST:
        raise RuleBroken(
            _("The file has %(n)d megabytes. Send one of at most 10.", n=len(data) // 1024**2 + 1)
        )
    try:
        with pikepdf.open(io.BytesIO(data)) as document:
            pages, active = len(document.pages), _acts(document.Root)
    except pikepdf.PasswordError:
        raise RuleBroken(_("The file is locked with a password. Send it without one.")) from None
    except (pikepdf.PdfError, ValueError):
        raise RuleBroken(_("This file is not a PDF. Save it as PDF and send it again.")) from None
    if pages == 0:
        raise RuleBroken(_("This PDF has no pages."))
    if active:
        raise RuleBroken(_("This PDF runs a script or carries other files. Print it as a new PDF."))


def _acts(root: pikepdf.Object) -> bool:
    """Say whether the document runs a script when it opens, or carries other files."""
    names, action = root.get("/Names"), root.get("/OpenAction")
    if names is not None and ("/JavaScript" in names or "/EmbeddedFiles" in names):
        return True
    return isinstance(action, pikepdf.Dictionary) and action.get("/S") in ("/JavaScript", "/Launch")


def attach(proposal: Proposal, name: str, data: bytes, now: datetime) -> Attachment:
    """Keep a PDF with the proposal.

    Raises RuleBroken if the proposal may not be changed now, has five files, or if the file is
    too large, no PDF, locked, or runs something.
    """
    check_editable(proposal, now)
    if len(proposal.attachments) >= MOST:
        raise RuleBroken(_("At most %(most)d files fit. Remove one first.", most=MOST))
    _check_content(data)
    found = files.digest(data)
    if any(one.digest == found for one in proposal.attachments):
        raise RuleBroken(_("You have attached this file already."))
    title = name.replace("\\", "/").rsplit("/", 1)[-1].strip()[:120] or "document.pdf"
    made = Attachment(
        title=title, size=len(data), digest=found, file=files.keep(data), added_at=now
    )
    proposal.attachments.append(made)
    proposal.saved_at = now
    db.session.flush()
    ledger.record(
        "proposal.file-added", now, proposal.call.slug, proposal=proposal.id, digest=found
    )
    return made


def detach(proposal: Proposal, attachment: Attachment, now: datetime) -> None:
    """Remove a file from the proposal; what it held is deleted."""
    check_editable(proposal, now)
    proposal.attachments.remove(attachment)
    proposal.saved_at = now
    files.drop(attachment.file)
    ledger.record(
        "proposal.file-removed", now, proposal.call.slug,
        proposal=proposal.id, digest=attachment.digest,
    )  # fmt: skip


def content(attachment: Attachment) -> bytes:
    """Return the file as it was sent."""
    return files.read(attachment.file)
