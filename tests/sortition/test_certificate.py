"""Certificate: what prices prove, and what they do not."""

from dataclasses import replace

import numpy as np
import pytest

from sortition.certificate import bound_by_prices, largest_gap
from sortition.leximin import by_columns, leximin
from sortition.panels import meets


@pytest.fixture
def instance(known):
    return known("mass_like_24")


@pytest.fixture
def lottery(instance):
    return leximin(instance)


def test_the_prices_of_each_level_prove_its_bound_by_arithmetic(instance, lottery):
    for level in lottery.certificate.levels:
        assert bound_by_prices(instance, level) == pytest.approx(level.bound, rel=1e-12)


def test_no_panel_exceeds_a_bound(instance, lottery):
    assert meets(instance, lottery.panels).all()
    for level in lottery.certificate.levels:
        worth = (lottery.panels / instance.counts) @ level.prices
        assert worth.max() <= level.bound + 1e-9


def test_other_prices_prove_less(instance, lottery):
    level = lottery.certificate.levels[3]
    random = np.random.default_rng(1)

    for _ in range(50):
        quotas = tuple(np.array(level.quotas) + random.normal(size=len(level.quotas)))
        assert bound_by_prices(instance, replace(level, quotas=quotas)) >= level.bound - 1e-12


def test_the_gap_is_nil_for_the_lottery_and_not_for_worse_chances(instance, lottery):
    levels = lottery.certificate.levels
    mean = instance.size / len(instance.ids)
    worse = lottery.chances.copy()
    worse[worse.argmin()] -= 0.01 * mean

    assert largest_gap(instance, levels, lottery.chances) < 1e-8
    assert largest_gap(instance, levels, worse) > 0.01 - 1e-6


def test_a_negative_price_proves_nothing(instance, lottery):
    first, *others = lottery.certificate.levels
    negative = replace(first, prices=(-1e-9, *first.prices[1:]))

    with pytest.raises(ValueError, match="negative"):
        largest_gap(instance, [negative, *others], lottery.chances)


def test_a_level_proved_by_an_integer_program_has_no_prices_to_check(instance):
    level = by_columns(instance).certificate.levels[0]

    with pytest.raises(ValueError, match="proved by an integer program"):
        bound_by_prices(instance, level)


def test_levels_must_settle_everyone_by_their_prices(instance, lottery):
    levels = lottery.certificate.levels
    unpriced = next(t for t, price in enumerate(levels[0].prices) if price == 0)
    stretched = replace(levels[0], settled=(*levels[0].settled, unpriced))
    weightless = replace(levels[1], prices=tuple(0.0 for _ in levels[1].prices))

    with pytest.raises(ValueError, match="leave profiles unsettled"):
        largest_gap(instance, levels[:-1], lottery.chances)
    with pytest.raises(ValueError, match="prices do not reach"):
        largest_gap(instance, [stretched, *levels[1:]], lottery.chances)
    with pytest.raises(ValueError, match="prices do not reach"):
        largest_gap(instance, [levels[0], weightless, *levels[2:]], lottery.chances)
