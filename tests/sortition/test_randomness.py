"""The stream and the beacons against known answers."""

import hashlib
import json
import subprocess
import sys
from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from sortition.randomness import (
    QUICKNET_GENESIS,
    QUICKNET_KEY,
    BeaconRefused,
    Stream,
    round_at,
    seed_of,
    verify_beacon,
)

ORACLES = Path(__file__).parent / "oracles"
STREAMS = json.loads((ORACLES / "sha256_counter_vectors.json").read_text())["vectors"]
DRAND = json.loads((ORACLES / "drand_vectors.json").read_text())
QUICKNET = [v for v in DRAND["vectors"] if v["public_key"] == QUICKNET_KEY]
GENUINE = [v for v in QUICKNET if v["valid"]]


def stream(vector):
    return Stream(bytes.fromhex(vector["seed"]))


@pytest.mark.parametrize("vector", STREAMS)
def test_the_stream_gives_the_known_bytes(vector):
    assert stream(vector).take(64).hex() == vector["first64"]


@pytest.mark.parametrize("vector", STREAMS)
def test_the_stream_gives_the_known_integers_one_bound_after_the_other(vector):
    source = stream(vector)

    assert [source.uniform(7) for _ in range(20)] == vector["uniform_7"]
    assert [source.uniform(1000003) for _ in range(10)] == vector["uniform_1000003"]


@pytest.mark.parametrize("vector", STREAMS)
def test_the_stream_gives_the_known_shuffles(vector):
    long = stream(vector).shuffle(range(3000))

    assert stream(vector).shuffle(range(20)) == vector["shuffle_20"]
    written = ",".join(str(i) for i in long)
    assert hashlib.sha256(written.encode()).hexdigest() == vector["shuffle_3000_sha256"]


def test_bytes_taken_in_parts_are_the_same_bytes():
    whole, parts = Stream(b"a"), Stream(b"a")

    assert whole.take(100) == b"".join(parts.take(k) for k in (1, 31, 0, 33, 35))


@pytest.mark.parametrize("n", [1, 2, 255, 256, 257, 65536, 65537])
def test_every_integer_is_below_its_bound(n):
    source = Stream(b"bound")

    assert all(0 <= source.uniform(n) < n for _ in range(300))


def test_three_items_come_in_each_order_about_equally_often():
    source = Stream(b"orders")

    seen = Counter(tuple(source.shuffle("abc")) for _ in range(6000))

    assert len(seen) == 6
    assert all(900 < times < 1100 for times in seen.values())


def test_a_seed_is_the_digest_of_its_parts():
    expected = hashlib.sha256(b"burgerjury/1/draw/parks/00ff/7,4,1").digest()

    assert seed_of("draw", "parks", "00ff", "7,4,1") == expected


@pytest.mark.parametrize(
    ("later", "number"),
    [
        (timedelta(0), 1),
        (timedelta(seconds=2.999), 1),
        (timedelta(seconds=3), 2),
        (timedelta(seconds=-0.001), 0),
        (timedelta(days=1000, seconds=4), 28_800_002),
    ],
)
def test_a_time_has_its_round(later, number):
    assert round_at(datetime.fromtimestamp(QUICKNET_GENESIS, UTC) + later) == number


@pytest.mark.parametrize("vector", GENUINE)
def test_a_genuine_round_gives_its_randomness(vector):
    answer = {key: vector[key] for key in ("round", "signature", "randomness", "public_key")}

    assert verify_beacon(answer) == vector["randomness"]


@pytest.mark.parametrize("vector", [v for v in QUICKNET if not v["valid"]])
def test_a_signature_of_another_round_is_refused(vector):
    with pytest.raises(BeaconRefused, match=f"signature of round {vector['round']}"):
        verify_beacon({"round": vector["round"], "signature": vector["signature"]})


@pytest.mark.parametrize(
    "vector", [v for v in DRAND["vectors"] if v["public_key"] != QUICKNET_KEY and v["valid"]]
)
def test_a_round_of_another_chain_is_refused(vector):
    with pytest.raises(BeaconRefused):
        verify_beacon({"round": vector["round"], "signature": vector["signature"]})


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        *(({"round": number}, "no round number") for number in
          ("123", True, False, 0, -1, 2**53, 2**70, 123.0, None)),
        *(({"signature": signature}, "must be 96 hexadecimal digits") for signature in
          (None, "", "zz" * 48, GENUINE[0]["signature"].upper(), GENUINE[0]["signature"] + "\n",
           GENUINE[0]["signature"][:-1], GENUINE[0]["signature"] + "0")),
        ({"signature": "00" * 48}, "not the drand quicknet's signature of round"),
        ({"round": 2**53 - 1}, f"signature of round {2**53 - 1}"),
        ({"randomness": "00" * 32}, "“randomness” is not the SHA-256 of its signature"),
        ({"chain_hash": "00" * 32}, "“chain_hash” is not that of the drand quicknet"),
        ({"public_key": "00" * 96}, "“public_key” is not that of the drand quicknet"),
    ],
)  # fmt: skip
def test_a_beacon_with_one_thing_wrong_is_refused_with_a_sentence_on_it(change, sentence):
    genuine = {"round": GENUINE[0]["round"], "signature": GENUINE[0]["signature"]}

    with pytest.raises(BeaconRefused, match=sentence):
        verify_beacon({**genuine, **change})


def test_a_beacon_that_names_the_quicknet_is_taken():
    genuine = {"round": GENUINE[0]["round"], "signature": GENUINE[0]["signature"]}
    named = {"chain_hash": DRAND["chain_info_quicknet"]["hash"], "public_key": QUICKNET_KEY}

    assert verify_beacon({**genuine, **named}) == GENUINE[0]["randomness"]


SECOND_OPINION = """
import hashlib, sys
from py_ecc.bls.hash_to_curve import hash_to_G1
from py_ecc.bls.point_compression import decompress_G1, decompress_G2
from py_ecc.optimized_bls12_381 import FQ12, G2, neg, pairing

number, signature, key, tag = sys.argv[1:]
message = hashlib.sha256(int(number).to_bytes(8, "big")).digest()
point = hash_to_G1(message, tag.encode(), hashlib.sha256)
public = decompress_G2((int(key[:96], 16), int(key[96:], 16)))
one = pairing(G2, decompress_G1(int(signature, 16))) * pairing(public, neg(point))
print(one == FQ12.one())
"""  # a process of its own: py_ecc lifts the limit of recursion for everybody


@pytest.mark.parametrize(("later", "genuine"), [(0, "True"), (1, "False")])
def test_a_second_library_agrees_on_what_is_genuine(later, genuine):
    vector = GENUINE[0]
    arguments = [str(vector["round"] + later), vector["signature"], QUICKNET_KEY]

    said = subprocess.run(
        [sys.executable, "-c", SECOND_OPINION, *arguments, DRAND["dst_g1_rfc9380"]],
        capture_output=True,
        text=True,
        check=True,
    )

    assert said.stdout.strip() == genuine
