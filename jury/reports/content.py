"""Content: everything that a selection report prints, as plain data that one digest covers."""

import hashlib
import json
from dataclasses import asdict, dataclass, field
from functools import cached_property
from typing import Any

from jury.calls.spending import GREEDY
from jury.db import Localised
from jury.scoring.closeness import too_close

EDITION = "10"  # of the report's text and layout: another number prints every report anew


@dataclass(frozen=True)
class Said:
    """Words of a juror, with the language they were written in where it is known."""

    text: str
    language: str | None = None


@dataclass(frozen=True)
class Line:
    """One proposal: what the jury's scores say, and what was decided."""

    id: str
    title: str
    advice: str  # funded, reserve or not_funded: what the jury's result says
    outcome: str  # the same words: what was decided, or the advice before a decision
    asked: int  # cents
    granted: int  # cents
    numbers: dict[str, Any]  # the proposal's part of result.json
    language: str | None = None  # of the title
    reserve_order: int | None = None
    reason: Localised = field(default_factory=dict)  # where the decision departs from the jury
    applicants: str = ""
    place: str = ""
    summary: Localised = field(default_factory=dict)
    said_for: tuple[Said, ...] = ()
    said_against: tuple[Said, ...] = ()
    recusals: dict[str, int] = field(default_factory=dict)  # kind of conflict -> jurors

    @property
    def id_order(self) -> tuple[int, str]:
        """What sorts 2 before 10, and numbers before names."""
        return (int(self.id), "") if self.id.isdecimal() else (10**9, self.id)

    @property
    def label(self) -> str:
        """The number with the title, or one of them where they are the same."""
        return self.id if self.title == self.id else f"{self.id}. {self.title}"

    @property
    def close(self) -> bool:
        """Whether the jury’s result is too close to call here."""
        return too_close(self.numbers)

    @property
    def departs(self) -> bool:
        """Whether the decision differs from the jury's advice."""
        return self.outcome != self.advice


@dataclass(frozen=True)
class Opinion:
    """A minority opinion, unedited; ``proposal`` is empty when it is on the whole result."""

    text: str
    language: str | None
    proposal: str
    signatures: int | None  # jurors behind it, None where nobody counted


@dataclass(frozen=True)
class Rule:
    """One criterion as it was fixed before scoring."""

    name: Localised
    help: Localised
    weight: int  # percent


@dataclass(frozen=True)
class Change:
    """What was changed after publication, and why."""

    part: str
    reason: Localised
    at: str  # ISO 8601, UTC


@dataclass(frozen=True)
class CallPart:
    """The call: what was asked, promised and fixed before the jury scored."""

    slug: str
    title: Localised
    question: Localised
    owner: str
    funder: str
    facilitator: str
    decider: Localised
    influence_words: Localised
    published_at: str | None
    rules: tuple[Rule, ...]
    changes: tuple[Change, ...]
    phases: tuple[tuple[str, str, str], ...]  # kind, opens, closes
    contact: tuple[str, str, str]  # name, phone, e-mail


@dataclass(frozen=True)
class Group:
    """One answer of a category: the share of the population and of the pool, and the jurors."""

    label: Localised
    population: float | None  # 0 to 1
    pool: float  # 0 to 1
    jurors: int


@dataclass(frozen=True)
class Mirror:
    """One category of the draw: how the jury compares with the pool and the population."""

    question: Localised
    source: str
    groups: tuple[Group, ...]


@dataclass(frozen=True)
class JuryPart:
    """How the jury was drawn, and who came."""

    seats: int
    registered: int
    in_pool: int
    drawn_at: str
    ticket: int
    tickets: int
    value: str
    lottery_digest: str
    draw_digest: str
    rules_digest: str
    declined: int
    moved_up: int
    stopped: int
    served: int  # gave at least one score in the binding round
    mirrors: tuple[Mirror, ...]


@dataclass(frozen=True)
class DecisionPart:
    """The answer of the deciding body."""

    words: Localised
    decided_at: str  # ISO 8601, UTC


@dataclass(frozen=True)
class Content:
    """Everything printed. What is None is left out, and the report says so."""

    result_text: str  # of `result.json`, byte for byte
    lines: tuple[Line, ...]  # best first
    minority: tuple[Opinion, ...] = ()
    call: CallPart | None = None
    jury: JuryPart | None = None
    decision: DecisionPart | None = None
    lot_fallbacks: tuple[Localised, ...] = ()  # why the announced value of the lot did not count
    edition: str = EDITION

    @cached_property
    def result(self) -> dict[str, Any]:
        """What the scores came to."""
        found: dict[str, Any] = json.loads(self.result_text)
        return found

    @property
    def rule(self) -> str:
        """The rule that spends the budget: greedy, knapsack or equal-shares."""
        return str(self.result.get("allocation", {}).get("rule", GREEDY))

    @property
    def result_digest(self) -> str:
        """The SHA-256 of `result.json`."""
        return hashlib.sha256(self.result_text.encode()).hexdigest()

    @property
    def jurors(self) -> int:
        """How many seats the jury had; from a result alone, the most that any proposal had."""
        if self.jury is not None:
            return self.jury.seats
        proposals: list[dict[str, Any]] = self.result["proposals"]
        seen = [each["n_scores"] + sum((each.get("missing") or {}).values()) for each in proposals]
        return int(max(seen))

    @property
    def budget(self) -> int:
        """What there is to give, in cents."""
        return cents(self.result["allocation"]["budget"])

    @property
    def granted(self) -> int:
        """What the funded proposals get together, in cents."""
        return sum(line.granted for line in self.lines)

    def with_outcome(self, outcome: str) -> list[Line]:
        """Return the proposals with this outcome; a reserve list in its own order."""
        found = [line for line in self.lines if line.outcome == outcome]
        if outcome == "reserve":
            found.sort(key=lambda line: (line.reserve_order or 0, line.id))
        return found


def cents(euros: float) -> int:
    """Return an amount of `result.json` in whole cents."""
    return round(euros * 100)


def digest(content: Content, language: str) -> str:
    """Return the SHA-256 of everything that a report in ``language`` prints."""
    text = json.dumps([language, asdict(content)], sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
