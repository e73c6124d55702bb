"""Pages for signing in and out, and for one's own sessions."""

from datetime import UTC, datetime
from typing import Any

from flask import (
    Blueprint,
    Flask,
    abort,
    flash,
    redirect,
    render_template,
    request,
    session,
    url_for,
)
from flask_babel import gettext as _

from jury import languages
from jury.db import db
from jury.people import factors, links, sessions
from jury.people.forms import CodeForm, SignInForm
from jury.people.models import Session
from jury.roles import STAFF, Grant, Role, grants_of, requires, title

bp = Blueprint("people", __name__)


@bp.get("/sign-in")
@requires(Role.ANYONE)
def sign_in() -> Any:
    """Ask for the address."""
    form = SignInForm(next=links.safe_path(request.args.get("next", "/")))
    return render_template("shared/sign_in.html", form=form)


@bp.post("/sign-in")
@requires(Role.ANYONE)
def send_link() -> Any:
    """Send the link, and say the same whether the address was known or not."""
    form = SignInForm()
    if not form.validate():
        return render_template("shared/sign_in.html", form=form), 422
    links.ask(form.email.data or "", datetime.now(UTC), form.next.data or "/", languages.current())
    db.session.commit()
    return redirect(url_for(".link_sent"))


@bp.get("/sign-in/sent")
@requires(Role.ANYONE)
def link_sent() -> Any:
    """Say where to look for the link."""
    return render_template("shared/link_sent.html")


@bp.get("/sign-in/link/<token>")
@requires(Role.ANYONE)
def landing(token: str) -> Any:
    """Show the button that uses the link; opening the page alone uses nothing."""
    link = links.find(token)
    usable = link is not None and not link.used_at and link.expires_at > datetime.now(UTC)
    return render_template("shared/landing.html", token=token, usable=usable)


@bp.post("/sign-in/link/<token>")
@requires(Role.ANYONE)
def use_link(token: str) -> Any:
    """Sign the person in."""
    secret, link = links.use(token, datetime.now(UTC), request.user_agent.string)
    db.session.commit()
    answer = redirect(links.safe_path(link.next_path))
    sessions.set_cookie(answer, secret)
    return answer


@bp.post("/sign-out")
@requires(Role.SIGNED_IN)
def sign_out() -> Any:
    """Close this browser's session."""
    found = sessions.current()
    if found:
        found.revoked_at = datetime.now(UTC)
    db.session.commit()
    answer = redirect("/")
    answer.delete_cookie(sessions.COOKIE)
    return answer


@bp.get("/me")
@requires(Role.SIGNED_IN)
def me() -> Any:
    """Show who I am here, what I may do and where I am signed in."""
    person = sessions.the_person()
    held = [(title(grant.role), grant.call, desk_of(grant)) for grant in grants_of(person)]
    return render_template(
        "shared/me.html",
        person=person,
        held=held,
        living=sessions.living(person, datetime.now(UTC)),
        this=sessions.current(),
        is_staff=any(grant.role in STAFF for grant in grants_of(person)),
        has_factor=factors.has_any(person),
    )


def desk_of(grant: Grant) -> str | None:
    """Return the address of the page where this role works; None for a role without a call."""
    desks = {
        Role.JUROR: "deliberation.desk",
        Role.APPLICANT: "proposals.mine",
        Role.VOLUNTEER: "pool.mine",
        Role.RECRUITER: "pool.desk",
        Role.DECIDER: "reports.decide",
        Role.FACILITATOR: "scoring.talks",
        Role.CONTACT: "proposals.desk",
        Role.AUDITOR: "calls.trail",
    }
    if grant.call is None:
        return url_for("calls.desk_list")
    return url_for(desks.get(Role(grant.role), "calls.manage"), slug=grant.call)


@bp.post("/me/sessions/<int:id>/revoke")
@requires(Role.SIGNED_IN)
def revoke(id: int) -> Any:
    """Sign another browser of mine out."""
    found = db.get_or_abort(Session, id)
    if found.person_id != sessions.the_person().id:
        abort(404)
    found.revoked_at = datetime.now(UTC)
    db.session.commit()
    flash(_("That browser is signed out."))
    return redirect(url_for(".me"))


@bp.get("/second-factor")
@requires(Role.SIGNED_IN)
def second_factor() -> Any:
    """Ask for the code; at the first time, show how to set an app up."""
    return _factor_page(CodeForm(next=links.safe_path(request.args.get("next", "/"))), 200)


def _factor_page(form: CodeForm, status: int) -> Any:
    person = sessions.the_person()
    new = not factors.has_any(person)
    pending = factors.pending_totp(person, datetime.now(UTC)) if new else None
    if pending is not None:
        db.session.commit()
    page = render_template(
        "shared/second_factor.html",
        form=form,
        new=new,
        secret=pending.secret if pending else "",
        picture=factors.totp_picture(pending) if pending else "",
        passkeys=factors.confirmed(person, "passkey"),
    )
    return page, status


@bp.post("/second-factor")
@requires(Role.SIGNED_IN)
def give_code() -> Any:
    """Accept the code of the authenticator app."""
    form, found = CodeForm(), sessions.current()
    if found is None or not form.validate():
        return _factor_page(form, 422)
    factors.accept_code(found, form.code.data or "", datetime.now(UTC))
    db.session.commit()
    return redirect(links.safe_path(form.next.data or "/"))


@bp.get("/second-factor/passkey")
@requires(Role.SIGNED_IN)
def passkey_options() -> Any:
    """Give the browser what it needs to make or use a passkey."""
    person = sessions.the_person()
    may_add = not factors.has_any(person) or (sessions.current() or abort(403)).second_factor_at
    ask = factors.passkey_question if factors.confirmed(person, "passkey") else None
    if ask is None and not may_add:
        abort(403)
    options, session["challenge"] = (ask or factors.passkey_registration)(person)
    return options, 200, {"Content-Type": "application/json"}


@bp.post("/second-factor/passkey")
@requires(Role.SIGNED_IN)
def give_passkey() -> Any:
    """Accept the browser's passkey: a known one signs in, the first one is added."""
    found, challenge = sessions.current(), session.pop("challenge", "")
    if found is None or not challenge:
        abort(400)
    person, answer = found.person, request.form.get("credential", "")
    accept = factors.accept_passkey
    if not factors.confirmed(person, "passkey"):
        if factors.has_any(person) and found.second_factor_at is None:
            abort(403)
        accept = factors.add_passkey
    accept(found, answer, challenge, datetime.now(UTC))
    db.session.commit()
    return redirect(links.safe_path(request.form.get("next", "/")))


def init_app(app: Flask) -> None:
    """Open the room, and tell every page who is reading."""
    app.register_blueprint(bp)
    app.context_processor(lambda: {"me": sessions.me()})
