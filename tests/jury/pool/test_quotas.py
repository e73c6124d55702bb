import pytest

from jury.errors import RuleBroken
from jury.languages import speaking
from jury.pool import checking, find, quotas


def ids(call):
    return {
        (category.key, quota.value): quota.id
        for category in find.categories(call)
        for quota in category.quotas
    }


def test_a_table_becomes_questions_with_their_source(asked):
    sex, age = find.categories(asked)

    assert (sex.key, sex.source, age.source) == ("sex", "Statbel 2026-01-01", "")
    assert [(q.value, q.population_share) for q in sex.quotas] == [
        ("female", 0.5), ("male", 0.5), ("x", None),
    ]  # fmt: skip


def test_quotas_are_filled_outwards_from_the_shares(asked):
    assert quotas.as_facts(asked) == [
        ["sex", "female", 2, 4], ["sex", "male", 2, 4], ["sex", "x", 0, 6],
        ["age", "young", 2, 4], ["age", "old", 2, 4],
    ]  # fmt: skip


def test_loading_again_replaces_everything(asked, manager, now):
    quotas.load(asked, [dict(find_table(asked)[1])], now, manager)

    assert [category.key for category in find.categories(asked)] == ["age"]


def find_table(call):
    return [
        {
            "key": c.key, "question": c.question, "why": c.why, "source": None,
            "values": [{"key": q.value, "label": q.label, "share": 0.5} for q in c.quotas],
        }
        for c in find.categories(call)
    ]  # fmt: skip


def test_questions_stay_once_somebody_has_registered(asked, register, manager, now):
    register(asked, "ann@people.example", {"sex": "x", "age": "old"})

    with pytest.raises(RuleBroken):
        quotas.load(asked, find_table(asked), now, manager)


@pytest.mark.parametrize("bounds", [(3, 2), (-1, 2)])
def test_a_minimum_above_its_maximum_or_below_nothing_is_refused(asked, manager, now, bounds):
    with pytest.raises(RuleBroken, match="Vrouw"):
        quotas.bound(asked, {ids(asked)["sex", "female"]: bounds}, now, manager)


def test_sealed_quotas_do_not_change_without_a_reason(sealed, manager, now):
    before = quotas.as_facts(sealed.call)

    with pytest.raises(RuleBroken):
        quotas.bound(sealed.call, {ids(sealed.call)["sex", "female"]: (0, 6)}, now, manager)
    with pytest.raises(RuleBroken):
        quotas.fill(sealed.call, 6, now, manager)

    assert quotas.as_facts(sealed.call) == before


@pytest.mark.parametrize(
    ("female", "male", "words"),
    [
        ((4, 6), (3, 6), "minima add up to 7, but there are 6 seats"),
        ((3, 3), (3, 3), "minima fill all 6 seats"),
    ],
)
def test_sums_that_cannot_work_are_said_with_their_numbers(
    asked, manager, now, female, male, words
):
    key = ids(asked)
    quotas.bound(asked, {key["sex", "female"]: female, key["sex", "male"]: male}, now, manager)

    with speaking("en"):
        assert words in checking.check(asked, 6).sums[0]


def test_maxima_below_the_seats_are_said(asked, manager, now):
    key = ids(asked)
    quotas.bound(asked, {key["age", "young"]: (0, 2), key["age", "old"]: (0, 3)}, now, manager)

    with speaking("en"):
        assert "maxima add up to 5" in checking.check(asked, 6).sums[0]


def test_an_empty_pool_says_how_many_it_needs(asked):
    with speaking("en"):
        verdict = checking.check(asked, 6)

    assert verdict.pool == ("The pool has 0 people for 6 seats. It needs 6 more.",)
    assert not verdict.feasible


def test_a_pool_without_old_people_says_how_many_are_missing(asked, register):
    for i in range(8):
        answers = {"sex": "female" if i % 2 else "male", "age": "old" if i == 0 else "young"}
        register(asked, f"p{i}@people.example", answers)

    with speaking("en"):
        [sentence] = checking.check(asked, 6).pool

    assert "at least 2, and the pool has 1" in sentence


def test_quotas_that_clash_only_together_are_found(asked, register, manager, now):
    for i in range(12):
        answers = {"sex": "female", "age": "young"} if i % 2 else {"sex": "male", "age": "old"}
        register(asked, f"p{i}@people.example", answers)
    assert checking.check(asked, 6).feasible
    key = ids(asked)
    wide = {("sex", "male"): (0, 6), ("age", "young"): (0, 6)}
    tight = {("sex", "female"): (4, 6), ("age", "old"): (4, 6)}
    quotas.bound(asked, {key[k]: v for k, v in {**wide, **tight}.items()}, now, manager)

    with speaking("en"):
        verdict = checking.check(asked, 6)

    assert not verdict.feasible
    assert verdict.sums == ()
    assert verdict.pool == (
        "No jury of 6 from this pool can meet all these quotas together.",
        "“Wat bent u?”: at least 4 for “Vrouw”.",
        "“Hoe oud bent u?”: at least 4 for “Oud”.",
        "Loosen one of them and check again.",
    )
