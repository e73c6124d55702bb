"""Variants: other ways of counting name exactly the proposals whose fate depends on them."""

from jury.reports import open_data, variants
from jury.reports.command import printer
from jury.reports.content import Content, Line


def line(key, asked, calibrated, mean, funded, title="Benches"):
    numbers = {"calibrated": calibrated, "mean": mean, "median": mean, "trimmed_mean": mean,
               "funded": funded, "n_scores": 3}  # fmt: skip
    advice = "funded" if funded else "reserve"
    granted = asked if funded else 0
    return Line(key, title, advice, advice, asked, granted, numbers)


def test_what_does_not_fit_is_skipped_and_the_cheaper_goes_first():
    lines = (line("a", 60, 3, 3, True), line("b", 50, 3, 3, True), line("c", 40, 2, 2, False))
    assert variants.funded(lines, 100, "mean") == {"b", "c"}


def test_only_disputed_fates_are_listed():
    lines = (
        line("a", 60, 3.0, 1.0, True),
        line("b", 60, 2.0, 2.0, False),
        line("c", 40, 5.0, 5.0, True),
    )
    content = Content('{"allocation": {"budget": 1}}', lines)
    with printer().app_context():
        found = variants.fates(content)

    assert [row["label"] for row in found["rows"]] == ["a. Benches", "b. Benches"]
    assert found["rows"][0]["funded"] == [True, False, False, False]


def test_a_title_never_becomes_a_formula_in_a_spreadsheet():
    table = open_data.proposals(Content("{}", (line("a", 1234, 1, 1, True, title="=1+1"),)))
    assert "'=1+1" in table
    assert "12.34" in table
