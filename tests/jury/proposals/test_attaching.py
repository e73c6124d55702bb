"""Files are judged by what is in them."""

import io

import pikepdf
import pytest

from jury import files
from jury.errors import RuleBroken
from jury.proposals import attaching


def saved(document, **how):
    """The bytes of a document."""
    out = io.BytesIO()
    document.save(out, **how)
    return out.getvalue()


@pytest.fixture
def scripted():
    document = pikepdf.new()
    document.add_blank_page()
    document.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert(1)")
    return saved(document)


@pytest.fixture
def carrying(pdf):
    document = pikepdf.open(io.BytesIO(pdf))
    document.attachments["virus.exe"] = b"MZ"
    return saved(document)


@pytest.fixture
def locked(pdf):
    document = pikepdf.open(io.BytesIO(pdf))
    return saved(document, encryption=pikepdf.Encryption(user="geheim", owner="geheim"))


@pytest.fixture
def without_pages():
    return saved(pikepdf.new())


def test_a_pdf_is_kept_sealed_and_comes_back_byte_for_byte(draft, pdf, now, events):
    made = attaching.attach(draft, r"C:\thuis\plan.pdf", pdf, now)

    assert (made.title, made.size, made.digest) == ("plan.pdf", len(pdf), files.digest(pdf))
    assert attaching.content(made) == pdf
    assert pdf not in (files.folder() / made.file).read_bytes()
    assert events()[-1] == "proposal.file-added"


@pytest.mark.parametrize("data", [b"", b"MZ\x90\x00 not a pdf", b"%PDF-1.7\nbut nothing else"])
def test_a_name_does_not_make_a_pdf(draft, data, now):
    with pytest.raises(RuleBroken):
        attaching.attach(draft, "plan.pdf", data, now)

    assert draft.attachments == []


@pytest.mark.parametrize("bad", ["scripted", "carrying", "locked", "without_pages"])
def test_a_pdf_that_acts_hides_or_is_empty_is_refused(draft, request, bad, now):
    with pytest.raises(RuleBroken):
        attaching.attach(draft, "plan.pdf", request.getfixturevalue(bad), now)


def test_eleven_megabytes_are_too_many(draft, pdf, now):
    with pytest.raises(RuleBroken, match="11"):
        attaching.attach(draft, "plan.pdf", pdf + b"\n" * 10 * 1024**2, now)


def test_five_files_fit_and_the_same_file_only_once(draft, now):
    def sheet(number):
        document = pikepdf.new()
        document.add_blank_page(page_size=(100 + number, 100))
        return saved(document, deterministic_id=True)  # else the second of the clock is in it

    for number in range(5):
        attaching.attach(draft, "plan.pdf", sheet(number), now)
        if number == 0:
            with pytest.raises(RuleBroken):
                attaching.attach(draft, "kopie.pdf", sheet(0), now)
    with pytest.raises(RuleBroken):
        attaching.attach(draft, "plan.pdf", sheet(5), now)

    assert len(draft.attachments) == 5


def test_a_removed_file_is_gone(draft, pdf, now):
    made = attaching.attach(draft, "plan.pdf", pdf, now)

    attaching.detach(draft, made, now)

    assert draft.attachments == []
    assert not (files.folder() / made.file).exists()
