"""Changes to a published record: bytes, numbers, order, keys, types, signs and white space."""

import copy
import json
import random
import re

from sortition.canonical import canonical, digest
from sortition.shapes import REHEARSAL

STRANGE = [0, 1, -1, 2**53 - 1, "", "0" * 64, "é", [], {}, [[]], {"kind": "text"}, "draw", [0]]
LOOKALIKES = {"a": "а", "e": "е", "o": "о", "1": "１", "0": "О", "c": "с", ",": "，", "5": "𝟓"}


def places(value, path=()):
    """Every place in a record: the path to each object, list, text and number."""
    if path:
        yield path
    if isinstance(value, dict | list):
        for key in value if isinstance(value, dict) else range(len(value)):
            yield from places(value[key], (*path, key))


def part_at(record, path):
    for key in path:
        record = record[key]
    return record


def a_place(record, chance, suits):
    """A place that suits; those near the top come as often as those in the long lists."""
    found = [path for path in places(record) if suits(part_at(record, path))]
    near = [path for path in found if len(path) < 4]
    return chance.choice(near if near and chance.randrange(2) else found)


def a_byte_flipped(written, _record, chance):
    data, place = bytearray(written), chance.randrange(len(written))
    data[place] ^= chance.randrange(1, 256)
    return bytes(data)


def a_byte_removed(written, _record, chance):
    place = chance.randrange(len(written))
    return written[:place] + written[place + 1 :]


def a_byte_added(written, _record, chance):
    place = chance.randrange(len(written) + 1)
    return written[:place] + bytes([chance.randrange(256)]) + written[place:]


def a_number_changed(_written, record, chance):
    *path, last = a_place(record, chance, lambda part: isinstance(part, int))
    inner = part_at(record, path)
    inner[last] += chance.choice([-1, 1, 10, -inner[last] or 7, 2**53])
    return json.dumps(record, ensure_ascii=False, separators=(",", ":"), sort_keys=True) + "\n"


def a_number_written_otherwise(written, _record, chance):
    place = chance.choice(list(re.finditer(rb"(?<=[:\[,])\d+(?=[,\]}])", written)))
    number = place.group()
    other = [number + b".0", b"0" + number, number + b"e0", b"+" + number, b"-0" + number,
             b"NaN", b"1e400", b"true", b"null", number + b"0" * 400]  # fmt: skip
    return written[: place.start()] + chance.choice(other) + written[place.end() :]


def two_items_swapped(_written, record, chance):
    path = a_place(record, chance, lambda part: isinstance(part, list) and len(part) > 1)
    items = part_at(record, path)
    i, j = chance.sample(range(len(items)), 2)
    items[i], items[j] = items[j], items[i]
    return record


def an_item_or_key_removed(_written, record, chance):
    *path, last = a_place(record, chance, lambda _part: True)
    del part_at(record, path)[last]
    return record


def a_key_named_twice(written, _record, chance):
    place = chance.choice(list(re.finditer(rb'"[a-z]+":("[^"]*"|\d+)', written)))
    return written[: place.end()] + b"," + place.group() + written[place.end() :]


def an_item_doubled(_written, record, chance):
    path = a_place(record, chance, lambda part: isinstance(part, list) and part)
    items = part_at(record, path)
    items.insert(chance.randrange(len(items) + 1), copy.deepcopy(chance.choice(items)))
    return record


def another_type(_written, record, chance):
    *path, last = a_place(record, chance, lambda _part: True)
    inner = part_at(record, path)
    kinds = [str(inner[last])[:80], [inner[last]], {"part": inner[last]}, *STRANGE]
    inner[last] = chance.choice([part for part in kinds if part != inner[last]])
    return record


def a_sign_that_looks_alike(written, _record, chance):
    words = written.decode()
    alike = [i for i, sign in enumerate(words) if sign in LOOKALIKES]
    place = chance.choice(alike)
    escaped = f"\\u{ord(words[place]):04x}"
    other = chance.choice([LOOKALIKES[words[place]], words[place] + "\u0301", escaped, "\\ud800"])
    return (words[:place] + other + words[place + 1 :]).encode()


def white_space(written, _record, chance):
    place = chance.choice(
        [0, len(written), *(m.end() for m in re.finditer(rb"[,:{}\[\]]", written))]
    )
    blank = chance.choice([b" ", b"\n", b"\t", b"\r", b"\r\n", b"\xef\xbb\xbf", b"\xc2\xa0"])
    return written[:place] + blank + written[place:]


def a_key_added(_written, record, chance):
    path = a_place(record, chance, lambda part: isinstance(part, dict) and part)
    key = chance.choice(["note", "Seats", "__proto__", "constructor", "", "watermark", "seats "])
    part_at(record, path).setdefault(key, chance.choice(STRANGE))
    return record


def cut_off(written, _record, chance):
    return written[: chance.randrange(len(written))]


KINDS = (
    a_byte_flipped, a_byte_removed, a_byte_added, a_number_changed, a_number_written_otherwise,
    two_items_swapped, an_item_or_key_removed, a_key_named_twice, an_item_doubled, another_type,
    a_sign_that_looks_alike, white_space, a_key_added, cut_off,
)  # fmt: skip
OF_TEXTS = (
    a_byte_flipped, a_byte_removed, a_byte_added, an_item_or_key_removed, a_key_named_twice,
    another_type, a_sign_that_looks_alike, white_space, a_key_added, cut_off,
)  # fmt: skip


def changes(record, number, seed, kinds=KINDS):
    """So many changed records, every kind in turn: (kind, bytes); none equals the record."""
    chance, written = random.Random(seed), canonical(record)
    made = []
    while len(made) < number:
        kind = kinds[len(made) % len(kinds)]
        found = kind(written, copy.deepcopy(record), chance)
        found = found.encode() if isinstance(found, str) else found
        data = found if isinstance(found, bytes) else canonical(found)
        if data != written:
            made.append((kind.__name__, data))
    return made


def sealed(record):
    """The record with digest and outcome made to fit again, as a forger would."""
    record["digest"] = digest(record["lottery"])
    record["outcome"] = digest({k: record[k] for k in record if k not in {"lottery", "outcome"}})
    return record


def damaged(record, chance, spots):
    """The record with one part removed, replaced or doubled."""
    record = copy.deepcopy(record)
    *path, last = chance.choice(spots)
    inner = record
    for key in path:
        inner = inner[key]
    act = chance.randrange(3)
    if act == 0:
        del inner[last]
    elif act == 1 or isinstance(inner, dict):
        inner[last] = chance.choice([part for part in STRANGE if part != inner[last]])
    else:
        inner.insert(last, copy.deepcopy(inner[last]))
    return record


def resealed_damages(record, number):
    """So many records with one part of the lottery changed and the digests made to fit."""
    chance = random.Random(3)
    spots = [path for path in places(record) if path[:1] == ("lottery",) and path[1:]]
    return [sealed(damaged(record, chance, spots)) for _turn in range(number)]


def twice(parts):
    parts.append(parts[0])


CONTRADICTIONS = [
    (lambda r: twice(r["lottery"]["commitments"]), "commitment is listed twice"),
    (lambda r: r["lottery"].update(seats=7), "Ticket 0 has 6 people; the panel has 7 seats"),
    (lambda r: r["lottery"].update(seats=28), "30 people cannot give 28 jurors and 4"),
    (lambda r: r["lottery"]["tickets"][3].reverse(), "ticket 3 are not in order"),
    (lambda r: twice(r["lottery"]["tickets"]), "comes twice"),
    (lambda r: twice(r["lottery"]["quotas"]), "quota is listed twice"),
    (lambda r: r["lottery"]["quotas"][0].update(minimum=4), "above its maximum"),
    (lambda r: r["lottery"]["quotas"].pop(), "“age” ask for 2 to 2 people"),
    (lambda r: r["alternates"].pop(), "number of alternates should be 4, it says 3"),
    (lambda r: r["alternates"].__setitem__(0, r["panel"][0]), "on the panel as well"),
    (lambda r: r["alternates"].__setitem__(0, r["alternates"][1]), "listed twice"),
    (lambda r: r["alternates"].reverse(), "outcome should be"),
    (lambda r: r.update(purpose="rehearsal"), "purpose should be draw"),
    (lambda r: r.update(value={"kind": "balls", "balls": [4]}), "this lottery has 100"),
    (lambda r: r.update(value={"kind": "balls", "balls": [4, 2]}), "seed should be"),
    (lambda r: r["lottery"].update(call="a/b"), "without a slash"),
    (lambda r: r["lottery"].update(watermark=REHEARSAL), "nothing else does"),
]  # fmt: skip


WRITTEN_OTHERWISE = [
    lambda data: data[:-1],
    lambda data: data + b"\n",
    lambda data: b"\xef\xbb\xbf" + data,
    lambda data: data[: len(data) // 2],
    lambda data: b"",
    lambda data: json.dumps(json.loads(data), indent=1).encode(),
    lambda data: data.replace(b"burgerjury", b"burger\\u006aury"),
    lambda data: data.replace(b'"ticket":41', b'"ticket":41.0'),
    lambda data: data.replace(b'"ticket":41', b'"ticket":NaN'),
    lambda data: data.replace(b'"ticket":41', b'"ticket":41,"ticket":41'),
    lambda data: b"[" * 50_000,
]
