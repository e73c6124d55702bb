"""The trail: the ledger of one call as sentences that a person can read."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask_babel import lazy_gettext as _l

from jury import ledger, roles
from jury.calls import told
from jury.calls.models import Call
from jury.calls.timeline import parts
from jury.people.models import Person

_sentences: dict[str, Any] = {
    "call.opened": _l("The call was opened as a draft."),
    "call.changed": _l("Changed: %(part)s."),
    "call.published": _l("The call was published in Dutch and French."),
    "call.suspended": _l("The call was suspended."),
    "call.resumed": _l("The call was resumed."),
    "call.carried-over": _l("The call was carried over to the next one."),
    "call.cancelled": _l("The call was cancelled."),
    "role.granted": _l("%(person)s became: %(role)s."),
    "role.revoked": _l("%(person)s is no longer: %(role)s."),
    **told.SENTENCES,
}


_words: dict[tuple[str, str], Callable[[Any], str]] = {}


class _Facts(dict[str, Any]):
    """Facts of an entry; one that an older entry lacks is shown as three dots."""

    def __missing__(self, key: str) -> str:
        """Return what stands for the fact."""
        return "…"


@dataclass(frozen=True)
class Line:
    """One act: when, by whom as far as readers may know, what, and its place in the chain."""

    number: int
    at: datetime
    who: str
    sentence: str
    event: str
    digest: str


def tell(event: str, sentence: Any) -> None:
    """Give an event of another room its sentence; its facts fill the placeholders."""
    _sentences[event] = sentence


def word(event: str, fact: str, how: Callable[[Any], str]) -> None:
    """Let a fact of an event be told in words: ``how`` makes them from the key that is kept."""
    _words[event, fact] = how


def is_told(event: str) -> bool:
    """Say whether the event has a sentence of its own."""
    return event in _sentences


def _in_words(event: str, facts: dict[str, Any], names: dict[str, str]) -> dict[str, Any]:
    """Return the facts with roles, parts, keys and the names of staff in words."""
    found = {
        fact: _words[event, fact](value) if (event, fact) in _words else value
        for fact, value in facts.items()
    }
    if "person" in facts:
        found["person"] = names.get(facts["person"], facts["person"])
    if "role" in facts:
        found["role"] = roles.title(facts["role"])
    if "part" in facts:
        found["part"] = parts().get(facts["part"], facts["part"])
    return found


def sentence(event: str, facts: dict[str, Any]) -> str:
    """Return what happened in words; an event without a sentence shows its bare facts."""
    if event in _sentences:
        return str(_sentences[event]) % _Facts(facts)
    bare = ", ".join(f"{key} {value}" for key, value in facts.items() if key != "by")
    return f"{event}: {bare}" if bare else event


def _names(call: Call) -> dict[str, str]:
    """Return the names of the people who work on the call, by pseudonym; nobody else's."""
    staff: list[Person] = [p for role in roles.STAFF for p in roles.holders(role, call.slug)]
    return {person.pseudonym: person.shown_name for person in staff}


def lines(call: Call, entries: list[ledger.Entry]) -> list[Line]:
    """Return these entries of the call's ledger in words, in their order."""
    names = _names(call)
    return [
        Line(
            number=entry.id,
            at=datetime.fromisoformat(entry.at),
            who=names.get(str(entry.facts.get("by", "")), str(entry.facts.get("by", ""))),
            sentence=sentence(entry.event, _in_words(entry.event, entry.facts, names)),
            event=entry.event,
            digest=entry.digest,
        )
        for entry in entries
    ]
