"""Cancelling: a search that is stopped ends at once and leaves nothing half done."""

import io
import sys
from threading import Event

import pytest

from sortition.__main__ import main
from sortition.cancelling import Cancelled, until
from sortition.leximin import by_columns, leximin
from sortition.price import price_list


def stopping_at(phase):
    """A flag, and a progress callback that sets it when a phase is heard; what was heard."""
    stop, heard = Event(), []

    def hear(told, fraction):
        heard.append((told, fraction))
        if told == phase:
            stop.set()

    return until(stop, hear), heard


def columns(instance, progress):
    """The lottery by column generation alone."""
    return by_columns(instance, None, progress)


@pytest.mark.parametrize(
    ("phase", "search", "pool"),
    [
        ("levels", leximin, "mass"),
        ("panels", leximin, "mass"),
        ("columns", columns, "tight"),
    ],
)
def test_a_search_ends_at_the_step_after_the_flag_is_set(request, phase, search, pool):
    tell, heard = stopping_at(phase)
    instance = request.getfixturevalue(pool).instance

    with pytest.raises(Cancelled, match="Nothing was decided"):
        search(instance, tell)

    assert [told for told, _ in heard].count(phase) == 1


def test_a_price_list_ends_too(mass):
    stop = Event()
    stop.set()

    with pytest.raises(Cancelled, match="during “prices”"):
        price_list(mass.instance, mass.lottery, until(stop))


def test_a_flag_that_is_never_set_changes_nothing(mass):
    again = leximin(mass.instance, until(Event()))

    assert (again.panels == mass.lottery.panels).all()
    assert (again.share == mass.lottery.share).all()


def test_every_phase_is_told_with_a_fraction(mass):
    heard = []

    leximin(mass.instance, lambda *told: heard.append(told))

    assert {phase for phase, _ in heard} == {"levels", "panels"}
    assert all(0 <= fraction <= 1 for _, fraction in heard)


class Screen(io.StringIO):
    """A terminal at which somebody presses Ctrl-C when a phase appears."""

    def __init__(self, phase):
        super().__init__()
        self.phase = phase

    def isatty(self):
        return True

    def write(self, text):
        super().write(text)
        if self.phase in text:
            raise KeyboardInterrupt


@pytest.mark.parametrize("phase", ["levels", "panels"])
@pytest.mark.parametrize("command", ["freeze", "chances"])
def test_an_interrupted_command_leaves_no_file_and_ends_with_130(
    tmp_path, monkeypatch, phase, command
):
    (tmp_path / "q.csv").write_text("category,feature,min,max\nsex,f,1,3\nsex,m,1,2\n")
    (tmp_path / "p.csv").write_text("sex\nf\nm\nf\nm\nf\n")
    screen = Screen(phase)
    monkeypatch.setattr(sys, "stderr", screen)
    pool = [str(tmp_path / "q.csv"), str(tmp_path / "p.csv"), "--size", "3"]

    code = main([command, *pool, "--out", str(tmp_path / "out")])

    assert code == 130
    assert screen.getvalue().endswith(
        "\r\033[KStopped. Nothing was decided, and no file was half written.\n"
    )
    assert sorted(path.name for path in tmp_path.iterdir()) == ["p.csv", "q.csv"]
