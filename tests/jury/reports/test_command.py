"""`jury report`: a PDF or a page from a result file, or what is wrong with it."""

import json

from click.testing import CliRunner

from jury.cli import main
from tests.jury.reports import story


def run(*arguments):
    return CliRunner().invoke(main, ["report", *map(str, arguments)])


def test_a_result_becomes_a_pdf_in_equal_bytes_each_time(tmp_path, small, printed_small):
    result, out = tmp_path / "result.json", tmp_path / "report.pdf"
    result.write_text(small.result_text)

    answer = run(result, "--out", out, "--language", "de")

    assert answer.exit_code == 0, answer.output
    assert out.read_bytes() == printed_small["de"]
    assert str(len(out.read_bytes())) in answer.output


def test_a_name_that_ends_in_html_gives_a_page(tmp_path, small):
    result, out = tmp_path / "result.json", tmp_path / "report.HTML"
    result.write_text(small.result_text)

    answer = run(result, "--out", out, "--language", "fr")

    assert answer.exit_code == 0, answer.output
    assert '<html lang="fr">' in out.read_text()
    assert "data:application/json" in out.read_text()


def test_large_print_is_another_pdf_in_equal_bytes_each_time(
    tmp_path, small, printed_small, large_small
):
    result, out = tmp_path / "result.json", tmp_path / "report.pdf"
    result.write_text(small.result_text)

    answer = run(result, "--out", out, "--language", "DE", "--large-print")

    assert answer.exit_code == 0, answer.output
    assert out.read_bytes() == large_small
    assert large_small != printed_small["de"]


def test_a_page_is_not_made_in_large_print_and_the_answer_says_why(tmp_path, small):
    result, out = tmp_path / "result.json", tmp_path / "outcome.html"
    result.write_text(small.result_text)

    answer = run(result, "--out", out, "--large-print")

    assert answer.exit_code == 2
    assert "the letters of a page grow in the browser" in answer.output
    assert "Leave it out, or give “outcome.pdf”." in answer.output
    assert not out.exists()


def test_something_else_is_refused_with_a_sentence(tmp_path):
    path, out = tmp_path / "result.json", tmp_path / "report.pdf"
    whole = json.loads(story.result_text(2, 100_000))
    half = whole | {"proposals": [{"id": "1"}]}
    for text, words in [
        ("not json", "not JSON"),
        ("[]", "not a result"),
        (json.dumps({"proposals": []}), "lacks: allocation, model, agreement, robustness, inputs"),
        (json.dumps(half), "lacks: proposals[].title"),
        (json.dumps(whole | {"jurors": []}), "without “--full”"),
    ]:
        path.write_text(text)
        answer = run(path, "--out", out)
        assert answer.exit_code == 1
        assert words in answer.output
        assert not out.exists()


def test_a_result_changed_by_hand_is_refused_with_what_is_wrong(tmp_path):
    path, out = tmp_path / "result.json", tmp_path / "report.html"
    for place, value, words in [
        (
            ("proposals", 0, "expected_rank"),
            "first",
            "“proposals[0].expected_rank” is not a number",
        ),
        (("proposals", 0, "comments", "for"), None, "“proposals[0].comments.for” is not a list"),
        (("inputs", "scale"), [1], "“inputs.scale” is not a list of two"),
        (("lot", "order"), [1], "“lot.order[0]” is not a text"),
        (("lot", "line"), "far", "“lot.line” is not a number"),
        (("allocation", "first_pass"), None, "“allocation.first_pass” is not a list"),
        (("agreement",), {}, "“agreement.alpha_interval” is missing"),
        (("allocation", "funded"), [], "“allocation.funded” names other proposals"),
        (("allocation", "spent"), 0.01, "“allocation.spent” is not the sum"),
        (("allocation", "budget"), 0, "cost more than the budget"),
        (("robustness", "proposals"), [], "“robustness.proposals” names other proposals"),
        (("proposals", 0, "rounds", 0), {}, "does not count the same grades"),
    ]:
        changed = json.loads(story.result_text(2, 100_000))
        inside = changed
        for key in place[:-1]:
            inside = inside[key]
        inside[place[-1]] = value
        path.write_text(json.dumps(changed))
        answer = run(path, "--out", out)
        assert (answer.exit_code, out.exists()) == (1, False)
        assert words in answer.output


def test_a_missing_file_is_a_wrong_use(tmp_path):
    assert run(tmp_path / "none.json", "--out", tmp_path / "r.pdf").exit_code == 2


def test_an_unknown_language_is_refused_with_those_there_are(tmp_path, small):
    result, out = tmp_path / "result.json", tmp_path / "report.pdf"
    result.write_text(small.result_text)

    answer = run(result, "--out", out, "--language", "xx")

    assert answer.exit_code == 2
    assert (
        "No report is printed in “xx”. "
        "Write nl (Nederlands), fr (Français), de (Deutsch) or en (English)." in answer.output
    )
    assert not out.exists()


def test_a_name_of_another_kind_of_file_is_refused_and_nothing_is_written(tmp_path, small):
    result, out = tmp_path / "result.json", tmp_path / "outcome.docx"
    result.write_text(small.result_text)

    answer = run(result, "--out", out)

    assert answer.exit_code == 2
    assert "“outcome.docx” names no kind of report." in answer.output
    assert "Let the name end in “.pdf” or “.html”." in answer.output
    assert not out.exists()
