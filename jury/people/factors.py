"""Second factors of staff: an authenticator app or a passkey."""

import hmac
from datetime import datetime
from urllib.parse import urlsplit

import pyotp
import segno
import webauthn
from flask import current_app
from flask_babel import gettext as _
from sqlalchemy import select
from webauthn.helpers import base64url_to_bytes, bytes_to_base64url
from webauthn.helpers.exceptions import WebAuthnException
from webauthn.helpers.structs import PublicKeyCredentialDescriptor

from jury import ledger
from jury.db import db
from jury.errors import RuleBroken
from jury.people.models import Person, SecondFactor, Session

STEP = 30  # seconds of one TOTP code


def confirmed(person: Person, kind: str) -> list[SecondFactor]:
    """Return the person's working factors of this kind."""
    query = select(SecondFactor).where(
        SecondFactor.person_id == person.id,
        SecondFactor.kind == kind,
        SecondFactor.confirmed_at.is_not(None),
    )
    return list(db.session.scalars(query.order_by(SecondFactor.id)))


def has_any(person: Person) -> bool:
    """Say whether the person has a working second factor."""
    return bool(confirmed(person, "totp") or confirmed(person, "passkey"))


def pending_totp(person: Person, now: datetime) -> SecondFactor:
    """Return the authenticator secret that waits for its first code, made when missing."""
    query = select(SecondFactor).where(
        SecondFactor.person_id == person.id,
        SecondFactor.kind == "totp",
        SecondFactor.confirmed_at.is_(None),
    )
    found = db.session.scalars(query).first()
    if found is None:
        found = SecondFactor(person=person, kind="totp", created_at=now)
        found.secret = pyotp.random_base32()
        db.session.add(found)
    return found


def totp_picture(factor: SecondFactor) -> str:
    """Return a QR code, as SVG, that an authenticator app reads."""
    address = pyotp.TOTP(factor.secret).provisioning_uri(
        name=factor.person.email, issuer_name="Burgerjury"
    )
    return str(segno.make(address).svg_inline(scale=5, border=2, light="#ffffff"))


def _step_of(factor: SecondFactor, code: str, now: datetime) -> int | None:
    """Return the time step that ``code`` belongs to, one step early or late included."""
    totp, step = pyotp.TOTP(factor.secret), int(now.timestamp()) // STEP
    typed = code.replace(" ", "").encode()
    for near in (step, step - 1, step + 1):
        if near > factor.uses and hmac.compare_digest(totp.at(near * STEP).encode(), typed):
            return near
    return None


def accept_code(session: Session, code: str, now: datetime) -> None:
    """Count the session as twice proven; a code works once.

    Raises RuleBroken for a wrong code. The first right code confirms a new app.
    """
    person = session.person
    candidates = confirmed(person, "totp") or [pending_totp(person, now)]
    for factor in candidates:
        step = _step_of(factor, code, now)
        if step is not None:
            factor.uses = step
            if factor.confirmed_at is None:
                factor.confirmed_at = now
                ledger.record("factor.added", now, person=person.pseudonym, kind="totp")
            session.second_factor_at = now
            return
    raise RuleBroken(_("This code is not right. Type the six digits that your app shows now."))


def _site() -> tuple[str, str]:
    parts = urlsplit(current_app.config["BASE_URL"])
    return parts.hostname or "localhost", f"{parts.scheme}://{parts.netloc}"


def passkey_registration(person: Person) -> tuple[str, str]:
    """Return the browser's options for a new passkey as JSON, and the challenge."""
    options = webauthn.generate_registration_options(
        rp_id=_site()[0],
        rp_name="Burgerjury",
        user_id=person.pseudonym.encode(),
        user_name=person.email,
    )
    return webauthn.options_to_json(options), bytes_to_base64url(options.challenge)


def add_passkey(session: Session, credential: str, challenge: str, now: datetime) -> None:
    """Keep the passkey that the browser made; raise RuleBroken when it does not fit."""
    host, origin = _site()
    try:
        made = webauthn.verify_registration_response(
            credential=credential,
            expected_challenge=base64url_to_bytes(challenge),
            expected_rp_id=host,
            expected_origin=origin,
        )
    except (WebAuthnException, ValueError) as wrong:
        raise RuleBroken(_("The passkey could not be added. Try again.")) from wrong
    factor = SecondFactor(
        person=session.person,
        kind="passkey",
        credential=bytes_to_base64url(made.credential_id),
        uses=made.sign_count,
        created_at=now,
        confirmed_at=now,
    )
    factor.secret = bytes_to_base64url(made.credential_public_key)
    db.session.add(factor)
    session.second_factor_at = now
    ledger.record("factor.added", now, person=session.person.pseudonym, kind="passkey")


def passkey_question(person: Person) -> tuple[str, str]:
    """Return the browser's options for signing in with a passkey as JSON, and the challenge."""
    known = [
        PublicKeyCredentialDescriptor(id=base64url_to_bytes(factor.credential or ""))
        for factor in confirmed(person, "passkey")
    ]
    options = webauthn.generate_authentication_options(rp_id=_site()[0], allow_credentials=known)
    return webauthn.options_to_json(options), bytes_to_base64url(options.challenge)


def accept_passkey(session: Session, credential: str, challenge: str, now: datetime) -> None:
    """Count the session as twice proven when one of the person's passkeys answers."""
    host, origin = _site()
    for factor in confirmed(session.person, "passkey"):
        try:
            answer = webauthn.verify_authentication_response(
                credential=credential,
                expected_challenge=base64url_to_bytes(challenge),
                expected_rp_id=host,
                expected_origin=origin,
                credential_public_key=base64url_to_bytes(factor.secret),
                credential_current_sign_count=factor.uses,
            )
        except (WebAuthnException, ValueError):
            continue
        factor.uses = answer.new_sign_count
        session.second_factor_at = now
        return
    raise RuleBroken(_("This passkey is not known here. Use the one that you added."))
