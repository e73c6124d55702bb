"""The bench's own parts: invented pools and the plot of how cost grows."""

from xml.etree import ElementTree as ET

import numpy as np

from bench.plot import Plot, svg
from bench.pools import VALUES, crowd, region, write
from sortition.feasibility import check
from sortition.reading import read_instance

SVG = "{http://www.w3.org/2000/svg}"


def test_a_region_is_the_same_for_the_same_seed_and_another_for_another():
    one, again, other = region(300, 20), region(300, 20), region(300, 20, seed=2)

    assert (one.answers == again.answers).all()
    assert one.bounds == again.bounds
    assert (one.answers != other.answers).any()


def test_volunteers_choose_themselves_and_quotas_follow_the_population():
    pool = region(2000, 100)
    education = pool.categories.index("education")
    higher = VALUES["education"].index("higher")

    low, high = pool.bounds[education][higher]

    assert (pool.answers[:, education] == higher).mean() > high / 100
    assert low <= high


def test_answers_depend_on_each_other():
    pool = region(5000, 100)
    education, concern = (
        pool.answers[:, pool.categories.index(name)] for name in ("education", "concern")
    )

    assert np.corrcoef(education, concern)[0, 1] < -0.2


def test_a_pool_is_read_back_as_it_was_made_and_a_panel_exists(tmp_path):
    pool = region(400, 30, sharing=0.25)

    read = read_instance(*write(pool, tmp_path), 30, None, ("street", "postcode"))

    sharing = np.bincount(pool.home)[pool.home] > 1
    assert 0.2 < sharing.mean() <= 0.26
    assert len(np.unique(read.households.of)) == len(np.unique(pool.home))
    assert [quota.minimum for quota in read.quotas] == [low for b in pool.bounds for low, _ in b]
    assert check(read).feasible


def test_a_crowded_pool_has_a_panel_and_more_quotas_than_seats(tmp_path):
    pool = crowd(60, 8, categories=6, values=3)

    read = read_instance(*write(pool, tmp_path), 8)

    assert check(read).feasible
    assert len(read.quotas) == 18


def test_the_plot_names_itself_and_has_a_dot_for_each_measurement():
    plots = [
        Plot("By people", "people", [(100, 0.05), (1000, 2.0), (10_000, 30.0)], far=True),
        Plot("By categories", "categories & more", [(1, 0.1), (2, 0.2)], far=False),
    ]

    page = ET.fromstring(svg("How time grows", "From 0.05 to 30 seconds.", "CPU seconds", plots))

    names = {page.find(f"{SVG}{part}").get("id"): page.find(f"{SVG}{part}").text
             for part in ("title", "desc")}  # fmt: skip
    assert page.get("role") == "img"
    assert [names[name] for name in page.get("aria-labelledby").split()] == [
        "How time grows",
        "From 0.05 to 30 seconds.",
    ]
    dots = list(page.iter(f"{SVG}circle"))
    assert len(dots) == 5
    heights = [float(dot.get("cy")) for dot in dots[:3]]
    assert heights == sorted(heights, reverse=True)
