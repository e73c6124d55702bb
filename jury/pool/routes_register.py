"""Pages for registering: an address, one question a screen, the consents, the read-back."""

from typing import Any

from flask import abort, flash, redirect, request, url_for
from flask_babel import gettext as _

from jury import languages
from jury.calls.models import Call, PhaseKind
from jury.db import db
from jury.people import sessions
from jury.pool import confirming, counting, excluding, find, registering
from jury.pool.door import (
    bp,
    draft_of,
    forget,
    now,
    page,
    public_call,
    question_page,
    remember,
    the_draft,
)
from jury.pool.forms import AnswerForm, ConsentForm, StartForm
from jury.pool.models import RATHER_NOT, Category, Draft
from jury.roles import Role, requires


def answer_words(category: Category, value: str | None) -> str:
    """Return an answer in the reader's language."""
    if value == RATHER_NOT:
        return counting.rather_not_label()
    label = next((quota.label for quota in category.quotas if quota.value == value), None)
    return languages.local(label)


@bp.get("/calls/<slug>/register")
@requires(Role.ANYONE)
def register(slug: str) -> Any:
    """Ask for the address, or say when registration is open."""
    call = public_call(slug)
    if not call.is_open(PhaseKind.REGISTRATION, now()):
        phase = call.phase(PhaseKind.REGISTRATION)
        return page("volunteer/closed.html", call, phase=phase)
    return _start_page(call, StartForm(via=request.args.get("via", "")[:40]))


def _start_page(call: Call, form: StartForm) -> str:
    me = sessions.me()
    return question_page(
        "volunteer/start.html", call, form=form, n=len(find.categories(call)),
        draft=draft_of(call), known=find.volunteer_of(call, me) if me else None,
    )  # fmt: skip


@bp.post("/calls/<slug>/register")
@requires(Role.ANYONE)
def start(slug: str) -> Any:
    """Begin with an address, or as the person who is signed in."""
    call, form, me = public_call(slug), StartForm(), sessions.me()
    if me is None and not form.validate():
        return _start_page(call, form), 422
    draft = registering.start(
        call, form.email.data or "", languages.current(), now(), person=me,
        source=form.via.data or "",
    )  # fmt: skip
    db.session.commit()
    remember(draft)
    return redirect(url_for(".question", slug=slug, step=1))


def _category(call: Call, step: int) -> tuple[Category, int]:
    found = find.categories(call)
    if not 1 <= step <= len(found):
        abort(404)
    return found[step - 1], len(found)


@bp.get("/calls/<slug>/register/<int:step>")
@requires(Role.ANYONE)
def question(slug: str, step: int) -> Any:
    """Ask one question; with ?change=1 as the only one."""
    call = public_call(slug)
    draft, (category, _last) = the_draft(call), _category(call, step)
    return _question_page(draft, AnswerForm(answer=draft.answers.get(category.key)), step)


def _is_changing() -> bool:
    """Say whether one answer of the read-back is changed, instead of all of them given."""
    return bool(request.args.get("change"))


def _question_page(draft: Draft, form: AnswerForm, step: int) -> str:
    category, n = _category(draft.call, step)
    return question_page(
        "volunteer/question.html", draft.call, form=form.ask(category), category=category,
        step=step, total=n, changing=_is_changing(),
    )  # fmt: skip


@bp.post("/calls/<slug>/register/<int:step>")
@requires(Role.ANYONE)
def answer(slug: str, step: int) -> Any:
    """Keep the answer and go on, or back to the read-back from which one came."""
    call = public_call(slug)
    draft, (category, n) = the_draft(call), _category(call, step)
    form = AnswerForm().ask(category)
    if not form.validate():
        return _question_page(draft, form, step), 422
    before = draft.answers.get(category.key)
    registering.answer(draft, category, form.answer.data, now())
    db.session.commit()
    if _is_changing():
        if form.answer.data != before:
            flash(_("Changed. It counts once you press the button below."), "good")
        return redirect(url_for(".summary", slug=slug))
    if step < n:
        return redirect(url_for(".question", slug=slug, step=step + 1))
    return redirect(url_for(".consents", slug=slug))


@bp.get("/calls/<slug>/register/consents")
@requires(Role.ANYONE)
def consents(slug: str) -> Any:
    """Ask what the person agrees to, each thing apart."""
    draft = the_draft(public_call(slug))
    return _consents_page(draft, ConsentForm(obj=draft))


def _consents_page(draft: Draft, form: ConsentForm) -> str:
    n = len(find.categories(draft.call))
    reasons = [excluding.words(reason) for reason in excluding.REASONS]
    return question_page("volunteer/consents.html", draft.call, form=form, n=n, reasons=reasons)


@bp.post("/calls/<slug>/register/consents")
@requires(Role.ANYONE)
def agree(slug: str) -> Any:
    """Keep the consents and read everything back."""
    draft, form = the_draft(public_call(slug)), ConsentForm()
    if not form.validate():
        return _consents_page(draft, form), 422
    registering.consent(
        draft, now(), form.agreed.data, form.keep_informed.data, form.keep_for_next.data
    )
    db.session.commit()
    return redirect(url_for(".summary", slug=slug))


@bp.get("/calls/<slug>/register/summary")
@requires(Role.ANYONE)
def summary(slug: str) -> Any:
    """Read everything back before it counts."""
    draft = the_draft(public_call(slug))
    asked, given = find.categories(draft.call), draft.answers
    rows = [(c, answer_words(c, given.get(c.key)), step) for step, c in enumerate(asked, 1)]
    return question_page(
        "volunteer/summary.html", draft.call, draft=draft, rows=rows, known=_known(draft)
    )


def _known(draft: Draft) -> bool:
    """Say whether the draft changes a registration that stands."""
    mine = find.volunteer_of(draft.call, draft.person) if draft.person else None
    return mine is not None and mine.confirmed_at is not None and not mine.left_at


@bp.post("/calls/<slug>/register/summary")
@requires(Role.ANYONE)
def send(slug: str) -> Any:
    """Mail the link to confirm; somebody who is signed in has proved the address already."""
    call = public_call(slug)
    draft = the_draft(call)
    if draft.person is not None:
        known = _known(draft)
        confirming.confirm(draft, now())
        db.session.commit()
        forget(call)
        if known:
            flash(_("Changed. Your new receipt comes by mail."), "good")
        return redirect(url_for(".mine", slug=slug))
    registering.send(draft, now())
    db.session.commit()
    return redirect(url_for(".sent", slug=slug))


@bp.get("/calls/<slug>/register/sent")
@requires(Role.ANYONE)
def sent(slug: str) -> Any:
    """Say where to look for the mail."""
    call = public_call(slug)
    return page("volunteer/sent.html", call, draft=draft_of(call))


@bp.get("/calls/<slug>/register/confirm/<token>")
@requires(Role.ANYONE)
def confirm(slug: str, token: str) -> Any:
    """Show the button that confirms; opening the page alone confirms nothing."""
    call = public_call(slug)
    draft = registering.find_sent(call, token, now())
    return page("volunteer/confirm.html", call, draft=draft, token=token)


@bp.post("/calls/<slug>/register/confirm/<token>")
@requires(Role.ANYONE)
def confirmed(slug: str, token: str) -> Any:
    """Put the answers in the pool and sign their owner in."""
    call = public_call(slug)
    draft = registering.find_sent(call, token, now())
    if draft is None:
        return page("volunteer/confirm.html", call, draft=None, token=token), 409
    volunteer = confirming.confirm(draft, now())
    secret = sessions.start(volunteer.person, now(), request.user_agent.string, False)
    db.session.commit()
    forget(call)
    reply = redirect(url_for(".mine", slug=slug))
    sessions.set_cookie(reply, secret)
    return reply
