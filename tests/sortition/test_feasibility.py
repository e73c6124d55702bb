"""Feasibility: whether a panel exists, and why not."""

import itertools

import numpy as np
import pytest

from sortition import conflict, program
from sortition.feasibility import check, explain
from sortition.instance import Quota, SearchStopped, build


def pool(quotas, answers, size):
    categories = list(dict.fromkeys(category for category, *_ in quotas))
    people = [(str(i), dict(zip(categories, row, strict=True))) for i, row in enumerate(answers)]
    return build([Quota(*quota) for quota in quotas], people, size)


def has_panel(instance):
    """Whether a panel exists, by trying each: slow, and obviously right."""
    belongs = instance.belongs[instance.profile_of].astype(int)
    return any(
        (seats >= instance.lower).all() and (seats <= instance.upper).all()
        for panel in itertools.combinations(range(len(instance.ids)), instance.size)
        for seats in [belongs[list(panel)].sum(axis=0)]
    )


GENDER = [("gender", "woman", 1, 2), ("gender", "man", 1, 2)]


def test_a_pool_with_a_panel_is_feasible():
    found = check(pool(GENDER, [["woman"], ["man"]], 2))

    assert found.feasible
    assert found.sentences == ()


@pytest.mark.parametrize(
    ("quotas", "answers", "size", "sentences"),
    [
        (
            GENDER,
            [["woman"], ["man"]],
            3,
            ["The pool has 2 volunteers for 3 seats. Lower the seats to 2 or wait for 1 more."],
        ),
        (
            [("gender", "woman", 2, 2), ("gender", "man", 3, 4)],
            [["woman"], ["man"]] * 4,
            4,
            ["The minima of “gender” add up to 5, and there are 4 seats. Lower them by 1 in all."],
        ),
        (
            GENDER,
            [["woman"], ["man"]] * 3,
            6,
            ["The maxima of “gender” add up to 4, and there are 6 seats. Raise them by 2 in all."],
        ),
        (
            [("age", "18–29", 3, 4), ("age", "30+", 0, 4)],
            [["18–29"], ["30+"], ["30+"], ["30+"]],
            4,
            [
                "“age: 18–29” asks for at least 3, and the pool has 1 such volunteers. "
                "Lower the minimum to 1 or wait for 2 more."
            ],
        ),
        (
            [("age", "young", 0, 4), ("age", "old", 0, 2)],
            [["young"], ["old"], ["old"], ["old"]],
            4,
            [
                "Within the maxima of “age” the pool can fill 3 of the 4 seats. "
                "Raise the maximum of a value that has more volunteers."
            ],
        ),
    ],
)
def test_each_reason_has_its_numbers(quotas, answers, size, sentences):
    instance = pool(quotas, answers, size)

    found = check(instance)

    assert not found.feasible
    assert list(found.sentences) == sentences
    assert explain(instance) == " ".join(sentences)


def test_quotas_that_only_conflict_together_are_named_and_no_others():
    quotas = [
        ("gender", "woman", 3, 3),
        ("gender", "man", 1, 2),
        ("age", "young", 2, 3),
        ("age", "old", 0, 4),
        ("town", "here", 1, 3),
        ("town", "there", 1, 3),
    ]
    answers = [["woman", "old", "here"]] * 3 + [["man", "old", "there"]] * 3
    answers += [["man", "young", "here"], ["man", "young", "there"]]

    (sentence,) = check(pool(quotas, answers, 4)).sentences

    assert sentence == (
        "No panel of 4 from this pool meets these quotas together: "
        "“gender: woman” asks for at least 3; “age: young” asks for at least 2. "
        "Loosen one of them and check again."
    )


def parity():
    """Fractional panels exist, whole ones do not: three pairs, each of which wants one half."""
    quotas = [(f"c{c}", v, 1, 1) for c in range(3) for v in ("yes", "no")]
    return pool(
        quotas,
        [["yes", "yes", "no"], ["yes", "no", "yes"], ["no", "yes", "yes"], ["no", "no", "no"]],
        2,
    )


def test_a_conflict_that_only_whole_people_have_is_found():
    instance = parity()
    assert not has_panel(instance)

    (sentence,) = check(instance).sentences

    assert sentence.startswith("No panel of 2 from this pool meets these quotas together: “c")


def test_a_search_that_is_cut_short_is_not_called_infeasible(monkeypatch):
    monkeypatch.setattr(program, "SECONDS", 0.0)

    with pytest.raises(SearchStopped):
        check(parity())


def test_questions_cut_short_leave_their_quotas_in_the_sentence(monkeypatch):
    monkeypatch.setattr(conflict, "NODES", 0)
    answers = np.random.default_rng(1).integers(0, 2, (20, 10))
    quotas = []
    for c, ones in enumerate(answers.sum(axis=0)):
        seats = round(ones / 2)
        quotas += [(f"c{c}", "1", seats, seats), (f"c{c}", "0", 10 - seats, 10 - seats)]

    found = check(pool(quotas, answers.astype(str).tolist(), 10))

    assert not found.feasible
    assert found.sentences[0].count("asks for at least") == len(quotas)
    assert found.sentences[0].count("allows at most") == len(quotas)


@pytest.mark.parametrize("seed", range(40))
def test_the_verdict_is_that_of_trying_every_panel(small, seed):
    instance = small(seed, tolerance=1)
    random = np.random.default_rng(seed)
    shifted = random.permutation(len(instance.quotas))[:2]
    for j in shifted:
        instance.lower[j] += 1
        instance.upper[j] = max(instance.upper[j], instance.lower[j])
    quotas = [
        Quota(quota.category, quota.value, int(low), int(high))
        for quota, low, high in zip(instance.quotas, instance.lower, instance.upper, strict=True)
    ]
    people = [
        (i, dict(zip(instance.categories, instance.profiles[t], strict=True)))
        for i, t in zip(instance.ids, instance.profile_of, strict=True)
    ]
    instance = build(quotas, people, instance.size)

    found = check(instance)

    assert found.feasible == has_panel(instance) == (not found.sentences)
