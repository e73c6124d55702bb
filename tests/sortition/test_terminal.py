"""Terminal: a bar for people, nothing for programs."""

import io
import sys

from sortition import terminal


class Screen(io.StringIO):
    def isatty(self):
        return True


def test_nobody_sees_a_bar_where_nobody_looks(monkeypatch):
    monkeypatch.setattr(sys, "stderr", io.StringIO())

    with terminal.progress() as progress:
        assert progress is None

    assert sys.stderr.getvalue() == ""


def test_a_terminal_shows_how_far_the_search_is(monkeypatch):
    monkeypatch.setattr(sys, "stderr", Screen())

    with terminal.progress() as progress:
        progress("panels", 0.5)
        progress("panels", 7.0)

    written = sys.stderr.getvalue()
    assert f"[{'#' * 15}{'.' * 15}] panels 50 %" in written
    assert f"[{'#' * 30}] panels 100 %" in written
    assert written.endswith("\r\033[K")
