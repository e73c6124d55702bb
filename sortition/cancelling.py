"""Cancelling: how a front end stops a search that somebody no longer waits for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from sortition.leximin import Progress


class Cancelled(RuntimeError):
    """Somebody stopped a search. Nothing was decided, and no file was written.

    >>> str(Cancelled("Stopped."))
    'Stopped.'
    """


class Flag(Protocol):
    """Whatever can be asked whether it is set, such as ``threading.Event``."""

    def is_set(self) -> bool:
        """Return whether the search must stop."""


def until(stop: Flag, progress: Progress | None = None) -> Progress:
    """Return a progress callback that passes on what it hears until ``stop`` is set.

    Then it raises Cancelled, which ends the search at its next step; whatever searches
    lets an exception of its callback through.

    >>> from threading import Event
    >>> stop = Event()
    >>> tell = until(stop, lambda phase, fraction: print(f"{phase} {fraction:.0%}"))
    >>> tell("levels", 0.5)
    levels 50%
    >>> stop.set()
    >>> tell("panels", 0.1)
    Traceback (most recent call last):
    sortition.cancelling.Cancelled: Stopped during “panels”. Nothing was decided.
    """

    def tell(phase: str, fraction: float) -> None:
        if stop.is_set():
            raise Cancelled(f"Stopped during “{phase}”. Nothing was decided.")
        if progress:
            progress(phase, fraction)

    return tell
