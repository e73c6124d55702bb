"""Expert scores: the rows that experts gave beside the citizens, as they were brought in."""

import json
from datetime import datetime

from flask_babel import gettext as _
from sqlalchemy import select

from jury import files, keys, ledger
from jury.calls.colleges import EXPERTS
from jury.calls.models import Call
from jury.db import db
from jury.errors import RuleBroken
from jury.scoring.case import ScoreRow
from jury.scoring.models import ExpertScores
from jury.scoring.prepare import natural

EVENT = "experts.scored"
ROUND = 2  # experts score once, and it binds as the second scores of citizens do


def newest(call: Call) -> ExpertScores | None:
    """Return the experts' scores that count."""
    query = select(ExpertScores).where(ExpertScores.call_id == call.id)
    return db.session.scalars(query.order_by(ExpertScores.id.desc()).limit(1)).first()


def numbered(rows: list[ScoreRow]) -> list[ScoreRow]:
    """Return the rows with a number for each expert and no name, whatever their order was."""
    names = sorted({row.juror for row in rows}, key=natural)
    number = {name: f"expert {n}" for n, name in enumerate(names, start=1)}
    fresh = [
        row._replace(juror=number[row.juror], round=ROUND, college=EXPERTS, line=None)
        for row in rows
    ]
    return sorted(fresh, key=lambda row: (natural(row.juror), natural(row.proposal), row.criterion))


def keep(call: Call, rows: list[ScoreRow], now: datetime) -> ExpertScores:
    """Keep numbered rows as the scores that count; return what was kept."""
    text = json.dumps([list(row) for row in rows], separators=(",", ":"))
    made = ExpertScores(
        call_id=call.id, call=call, sent_at=now, file=files.keep(text.encode()),
        digest=_seal(text), experts=len({row.juror for row in rows}),
    )  # fmt: skip
    db.session.add(made)
    db.session.flush()
    return made


def _seal(text: str) -> str:
    """Return a keyed digest: a plain one of few scores could be guessed."""
    return keys.ring().blind(f"experts/{text}")


def rows(call: Call) -> list[ScoreRow]:
    """Return a row for each expert, proposal and criterion.

    Raises RuleBroken while there are none, and where they are not what the ledger says.
    """
    found = newest(call)
    if found is None:
        raise RuleBroken(_("The scores of the experts are missing. This call promised that "
                           "they count. The manager brings them in on the page of the "
                           "result."))  # fmt: skip
    text = _text(found)
    told = [e.facts["digest"] for e in ledger.entries(call.slug) if e.event == EVENT]
    if not told or told[-1] != _seal(text):
        raise RuleBroken(_("The scores of the experts differ from what the ledger says. "
                           "Nothing was computed. Ask the administrator to look "
                           "into it."))  # fmt: skip
    return stored(found)


def stored(kept: ExpertScores) -> list[ScoreRow]:
    """Return the rows of what was brought in, as they are kept."""
    return [ScoreRow(*row) for row in json.loads(_text(kept))]


def _text(kept: ExpertScores) -> str:
    return files.read(kept.file).decode()
