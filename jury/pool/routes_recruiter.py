"""Pages of the recruiter, who edits the pool and cannot draw."""

from typing import Any

from flask import abort, flash, redirect, request, url_for
from flask_babel import gettext as _
from sqlalchemy import select

from jury.calls.models import Call
from jury.db import db
from jury.people import sessions
from jury.pool import counting, entering, excluding, find, phoning, receipts
from jury.pool.door import any_call, bp, now, page
from jury.pool.forms_staff import MarkForm, PaperForm, PhoneForm, paper_form
from jury.pool.models import Juror, Volunteer
from jury.roles import Role, requires

A_PAGE = 25  # registrants


def state_of(volunteer: Volunteer) -> tuple[str, str]:
    """Return a registrant's state in words, and the kind of its badge."""
    if volunteer.left_at:
        return _("left"), "soft"
    if volunteer.excluded_because:
        return _("excluded"), "stop"
    return _("in the pool"), "good"


@bp.get("/manage/<slug>/pool")
@requires(Role.RECRUITER)
def desk(slug: str) -> Any:
    """Show the pool beside the population, who is missing, and every registrant by pseudonym."""
    call = any_call(slug)
    everyone = find.volunteers(call)
    pool = [volunteer for volunteer in everyone if volunteer.is_in_pool]
    counts = counting.count(find.categories(call), pool)
    wanted, number = request.args.get("state", ""), max(1, request.args.get("page", 1, int))
    shown = [v for v in everyone if not wanted or state_of(v)[1] == wanted]
    return page(
        "manager/pool.html", call, everyone=everyone, pool=pool, counts=counts,
        scarce=counting.scarce(counts)[:5], channels=counting.channels(pool),
        unconfirmed=counting.unconfirmed(call), wanted=wanted, number=number,
        pages=-(-len(shown) // A_PAGE), shown=shown[(number - 1) * A_PAGE : number * A_PAGE],
        state_of=state_of, channel_name=counting.channel_name, frozen=find.freeze(call),
    )  # fmt: skip


@bp.get("/manage/<slug>/pool/new")
@requires(Role.RECRUITER)
def paper(slug: str) -> Any:
    """Show the form for a registration on paper or by phone."""
    call = any_call(slug)
    form = paper_form(find.categories(call))(channel="paper", language="nl")
    return page("manager/pool_paper.html", call, form=form)


@bp.post("/manage/<slug>/pool/new")
@requires(Role.RECRUITER)
def enter(slug: str) -> Any:
    """Put a registration on paper or by phone in the pool."""
    call = any_call(slug)
    categories = find.categories(call)
    form = paper_form(categories)()
    if not form.validate():
        return page("manager/pool_paper.html", call, form=form), 422
    volunteer = entering.enter(
        call, {c.key: form[f"answer_{c.key}"].data for c in categories}, now(),
        sessions.the_person(), **_facts(form),
    )  # fmt: skip
    db.session.commit()
    flash(_("Registered as %(name)s.", name=volunteer.pseudonym), "good")
    return redirect(url_for(".registrant", slug=slug, pseudonym=volunteer.pseudonym))


def _facts(form: PaperForm) -> dict[str, Any]:
    names = ("channel", "email", "contact", "language", "keep_informed", "keep_for_next", "source")
    return {name: form[name].data or "" for name in names[:4]} | {
        "keep_informed": bool(form.keep_informed.data),
        "keep_for_next": bool(form.keep_for_next.data),
        "source": form.source.data or "",
    }


def _registrant(call: Call, pseudonym: str) -> Volunteer:
    query = select(Volunteer).where(Volunteer.call_id == call.id, Volunteer.pseudonym == pseudonym)
    return db.session.scalars(query).one_or_none() or abort(404)


@bp.get("/manage/<slug>/pool/<pseudonym>")
@requires(Role.RECRUITER)
def registrant(slug: str, pseudonym: str) -> Any:
    """Show one registrant's state; the answers stay sealed."""
    call = any_call(slug)
    found = _registrant(call, pseudonym)
    return page(
        "manager/pool_registrant.html", call, found=found, form=MarkForm(), state=state_of(found),
        because=excluding.words(found.excluded_because) if found.excluded_because else "",
        channel=counting.channel_name(found.channel), marked=excluding.MARKED,
        by_mail=bool(found.person.email), frozen=find.freeze(call),
        juror=find.juror_of(call, found.person), phone_form=PhoneForm(),
    )  # fmt: skip


@bp.get("/manage/<slug>/pool/<pseudonym>/letter")
@requires(Role.RECRUITER)
def letter(slug: str, pseudonym: str) -> Any:
    """Show the receipt as a letter to print, for somebody without e-mail alone."""
    call = any_call(slug)
    found = _registrant(call, pseudonym)
    if found.person.email or found.left_at:
        abort(404)
    return page("manager/pool_letter.html", call, found=found, receipt=receipts.receipt_json(found))


@bp.post("/manage/<slug>/pool/apply")
@requires(Role.RECRUITER)
def apply_exclusions(slug: str) -> Any:
    """Apply the rules of exclusion to everyone in the pool."""
    counts = excluding.apply(any_call(slug), now(), sessions.the_person())
    db.session.commit()
    flash(_("The rules were applied. %(n)d people are not drawn.", n=sum(counts.values())), "good")
    return redirect(url_for(".desk", slug=slug))


@bp.post("/manage/<slug>/pool/<pseudonym>/exclude")
@requires(Role.RECRUITER)
def exclude(slug: str, pseudonym: str) -> Any:
    """Take one registrant out of the draw."""
    found, form = _registrant(any_call(slug), pseudonym), MarkForm()
    excluding.mark(found, form.reason.data or "", now(), sessions.the_person())
    db.session.commit()
    return redirect(url_for(".registrant", slug=slug, pseudonym=pseudonym))


@bp.post("/manage/<slug>/pool/<pseudonym>/readmit")
@requires(Role.RECRUITER)
def readmit(slug: str, pseudonym: str) -> Any:
    """Take a mark back."""
    excluding.readmit(_registrant(any_call(slug), pseudonym), now(), sessions.the_person())
    db.session.commit()
    return redirect(url_for(".registrant", slug=slug, pseudonym=pseudonym))


def _juror(call: Call, pseudonym: str) -> Juror:
    return find.juror_of(call, _registrant(call, pseudonym).person) or abort(404)


@bp.post("/manage/<slug>/pool/<pseudonym>/accept")
@requires(Role.RECRUITER)
def accept_by_phone(slug: str, pseudonym: str) -> Any:
    """Enter the yes of somebody without e-mail."""
    phoning.accept(_juror(any_call(slug), pseudonym), now(), sessions.the_person())
    db.session.commit()
    return redirect(url_for(".registrant", slug=slug, pseudonym=pseudonym))


@bp.post("/manage/<slug>/pool/<pseudonym>/decline")
@requires(Role.RECRUITER)
def decline_by_phone(slug: str, pseudonym: str) -> Any:
    """Enter that somebody gives a place back; the manager confirms it."""
    juror, form = _juror(any_call(slug), pseudonym), PhoneForm()
    phoning.enter_decline(juror, form.reason.data or "", now(), sessions.the_person())
    db.session.commit()
    flash(_("Noted. The programme manager confirms it."), "good")
    return redirect(url_for(".registrant", slug=slug, pseudonym=pseudonym))
