"""The ledger: an append-only, hash-chained trail of every act; pseudonyms and digests only."""

import hashlib
import json
from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import select, text
from sqlalchemy.event import listens_for
from sqlalchemy.orm import Mapped, Session, mapped_column

from jury.db import Model, db
from sortition.saying import Said, say


class Entry(Model):
    """One act. ``previous`` is unique, so the chain cannot fork."""

    __tablename__ = "entry"

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[str]  # ISO 8601, UTC
    event: Mapped[str]  # noun.past-participle
    call: Mapped[str | None] = mapped_column(index=True)  # slug
    body: Mapped[str]  # canonical JSON of the facts
    previous: Mapped[str] = mapped_column(unique=True)  # digest of the entry before
    digest: Mapped[str] = mapped_column(unique=True)

    @property
    def facts(self) -> dict[str, object]:
        """What happened, as it was recorded."""
        found: dict[str, object] = json.loads(self.body)
        return found


def seal(at: str, event: str, call: str | None, body: str, previous: str) -> str:
    """Return the SHA-256 of one entry, chained to the digest before it."""
    chained = json.dumps([at, event, call, body, previous], separators=(",", ":"))
    return hashlib.sha256(chained.encode()).hexdigest()


def head() -> Entry | None:
    """Return the last entry."""
    return db.session.scalars(select(Entry).order_by(Entry.id.desc()).limit(1)).first()


def _last_digest() -> str:
    """Return the digest to chain to; within a unit of work it is read, and locked, once."""
    known = db.session.info.get("ledger")
    if known is not None:
        return str(known)
    if db.session.get_bind().dialect.name == "postgresql":
        db.session.execute(text("SELECT pg_advisory_xact_lock(7)"))  # one writer at a time
    last = head()
    return last.digest if last else ""


def record(event: str, at: datetime, call: str | None = None, **facts: object) -> Entry:
    """Append one entry; it commits or rolls back with the change it describes."""
    previous, moment = _last_digest(), at.isoformat(timespec="seconds")
    body = json.dumps(facts, sort_keys=True, separators=(",", ":"))
    entry = Entry(
        at=moment,
        event=event,
        call=call,
        body=body,
        previous=previous,
        digest=seal(moment, event, call, body, previous),
    )
    db.session.add(entry)
    db.session.info["ledger"] = entry.digest
    return entry


@listens_for(Session, "after_commit")
@listens_for(Session, "after_rollback")
def _forget(session: Session) -> None:
    session.info.pop("ledger", None)


def entries(call: str | None = None) -> list[Entry]:
    """Return all entries, or those of one call, oldest first."""
    query = select(Entry).order_by(Entry.id)
    return list(db.session.scalars(query.where(Entry.call == call) if call else query))


def has(event: str, call: str) -> bool:
    """Say whether this happened in the call."""
    query = select(Entry.id).where(Entry.event == event, Entry.call == call).limit(1)
    return db.session.scalar(query) is not None


def broken_links(chain: Iterable[Entry]) -> list[Said]:
    """Return a sentence for every entry that was changed, moved, removed or put in."""
    found, previous = [], ""
    for entry in chain:
        named = {"id": str(entry.id), "event": entry.event}
        if entry.previous != previous:
            found.append(say("Entry %(id)s does not follow the entry before it.", id=named["id"]))
        if entry.digest != seal(entry.at, entry.event, entry.call, entry.body, entry.previous):
            found.append(say("Entry %(id)s (%(event)s) was changed after it was written.", **named))
        previous = entry.digest
    return found
