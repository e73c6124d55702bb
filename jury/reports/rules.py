"""Rules: how the declared rule spends the money, in the reader's language."""

from flask_babel import gettext as _

from jury.calls.colleges import name as college_name
from jury.calls.spending import EQUAL_SHARES, GREEDY, KNAPSACK
from jury.reports import facts
from jury.reports.content import Content, Line
from jury.reports.figures import fixed


def order_name(content: Content) -> str:
    """Return in which order the funded proposals stand."""
    if content.rule == GREEDY:
        return _("Funded, best score first")
    return _("Funded, in the order of the rule")


def draws(content: Content) -> str:
    """Return where the chances to be funded come from, where not from every draw."""
    number = content.result["inputs"].get("draws")
    return {
        GREEDY: "",
        KNAPSACK: _("The chance to be funded comes from %(n)s of these draws.", n=number),
        EQUAL_SHARES: _("The chance to be funded comes from %(n)s juries, drawn from these "
                        "jurors with replacement.", n=number),
    }[content.rule]  # fmt: skip


def spending(content: Content) -> str:
    """Return how the rule spends the budget."""
    said = {GREEDY: _greedy, KNAPSACK: _knapsack, EQUAL_SHARES: _equal_shares}
    return " ".join(said[content.rule](content))


def _greedy(_content: Content) -> list[str]:
    return [
        _("From the highest score down, each proposal gets what it asks while the budget allows. "
          "One that does not fit is skipped."),
        _("At equal scores the higher middle score goes first, then the majority grade, then the "
          "lower cost, then a lot."),
    ]  # fmt: skip


def _knapsack(_content: Content) -> list[str]:
    return [
        _("Many sets of proposals fit the budget. The set with the most points is funded."),
        _("Points are the jury’s score above the lowest grade. "
          "At equal points the cheaper set wins, then a lot."),
    ]  # fmt: skip


def _equal_shares(content: Content) -> list[str]:
    if content.result["inputs"].get("weights"):
        parts = _("The colleges share the money by their weight, and jurors of a college equally.")
    else:
        parts = _("Each juror holds an equal part of the money.")
    return [
        parts,
        _("Jurors pay together for proposals that they score above %(threshold)s. "
          "The one that costs its supporters least comes first.",
          threshold=fixed(facts.threshold(content), 1)),
        _("Money that is left goes to the best scores that still fit."),
    ]  # fmt: skip


def closeness(content: Content) -> str:
    """Return what too close to tell apart means under the rule."""
    if content.rule == GREEDY:
        return _("The line is the expected place of the first proposal without money, before a "
                 "lot. A proposal is close when its places, 25 to 75 times of 100, contain the "
                 "line.")  # fmt: skip
    return _("A proposal is close when it is funded 25 to 75 times of 100. This rule draws no lot.")


def close_calls(content: Content) -> str:
    """Return which proposals are too close to tell apart under a rule without a lot."""
    which = ", ".join(line.id for line in content.lines if line.close)
    if not which:
        return _("No proposal is too close to tell apart.")
    return _("Too close to tell apart: %(which)s. Each is funded 25 to 75 times of 100. "
             "This rule draws no lot.", which=which)  # fmt: skip


def paid(line: Line, content: Content) -> str:
    """Return where the rule found the money for a proposal."""
    if not line.asked:
        return _("it asks no money")
    if content.rule == KNAPSACK:
        return _("it is in the set with the most points for the money")
    if content.rule == GREEDY:
        return _("the budget pays for it")
    if line.id in content.result["allocation"]["first_pass"]:
        return _("the parts of the jurors in favour pay for it")
    return _("the money that was left pays for it")


def unpaid(content: Content) -> str:
    """Return why the rule does not pay for a proposal that many are in favour of."""
    return {
        GREEDY: _("too little of the budget was left"),
        KNAPSACK: _("other proposals together have more points for the money"),
        EQUAL_SHARES: _("the jurors’ parts of the money did not reach it"),
    }[content.rule]


def shares(content: Content) -> str:
    """Return what each college of the jury counts for; empty where they have no weights."""
    weights = content.result["inputs"].get("weights")
    if not weights:
        return ""
    parts = ", ".join(f"{college_name(name)} {share}" for name, share in sorted(weights.items()))
    return _("The jury has colleges, each counted on its own. The jury’s score is their weighted "
             "average: %(parts)s.", parts=parts)  # fmt: skip


def colleges(content: Content) -> str:
    """Return how the colleges of the jury count together; empty where they have no weights."""
    said = shares(content)
    rest = _("The numbers above are those of all jurors together.")
    return f"{said} {rest}" if said else ""
