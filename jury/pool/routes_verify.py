"""The verifier in the reader's browser: as a page, and as a file that works without internet."""

from pathlib import Path
from typing import Any

from flask import Response, current_app, render_template

from jury.pool import verdicts
from jury.pool.door import bp, page, public_call
from jury.roles import Role, requires


@bp.get("/calls/<slug>/draw/verify")
@requires(Role.ANYONE)
def verify(slug: str) -> Any:
    """Show the verifier; the reader's files stay on the reader's computer."""
    return page("public/verify.html", public_call(slug), words=verdicts.words())


@bp.get("/calls/<slug>/draw/verify.html")
@requires(Role.ANYONE)
def verify_offline(slug: str) -> Any:
    """Give the verifier as one file, with its script, its style and its words."""
    call = public_call(slug)
    found = Response(whole_page(), mimetype="text/html")
    found.headers["Content-Disposition"] = f'attachment; filename="{call.slug}-verify.html"'
    return found


def whole_page() -> str:
    """Return the verifier as one page that asks for nothing else, in the reader's language."""
    static = Path(str(current_app.static_folder))
    return render_template(
        "public/verify_offline.html", words=verdicts.words(),
        style=(static / "style.css").read_text(encoding="utf-8"),
        script=(static / "verify.js").read_text(encoding="utf-8"),
    )  # fmt: skip
