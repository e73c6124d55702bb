"""The second verifier, in plain JavaScript in a real browser: it finds what the first one finds."""

import base64
import copy
import json
import random
import re
import unicodedata
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from playwright.sync_api import expect

from jury import create_app
from jury.pool import routes_verify, verdicts
from sortition import succession
from sortition.canonical import canonical, digest, token
from sortition.drawing import draw, seed_for
from sortition.feasibility import check
from sortition.freezing import freeze
from sortition.instance import Quota, build
from sortition.objectives import OBJECTIVES
from sortition.participation import own_tickets, verify_receipt
from sortition.public_values import balls_value, beacon_value, text_value
from sortition.receipts import receipt_of
from sortition.replacement import replace
from sortition.structure import Differs, loosely, read
from sortition.vacancy import tokens_by_place
from sortition.verification import verify_public
from tests.sortition import forgeries
from tests.sortition.changes import (
    CONTRADICTIONS,
    OF_TEXTS,
    WRITTEN_OTHERWISE,
    changes,
    damaged,
    places,
    resealed_damages,
)
from tests.sortition.conftest import Drawn

SCRIPT = Path(__file__).parents[2] / "jury" / "static" / "verify.js"
ORACLES = Path(__file__).parent / "oracles"
SITE = "https://verifier.example"
WORDS = {**verdicts.FILE, **verdicts.LOTTERY, **verdicts.DRAW, **verdicts.REPLACEMENT,
         **verdicts.PARTICIPANT, **verdicts.UNCHECKED}  # fmt: skip
RUN = """async (cases) => {
    const {verify} = await import("/verify.js");
    const bytes = (text) => text && Uint8Array.from(atob(text), (sign) => sign.charCodeAt(0));
    const found = [];
    for (const {record, receipt, digest, secret} of cases)
        found.push(await verify(bytes(record), {receipt: bytes(receipt), digest, secret}));
    return found;
}"""


def fitting(record):
    """The record with all digests, seeds and tickets of its steps made to fit, where they can."""
    before, lottery = record["draw"], record["draw"]["lottery"]
    for step in record["steps"]:
        if not isinstance(before, dict) or not isinstance(step, dict):
            break
        step["previous"] = before["outcome"]
        try:
            step["digest"] = digest(succession.announced(step))
            words = succession.words_of(step["value"])
            seed = succession.seed_for(lottery, step["number"], step["digest"], words)
        except (KeyError, TypeError, ValueError):
            continue
        step["seed"], step["ticket"] = seed.hex(), succession.ticket_for(seed)[0]
        step["outcome"] = succession.outcome_of(step)
        before = step
    return record


def after(change):
    """A contradiction after which every digest, seed and ticket was made to fit again."""

    def damage(record, steps):
        change(record, steps)
        fitting(record)

    return damage


def gone_again(_record, steps):
    steps[1]["gone"] = sorted([*steps[1]["gone"], steps[0]["gone"][0]])


def a_seat_for_who_left(_record, steps):
    steps[1]["drawn"] = sorted([steps[1]["drawn"][0], steps[0]["gone"][0]])


def two_seats(record, steps):
    name = record["draw"]["alternates"][0]
    steps[0].update(promoted=[name], drawn=[name])


def smaller(_record, steps):
    lost = steps[0]["drawn"].pop()
    steps[0]["panel"].remove(lost)
    steps[0].update(drawn=["0" * 64], panel=sorted([*steps[0]["panel"], "0" * 64]))
    steps[0]["panel"].remove(steps[0]["promoted"].pop())


def resealed(record, steps, **parts):
    steps[1].update(parts)
    steps[1]["outcome"] = succession.outcome_of(steps[1])


REPLACED = [
    (lambda _r, s: s[1].update(number=3), "step-chain"),
    (lambda _r, s: s[1].update(previous="0" * 64), "step-chain"),
    (lambda _r, s: s.pop(0), "step-chain"),
    (lambda _r, s: s[0].update(sealed="0" * 64), "step-digest"),
    (lambda _r, s: s[0].update(outcome="0" * 64), "step-outcome"),
    (after(lambda _r, s: s[0]["panel"].reverse()), "step-order"),
    (after(lambda _r, s: s[0]["gone"].append(s[0]["gone"][1])), "step-order"),
    (after(gone_again), "step-gone-twice"),
    (after(lambda _r, s: s[0].update(promoted=["0" * 64])), "step-promoted"),
    (after(a_seat_for_who_left), "step-seated"),
    (after(two_seats), "step-two-seats"),
    (after(lambda _r, s: s[0].update(seats=2)), "step-drawn"),
    (after(lambda _r, s: s[0].update(panel=sorted(["0" * 64, *s[0]["panel"][1:]]))), "step-panel"),
    (after(smaller), "step-size"),
    (lambda r, s: resealed(r, s, seed="0" * 64), "step-seed"),
    (lambda r, s: resealed(r, s, ticket=7), "step-ticket"),
    (lambda _r, s: s.clear(), "shape"),
    (lambda r, _s: r["draw"].update(ticket=5), "other-ticket"),
]  # fmt: skip


@pytest.fixture(scope="module")
def page(browser):
    """A page that can reach the script and nothing else; what it asks for is written down."""
    context = browser.new_context()
    made = context.new_page()
    made.asked = []

    def answer(route):
        made.asked.append(route.request.url)
        if route.request.url == f"{SITE}/verify.js":
            route.fulfill(path=SCRIPT, content_type="text/javascript")
        elif route.request.url == f"{SITE}/":
            route.fulfill(body="<!doctype html><title>Empty</title>", content_type="text/html")
        else:
            route.abort()

    context.route("**/*", answer)
    made.goto(f"{SITE}/")
    yield made
    context.close()


def case(record, digest="", receipt=None, secret=""):
    """What one reader gives to the verifier; records and receipts as bytes or as objects."""
    record, receipt = (
        part if isinstance(part, bytes | None) else canonical(part) for part in (record, receipt)
    )
    return record, digest, receipt, secret


def in_browser(page, cases):
    """The second verifier's verdicts, each with words for every sentence."""
    found = []
    for start in range(0, len(cases), 100):
        some = [
            {"record": base64.b64encode(record).decode(), "digest": digest, "secret": secret,
             "receipt": receipt if receipt is None else base64.b64encode(receipt).decode()}
            for record, digest, receipt, secret in cases[start : start + 100]
        ]  # fmt: skip
        found += page.evaluate(RUN, some)
    for readers in found:
        for verdict in readers:
            for key, values in verdict["sentences"] + verdict["unchecked"]:
                assert set(re.findall(r"\{(\w+)\}", WORDS[key]._args[0])) <= set(values), key
    return found


def in_python(record, digest, receipt, _secret):
    """The first verifier's verdicts, as its command line reaches them."""
    try:
        found = read(record, "draw.json")
    except Differs:
        return [False] * (1 if receipt is None else 2)
    oks = [verify_public(found, digest or None).ok]
    if receipt is not None:
        try:
            oks.append(verify_receipt(found, loosely(receipt, "receipt.json")).ok)
        except Differs:
            oks.append(False)
    return oks


def agreed(page, cases):
    """The verdicts of both verifiers, after checking that they are the same."""
    theirs = [[one["ok"] for one in readers] for readers in in_browser(page, cases)]
    ours = [in_python(*one) for one in cases]
    assert theirs == ours, [
        (i, a, b) for i, (a, b) in enumerate(zip(theirs, ours, strict=True)) if a != b
    ]
    return [oks[0] for oks in ours]


@pytest.fixture(scope="module")
def records(tight, first_freeze, mass):
    """Sound records of every kind that the tests make."""
    lottery, openings = first_freeze.record, first_freeze.openings
    vectors = json.loads((ORACLES / "drand_vectors.json").read_text())["vectors"]
    signed = next(v for v in vectors if v["round"] == 657413)
    values = [
        balls_value([4, 1]), text_value("rain"), text_value("Pâques\r\n\u2028 “😀” \x7f\x01"),
        beacon_value({"round": signed["round"], "signature": signed["signature"]}),
        *(text_value(f"value {i}") for i in range(30)),
    ]  # fmt: skip
    made = [lottery, *(draw(lottery, openings, value) for value in values)]
    salts, big = first_freeze.salts, {i: f"{n:032x}" for n, i in enumerate(mass.instance.ids)}
    for instance, secret, known, more in [
        (tight.instance, salts, tight.lottery, {"purpose": "rehearsal", "m": 100}),
        (tight.instance, salts, tight.lottery, {"number": 2, "m": 7}),
        (mass.instance, big, mass.lottery, {"alternates": 46, "m": 700, "mix": "é\n"}),
    ]:
        lottery, openings = freeze(instance, secret, "Één pàrk", lottery=known, **more)
        made += [lottery, draw(lottery, openings, text_value("sun"))]
    return made


@pytest.fixture(scope="module")
def brief(tight, first_freeze):
    """A draw with ten tickets, so that hundreds of its copies are soon read."""
    salts = first_freeze.salts
    lottery, openings = freeze(
        tight.instance, salts, "parks", m=10, alternates=4, source="a ball", lottery=tight.lottery
    )
    return Drawn(draw(lottery, openings, balls_value([4])), openings, tight.instance)


def test_both_verifiers_pass_every_sound_record(page, records):
    asked = len(page.asked)

    assert all(agreed(page, [case(record) for record in records]))
    for record in records[1:3]:
        assert all(agreed(page, [case(record, record["digest"].upper() + "\n")]))
        assert not any(agreed(page, [case(record, "0" * 64)]))
    assert set(page.asked[asked:]) <= {f"{SITE}/verify.js"}


def test_the_second_verifier_says_what_it_found_and_what_it_did_not_check(page, drawn, records):
    found, beacon, rehearsal = in_browser(
        page,
        [case(drawn.record), case(records[4], records[4]["digest"]), case(records[36])],
    )

    lottery, digest = drawn.record["lottery"], drawn.record["digest"]
    assert found[0]["sentences"] == [
        ["lottery-sound", {"people": 30, "tickets": 100, "seats": 6}],
        ["draw-sound", {"words": "4,1", "ticket": "41", "seats": 6}],
        ["digest", {"digest": digest}],
    ]
    assert [key for key, _values in found[0]["unchecked"]] == [
        "no-digest", "source", "needs-openings",
    ]  # fmt: skip
    assert found[0]["unchecked"][1] == ["source", {"source": lottery["source"]}]
    assert [key for key, _values in beacon[0]["unchecked"]] == [
        "signature", "source", "needs-openings",
    ]  # fmt: skip
    assert "rehearsal" in dict(rehearsal[0]["unchecked"])


def test_both_refuse_500_changes_to_a_published_record(page, brief):
    made = changes(brief.record, 500, seed=1)

    assert not any(agreed(page, [case(data) for _kind, data in made]))


def test_both_refuse_a_record_that_is_written_in_another_way(page, drawn):
    written = canonical(drawn.record)

    assert not any(agreed(page, [case(change(written)) for change in WRITTEN_OTHERWISE]))


def test_they_agree_on_sealed_tickets(page, tight, first_freeze):
    lottery, openings = freeze(
        tight.instance, first_freeze.salts, "parks", m=20, alternates=4, source="words",
        sealed=True, lottery=tight.lottery,
    )  # fmt: skip
    record = draw(lottery, openings, text_value("rain"))
    receipts = [receipt_of(lottery, openings, person["id"]) for person in openings["people"]]
    found = in_browser(page, [case(record, receipt=receipt) for receipt in receipts])

    assert all(agreed(page, [case(r, digest(lottery), receipts[0]) for r in (lottery, record)]))
    outcomes = [readers[1]["sentences"][-1][0] for readers in found]
    assert [outcomes.count(one) for one in ("juror", "alternate", "not-drawn")] == [6, 4, 20]
    assert all("sealed" in dict(one["unchecked"]) for readers in found for one in readers)
    made = [data for _kind, data in changes(record, 150, seed=9)]
    assert not any(agreed(page, [case(data) for data in made]))
    agreed(page, [case(damaged) for damaged in resealed_damages(record, 150)])


def id_of(record, openings, name):
    names = tokens_by_place(record, openings)
    return openings["people"][names.index(name)]["id"]


@pytest.fixture(scope="module")
def chain(brief):
    """Two replacements: an alternate promoted and one drawn, then two drawn by a drand round."""
    record, openings = copy.deepcopy(brief.record), copy.deepcopy(brief.openings)
    vectors = json.loads((ORACLES / "drand_vectors.json").read_text())["vectors"]
    signed = next(v for v in vectors if v["round"] == 657413)
    beacon = beacon_value({"round": signed["round"], "signature": signed["signature"]})
    up = [id_of(record, openings, record["alternates"][0])]
    out = [id_of(record, openings, name) for name in record["panel"][:2]]
    record, openings = replace(record, openings, out, text_value("né\n😀"), up)
    out = [id_of(record, openings, name) for name in record["steps"][0]["panel"][2:4]]
    return Drawn(*replace(record, openings, out, beacon), brief.instance)


def test_they_agree_on_households_and_on_other_objectives(page, shared, mass):
    pools = [pool for pool in map(shared, range(30)) if check(pool).feasible][:3]
    made = []
    for pool, objective, more in [
        *((pool, objective, {}) for pool in pools for objective in OBJECTIVES),
        (pools[0], "leximin", {"sealed": True}),
        (mass.instance, "nash", {"alternates": 9}),
        (mass.instance, "goldilocks", {}),
    ]:
        salts = {name: f"{place:032x}" for place, name in enumerate(pool.ids)}
        lottery, openings = freeze(pool, salts, "street", m=50, objective=objective, **more)
        drawn = draw(lottery, openings, text_value("rain"))
        out = [id_of(drawn, openings, drawn["panel"][0])]
        made += [lottery, drawn, replace(drawn, openings, out, text_value("snow"))[0]]

    assert all(agreed(page, [case(record) for record in made]))
    lottery = made[0]
    assert lottery["household_seats"] == 1
    wrong = [{**lottery, "household_seats": 2}, {**lottery, "household_seats": "1"},
             {**lottery, "objective": "fair"}, {**lottery, "objective": ["nash"]}]  # fmt: skip
    assert not any(agreed(page, [case(record) for record in wrong]))
    other = [{**lottery, "objective": "nash"},
             {key: lottery[key] for key in lottery if key != "household_seats"}]  # fmt: skip
    assert all(agreed(page, [case(record) for record in other]))
    assert not any(agreed(page, [case(record, digest(lottery)) for record in other]))


def test_both_pass_replacements_and_every_participant_finds_the_same_part(page, chain):
    record, first = chain.record, chain.record["draw"]
    steps = record["steps"]
    receipts = [
        receipt_of(first["lottery"], chain.openings, p["id"]) for p in chain.openings["people"]
    ]

    assert all(agreed(page, [case(record, receipt=receipt) for receipt in receipts]))
    for announced in (first["digest"], steps[0]["digest"].upper(), steps[1]["digest"]):
        assert all(agreed(page, [case(record, announced)]))
    assert not any(agreed(page, [case(record, steps[0]["outcome"])]))

    found = in_browser(page, [case(record, receipt=receipt) for receipt in receipts])
    for name, (_public, mine) in zip(tokens_by_place(record, chain.openings), found, strict=True):
        told = [(key, values.get("number")) for key, values in mine["sentences"]]
        for number, step in (("1", steps[0]), ("2", steps[1])):
            for key in ("gone", "promoted", "drawn"):
                assert ((f"own-{key}", number) in told) == (name in step[key])
        sits = name in steps[1]["panel"]
        assert told[-1] == ("sits-now" if sits else "sits-no-more", None)
    assert found[0][0]["sentences"][2] == [
        "step-sound", {"number": "1", "gone": 2, "promoted": 1, "seats": 1, "words": "né\n😀"},
    ]  # fmt: skip
    open_ones = [key for key, _values in found[0][0]["unchecked"]]
    assert open_ones.count("step-announced") == 2
    assert "signature" in open_ones


def test_they_agree_on_changed_replacements(page, chain):
    made = [data for _kind, data in changes(chain.record, 150, seed=11)]
    assert not any(agreed(page, [case(data) for data in made]))
    chance = random.Random(6)
    spots = [path for path in places(chain.record) if path[:1] == ("steps",) and len(path) > 2]
    fitted = [fitting(damaged(chain.record, chance, spots)) for _turn in range(150)]
    oks = agreed(page, [case(record) for record in fitted])

    assert 0 < sum(oks) < 150  # whatever a forger may seal again, both say the same of it


@pytest.mark.parametrize(("damage", "key"), REPLACED, ids=[key for _damage, key in REPLACED])
def test_both_refuse_a_contradicted_replacement_with_the_same_reason(page, chain, damage, key):
    record = copy.deepcopy(chain.record)
    damage(record, record["steps"])

    assert not any(agreed(page, [case(record)]))
    assert in_browser(page, [case(record)])[0][0]["sentences"][-1][0] == key


def test_a_replacement_that_gave_way_says_so_in_both(page, chain):
    record = copy.deepcopy(chain.record)
    record["steps"][0]["relaxed"] = 2

    assert agreed(page, [case(fitting(record))]) == [True]
    told = dict(in_browser(page, [case(record)])[0][0]["unchecked"])
    assert told["step-relaxed"] == {"number": "1", "relaxed": 2}
    assert any("at replacement 1, by 2 in all" in s for s in verify_public(record).unchecked)


def test_both_refuse_what_is_no_record(page):
    garbage = [b"1\n", b'"draw"\n', b"[]\n", b"{}\n", b'{"kind":"draw"}\n', b'{"kind":[]}\n',
               b"null\n", b"\xff", b"{" * 9, b"[" * 9000 + b"]" * 9000 + b"\n",
               b'{"__proto__":{"kind":"draw"},"kind":"draw"}\n']  # fmt: skip

    assert not any(agreed(page, [case(data) for data in garbage]))


def test_both_refuse_every_contradiction(page, drawn):
    made = [copy.deepcopy(drawn.record) for _ in CONTRADICTIONS]
    for record, (damage, _sentence) in zip(made, CONTRADICTIONS, strict=True):
        damage(record)

    assert not any(agreed(page, [case(record) for record in made]))
    found = in_browser(page, [case(record) for record in made])
    assert [readers[0]["sentences"][-1][0] for readers in found] == [
        "commitment-twice", "ticket-size", "too-few", "ticket-order", "token-twice", "quota-twice",
        "quota-upside-down", "quota-seats", "alternates-number", "alternate-twice",
        "alternate-twice", "other-outcome", "other-purpose", "balls", "other-seed", "shape",
        "watermark",
    ]  # fmt: skip


def too_low(record):
    record["lottery"]["quotas"][3].update(minimum=3, maximum=3)


def too_high(record):
    record["lottery"]["quotas"][3].update(minimum=5, maximum=5)


def another_round(record):
    record["lottery"]["source"] = "quicknet round 12, or quicknet round 14"
    record["value"] = {"kind": "beacon", "chain": "quicknet", "round": 13, "signature": "0" * 96}


def two_seals(record):
    record["lottery"].update(kind="sealed-lottery", tickets=["0" * 64] * 10)


def a_panel_out_of_order(record):
    record["lottery"].update(kind="sealed-lottery", tickets=[f"{i:064}" for i in range(10)])
    record["digest"] = digest(record["lottery"])
    record["seed"] = seed_for(record["lottery"], record["value"]).hex()
    record["panel"].reverse()


@pytest.mark.parametrize(
    ("damage", "key"),
    [
        (too_low, "quota-seats"),
        (too_high, "quota-seats"),
        (another_round, "round"),
        (two_seals, "seal-twice"),
        (a_panel_out_of_order, "sealed-panel"),
    ],
)
def test_both_refuse_with_the_same_reason(page, brief, damage, key):
    record = copy.deepcopy(brief.record)
    damage(record)

    assert not any(agreed(page, [case(record)]))
    assert in_browser(page, [case(record)])[0][0]["sentences"][-1][0] == key


def test_signs_beyond_the_first_plane_and_decomposed_ones_are_read_alike(page):
    quotas = [Quota(name, "ja", 0, 2) for name in ("😀", "～", "é", "ａ\uffee")]
    quotas += [Quota(quota.category, "né\u0301e", 0, 2) for quota in quotas]
    names = [quota.category for quota in quotas[:4]]
    people = [(f"𝟓{i}", dict.fromkeys(names, "ja")) for i in range(4)]
    pool = build(quotas, people, 2)
    lottery, openings = freeze(
        pool, {i: f"{n:032x}" for n, (i, _a) in enumerate(people)}, "é", m=10
    )
    receipt = receipt_of(lottery, openings, "𝟓2")
    decomposed = unicodedata.normalize("NFD", json.dumps(receipt, ensure_ascii=False)).encode()

    assert decomposed != json.dumps(receipt, ensure_ascii=False).encode()
    for written in (receipt, decomposed):
        assert in_python(*case(lottery, receipt=written)) == [True, True]
        (found,) = in_browser(page, [case(lottery, receipt=written)])
        assert [one["ok"] for one in found] == [True, True]


def test_they_agree_on_changed_fields_with_the_digests_made_to_fit(page, brief):
    made = resealed_damages(brief.record, 200)

    agreed(page, [case(record) for record in made])
    assert not any(agreed(page, [case(record, brief.record["digest"]) for record in made]))


def test_they_agree_on_every_forgery_for_every_reader(page, first_freeze):
    honest = draw(first_freeze.record, first_freeze.openings, text_value("rain"))
    receipt = receipt_of(honest["lottery"], first_freeze.openings, "p00")
    made = [
        (forge, forgeries.forged(forge, honest, first_freeze.openings)[0])
        for forge in [
            *forgeries.BY_ANYONE, *forgeries.BY_THE_DIGEST, *forgeries.BY_THE_FIRST_RECEIPT,
            *forgeries.BY_THE_OPENINGS,
        ]
    ]  # fmt: skip

    by_itself = agreed(page, [case(record, receipt=receipt) for _forge, record in made])
    mailed = agreed(page, [case(record, honest["digest"]) for _forge, record in made])

    for (forge, _record), alone, compared in zip(made, by_itself, mailed, strict=True):
        assert alone == (forge not in forgeries.BY_ANYONE)
        assert compared == (forge in forgeries.BY_THE_OPENINGS)


def test_every_participant_finds_the_same_part_in_both(page, drawn):
    lottery, people = drawn.record["lottery"], drawn.openings["people"]
    receipts = [receipt_of(lottery, drawn.openings, person["id"]) for person in people]

    assert all(agreed(page, [case(drawn.record, receipt=receipt) for receipt in receipts]))
    found = in_browser(page, [case(drawn.record, receipt=receipt) for receipt in receipts])
    seats = drawn.record["panel"], drawn.record["alternates"]
    for person, (_public, mine), place in zip(people, found, range(1, 31), strict=True):
        held = own_tickets(lottery, person["salt"])
        own = token(person["salt"], "parks", 1, 41)
        told = dict(mine["sentences"])
        assert told["commitment"] == {"place": place, "people": 30}
        assert told["tickets"]["held"] == len(held)
        assert told["tickets"]["tickets"].startswith(", ".join(map(str, held[:12])))
        assert ("juror" in told, "alternate" in told) == (own in seats[0], own in seats[1])
        if own in seats[1]:
            assert told["alternate"]["place"] == seats[1].index(own) + 1
        assert [key for key, _values in mine["unchecked"]] == ["others"]


def test_the_secret_alone_finds_the_tickets_and_says_what_is_missing(page, drawn):
    salts = [person["salt"] for person in drawn.openings["people"][:3]] + ["ff" * 16]
    cases = [case(drawn.record, secret=f" {salt.upper()}\n") for salt in salts]
    found = in_browser(page, [*cases, case(drawn.record, secret="K7-2Q")])

    for salt, (_public, mine) in zip(salts, found, strict=False):
        told = dict(mine["sentences"])
        held = own_tickets(drawn.record["lottery"], salt)
        assert told["tickets" if held else "no-tickets"]["held"] == len(held)
        assert [key for key, _values in mine["unchecked"]] == ["secret-only", "others"]
    assert found[-1][1]["sentences"] == [["secret-shape", {}]]


def test_they_agree_on_changed_receipts(page, brief):
    receipt = receipt_of(brief.record["lottery"], brief.openings, "p07")
    other = {**receipt, "call": "Parks"}, {**receipt, "commitment": "0" * 64}, [], {}
    spaced = json.dumps(receipt, indent=1).encode()
    twice = spaced.replace(b'"pseudonym"', b'"salt": "00", "pseudonym"')
    made = [data for _kind, data in changes(receipt, 150, 6, OF_TEXTS)] + [spaced, twice]

    agreed(page, [case(brief.record, receipt=data) for data in [*made, *other]])


def test_the_script_has_words_for_each_of_its_sentences_and_no_others():
    script = SCRIPT.read_text()
    said = re.findall(r'(?:refuse|new Refused)\("([a-z-]+)"|\["([a-z-]+)", \{', script)

    assert {one or other for one, other in said} <= set(WORDS)
    assert set(WORDS) <= set(re.findall(r'"([a-z-]+)"', script))


@pytest.fixture
def kept(browser, keys_file, tmp_path):
    """The page as a file on a reader's disk: kept("nl") opens it, without any network."""
    context = browser.new_context(offline=True)

    def written(language):
        app = create_app({"DATA_FOLDER": str(tmp_path / "data"), "KEYS_FILE": str(keys_file)})
        with app.test_request_context(headers={"Accept-Language": language}):
            return routes_verify.whole_page()

    def open_page(language):
        with ThreadPoolExecutor(1) as thread:  # the browser keeps this one
            html = thread.submit(written, language).result()
        (tmp_path / "verify.html").write_text(html)
        page = context.new_page()
        page.complaints = []
        page.on("console", lambda said: page.complaints.append(said.text))
        page.on("pageerror", lambda error: page.complaints.append(str(error)))
        page.goto((tmp_path / "verify.html").as_uri())
        return page

    yield open_page
    context.close()


def test_the_page_works_as_a_file_without_internet_in_the_readers_language(kept, drawn, tmp_path):
    (tmp_path / "draw.json").write_bytes(canonical(drawn.record))
    juror = next(
        person["id"] for person in drawn.openings["people"]
        if token(person["salt"], "parks", 1, 41) in drawn.record["panel"]
    )  # fmt: skip
    receipt = receipt_of(drawn.record["lottery"], drawn.openings, juror)
    (tmp_path / "receipt.json").write_text(json.dumps(receipt))
    page = kept("nl")

    page.get_by_label("Het verslag van de loting").set_input_files(tmp_path / "draw.json")
    page.get_by_label("De vingerafdruk uit uw mail").fill(drawn.record["digest"])
    page.get_by_label("Uw ontvangstbewijs").set_input_files(tmp_path / "receipt.json")
    page.get_by_role("button", name="Controleer").click()

    verdict = page.get_by_role("status")
    expect(verdict).to_contain_text("Het verslag klopt.")
    expect(verdict).to_contain_text("Er zijn 100 loten met elk 6 plaatsen")
    expect(verdict).to_contain_text("Lot 41 werd getrokken en u staat erop. U bent jurylid.")
    assert "{" not in verdict.inner_text()
    assert page.complaints == []


def test_the_page_says_that_a_changed_file_is_not_right(kept, drawn, tmp_path):
    drawn.record["ticket"] = 14
    (tmp_path / "draw.json").write_bytes(canonical(drawn.record))
    page = kept("en")

    page.get_by_label("The record of the draw").set_input_files(tmp_path / "draw.json")
    page.get_by_role("button", name="Check").click()

    verdict = page.get_by_role("status")
    expect(verdict).to_contain_text("The record is NOT right.")
    expect(verdict).to_contain_text("The value leads to ticket 41, but the draw says 14.")
    assert page.complaints == []
