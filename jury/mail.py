"""Mail: written in the reader's language with the change it tells of, sent by the worker."""

import smtplib
import ssl
from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, suppress
from datetime import UTC, datetime
from email.charset import BASE64, Charset
from email.header import Header
from email.mime.text import MIMEText
from email.policy import Compat32
from email.utils import format_datetime
from functools import partial
from typing import Any
from urllib.parse import urlsplit

from flask import current_app, render_template
from sqlalchemy import select
from sqlalchemy.orm import Mapped, mapped_column

from jury import jobs, languages
from jury.db import Model, Sealed, WithSealed, db

CONNECTIONS = 4  # to the mail server at once, for many messages
BATCH = 100  # messages between two commits: a killed worker repeats no more than these


class Mail(WithSealed, Model):
    """One message; address and text are sealed, and erased a while after sending."""

    __tablename__ = "mail"

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str]  # name of its template
    call: Mapped[str | None] = mapped_column(index=True)  # slug
    language: Mapped[str]
    address_sealed: Mapped[bytes | None]
    subject_sealed: Mapped[bytes | None]
    body_sealed: Mapped[bytes | None]
    written_at: Mapped[datetime]
    sent_at: Mapped[datetime | None] = mapped_column(index=True)
    problem: Mapped[str] = mapped_column(default="")

    address = Sealed("address_sealed")
    subject = Sealed("subject_sealed")
    body = Sealed("body_sealed")


def link_to(endpoint: str, **values: Any) -> str:
    """Return the whole address of a page, the same in a request, a job and a command.

    It never follows the Host header of a request: a forged one would steal sign-in links.
    """
    parts = urlsplit(current_app.config["BASE_URL"])
    site = current_app.url_map.bind(parts.netloc, parts.path or "/", url_scheme=parts.scheme)
    return site.build(endpoint, values, force_external=True)


def write(
    address: str, kind: str, language: str, now: datetime, call: str | None = None, **facts: Any
) -> Mail:
    """Write a message from ``templates/email/<kind>.txt``; its first line is the subject.

    It is sent after the commit.
    """
    made = _add((address, language), kind, now, call, _worded(kind, language, facts))
    jobs.ask("mail.send", now)
    return made


def write_alike(
    readers: Iterable[tuple[str, str]], kind: str, now: datetime, call: str, **facts: Any
) -> None:
    """Write the same message to each reader, (address, language); it is worded once a language."""
    worded: dict[str, tuple[str, str]] = {}
    for address, language in readers:
        if language not in worded:
            worded[language] = _worded(kind, language, facts)
        _add((address, language), kind, now, call, worded[language])
    if worded:
        jobs.ask("mail.send", now)


def _add(
    reader: tuple[str, str], kind: str, now: datetime, call: str | None, text: tuple[str, str]
) -> Mail:
    address, language = reader
    made = Mail(kind=kind, call=call, language=language, written_at=now)
    made.address, (made.subject, made.body) = address, text
    db.session.add(made)
    return made


def _worded(kind: str, language: str, facts: dict[str, Any]) -> tuple[str, str]:
    """Return subject and body in this language."""
    with languages.speaking(language):
        text = render_template(f"email/{kind}.txt", **facts)
    subject, _, body = text.strip().partition("\n")
    return subject.strip(), body.strip() + "\n"


class _Wire(Compat32):
    """The policy of what goes over the wire; a short plain header stays as it is."""

    linesep = "\r\n"

    def fold_binary(self, name: str, value: Any) -> bytes:
        """Return one header; only a long one, or one that is not ASCII, takes the long way."""
        line = f"{name}: {value}"
        if len(line) <= 78 and line.isascii() and line.isprintable():
            return f"{line}\r\n".encode()
        return super().fold_binary(name, value)


WIRE = _Wire()
HEADERS = Charset("utf-8")
HEADERS.header_encoding = BASE64  # without it, each header is tried in two encodings


def _message(mail: Mail) -> bytes:
    """Return the message as it goes over the wire; sent twice, it is still one message."""
    message = MIMEText(mail.body, "plain", "utf-8")  # quicker by far than EmailMessage
    message["From"] = current_app.config["MAIL_FROM"]
    message["To"] = " ".join(mail.address.split())
    message["Subject"] = Header(mail.subject, HEADERS, header_name="Subject").encode()
    message["Date"] = format_datetime(mail.written_at)
    message["Message-ID"] = f"<{mail.row_key}@{urlsplit(current_app.config['BASE_URL']).hostname}>"
    message["Content-Language"] = mail.language
    message["Auto-Submitted"] = "auto-generated"
    return message.as_bytes(policy=WIRE)


def connect() -> smtplib.SMTP:
    """Return a connection to the mail server that the settings name."""
    settings = current_app.config
    server = smtplib.SMTP(settings["MAIL_HOST"], settings["MAIL_PORT"], timeout=20)
    if settings["MAIL_TLS"]:
        server.starttls(context=ssl.create_default_context())
    if settings["MAIL_USER"]:
        server.login(settings["MAIL_USER"], settings["MAIL_PASSWORD"])
    return server


@jobs.kind("mail.send")
def send(job: jobs.Job) -> dict[str, Any]:
    """Send every message that waits; one that is refused says why and does not stop the rest.

    While the mail server answers, the database is not locked: a slow one holds up nobody.
    """
    query = select(Mail).where(Mail.sent_at.is_(None), Mail.problem == "").order_by(Mail.id)
    waiting = list(db.session.scalars(query))
    db.session.commit()
    with ExitStack() as stack:
        servers = _connect_some(stack, 1 + len(waiting) // BATCH)
        for start in range(0, len(waiting), BATCH):
            some = waiting[start : start + BATCH]
            for mail, problem in zip(some, _deliver(servers, some), strict=True):
                mail.problem, mail.sent_at = problem, None if problem else job.asked_at
            job.heartbeat_at = datetime.now(UTC)
            db.session.commit()
    refused = sum(mail.sent_at is None for mail in waiting)
    return {"sent": len(waiting) - refused, "refused": refused}


def _connect_some(stack: ExitStack, wanted: int) -> list[smtplib.SMTP]:
    """Return a few connections to the mail server, as many as it gives; one at least."""
    servers = [stack.enter_context(connect())]
    with suppress(OSError):
        while len(servers) < min(wanted, CONNECTIONS):
            servers.append(stack.enter_context(connect()))
    return servers


def _deliver(servers: Sequence[smtplib.SMTP], mails: Sequence[Mail]) -> list[str]:
    """Hand the messages over, side by side; return for each what was wrong, or nothing."""
    sender, n = current_app.config["MAIL_FROM"], len(servers)
    ready = [(mail.address, _message(mail)) for mail in mails]
    with ThreadPoolExecutor(n) as lanes:
        done = list(
            lanes.map(partial(_hand_over, sender), servers, (ready[k::n] for k in range(n)))
        )
    return [done[i % n][i // n] for i in range(len(mails))]


def _hand_over(
    sender: str, server: smtplib.SMTP, messages: Sequence[tuple[str, bytes]]
) -> list[str]:
    """Hand messages over one after another; return for each what was wrong, or nothing."""
    found = []
    for address, message in messages:
        try:
            if any(mark in address for mark in "\r\n"):
                raise ValueError("An address is one line.")
            server.sendmail(sender, [address], message)
            found.append("")
        except (smtplib.SMTPRecipientsRefused, smtplib.SMTPDataError, ValueError) as wrong:
            found.append(type(wrong).__name__)
    return found
