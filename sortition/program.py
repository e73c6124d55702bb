"""Program: linear and integer programs, given to HiGHS as arrays and answered as arrays."""

from __future__ import annotations

from dataclasses import dataclass

import highspy
import numpy as np
from numpy.typing import NDArray

from sortition.instance import SearchStopped

INFINITY = float(highspy.kHighsInf)
STARTS = "warm", "cold", "primal"
DUAL, PRIMAL = 1, 4  # HiGHS's numbers of the simplex methods
SECONDS = 600.0  # one program may take this long before the search stops without an answer


@dataclass(frozen=True, eq=False)
class Answer:
    """An optimum: its value, a proven bound on it, the variables, and the dual prices."""

    value: float
    bound: float
    variables: NDArray[np.float64]
    rows: NDArray[np.float64]
    reduced: NDArray[np.float64]


class Program:
    """Minimise ``cost @ x`` where ``lower <= x <= upper`` and ``below <= matrix @ x <= above``.

    With ``whole``, the variables are whole numbers. ``nodes`` ends the search for those
    after so many branches; ``gap``, as soon as the value is that near its bound, relatively.
    ``last`` is one more column of the matrix, whose numbers need not be small and whole.
    """

    def __init__(  # noqa: PLR0917  (a program has these parts, always in this order)
        self,
        matrix: NDArray[np.float64] | NDArray[np.int8],
        below: NDArray[np.float64],
        above: NDArray[np.float64],
        cost: NDArray[np.float64],
        lower: NDArray[np.float64],
        upper: NDArray[np.float64],
        whole: bool = False,
        nodes: int | None = None,
        gap: float = 0.0,
        last: NDArray[np.float64] | None = None,
    ) -> None:
        column, row = np.nonzero(matrix.T)
        value = matrix.T[column, row].astype(np.float64)
        if last is not None:
            more = np.flatnonzero(last)
            column = np.append(column, np.full(len(more), matrix.shape[1]))
            row, value = np.append(row, more), np.append(value, last[more])
        model = highspy.HighsLp()
        model.num_row_, model.num_col_ = len(matrix), len(cost)
        model.col_cost_, model.col_lower_, model.col_upper_ = cost, lower, upper
        model.row_lower_, model.row_upper_ = below, above
        model.a_matrix_.format_ = highspy.MatrixFormat.kColwise
        model.a_matrix_.start_ = np.searchsorted(column, np.arange(len(cost) + 1))
        model.a_matrix_.index_ = row
        model.a_matrix_.value_ = value
        if whole:
            model.integrality_ = [highspy.HighsVarType.kInteger] * len(cost)
        self.whole, self.solved = whole, False
        self.solver = _solver(whole, nodes, gap)
        self.solver.passModel(model)

    def price(self, cost: NDArray[np.float64]) -> None:
        """Change the cost of every variable."""
        places = np.arange(len(cost), dtype=np.int32)
        self.solver.changeColsCost(len(cost), places, cost)

    def solve(self) -> Answer | None:
        """Return the optimum, or None if no point meets every constraint.

        Starts from the last solution, if there is one; anything but an optimum is believed only
        from a cold start. Raises SearchStopped if that gives neither an optimum nor a proof.

        Rounding can hide from the dual simplex method that there is no point; then the
        primal one, which looks for a point first, has the last word.
        """
        starts = STARTS[:2] if self.whole else STARTS
        for start in starts if self.solved else starts[1:]:
            if start != "warm":
                self.solver.clearSolver()
            method = PRIMAL if start == "primal" else DUAL
            self.solver.setOptionValue("simplex_strategy", method)
            self.solved = True
            self.solver.run()
            status = self.solver.getModelStatus()
            if status == highspy.HighsModelStatus.kOptimal:
                return self._answer()
            if start != "warm" and status == highspy.HighsModelStatus.kInfeasible:
                return None
        raise SearchStopped(
            "The search for a fair lottery stopped without an answer "
            f"({self.solver.modelStatusToString(status).lower()}). Nothing was drawn or decided."
        )

    def steps(self) -> int:
        """Return the steps that the last solution took: a measure of work that no clock changes."""
        return max(0, self.solver.getInfo().simplex_iteration_count)

    def _answer(self) -> Answer:
        solution, info = self.solver.getSolution(), self.solver.getInfo()
        value = info.objective_function_value
        return Answer(
            value,
            info.mip_dual_bound if self.whole else value,
            np.array(solution.col_value),
            np.array(solution.row_dual),
            np.array(solution.col_dual),
        )


def _solver(whole: bool, nodes: int | None, gap: float) -> highspy.Highs:
    solver = highspy.Highs()
    options: dict[str, bool | int | float | str] = {
        "output_flag": False,
        "threads": 1,
        "time_limit": SECONDS,
        "primal_feasibility_tolerance": 1e-10,
        "dual_feasibility_tolerance": 1e-10,
    }
    if whole:
        options |= {"mip_rel_gap": gap, "mip_abs_gap": 1e-10, "mip_feasibility_tolerance": 1e-9}
    else:
        options |= {"presolve": "off", "solver": "simplex"}
    if nodes is not None:
        options["mip_max_nodes"] = nodes
    for name, option in options.items():
        solver.setOptionValue(name, option)
    return solver
