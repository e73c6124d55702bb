"""Addresses: which texts mean one address, and which nearly do, for a person to decide.

One address are texts that differ only in capitals, accents, spaces and punctuation; in
how a box (“bus 3”, “bte 3”, “boîte 3”, “box 3”, “12/3”) or a house number (“n° 12”, “12 A”) is
written; in whether the house number comes first; and in common short forms of
the words for a street. The box is part of the address: two flats are two households.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations

LETTERS = str.maketrans({"œ": "oe", "æ": "ae", "ø": "o", "ł": "l", "đ": "d", "°": " ", "º": " "})
BOX = "box"
SHORT = {  # the one way in which these words are written
    **dict.fromkeys(("bus", "bte", "bt", "boite", "box"), BOX),
    **dict.fromkeys(("postbus", "postfach", "bp", "pobox"), "pobox"),
    **dict.fromkeys(("avenue", "ave", "av"), "av"),
    **dict.fromkeys(("boulevard", "boul", "blvd", "bld", "bd"), "bd"),
    **dict.fromkeys(("chaussee", "chee", "chss"), "chee"),
    **dict.fromkeys(("road", "rd"), "rd"),
    **dict.fromkeys(("saint", "sint", "sankt", "street", "st"), "st"),
    **dict.fromkeys(("sainte", "ste"), "ste"),
    **dict.fromkeys(("square", "sq"), "sq"),
}
NUMBER_WORDS = {"n", "nr", "no", "num", "nummer", "numero"}  # dropped before a number
STREET = re.compile(r"(?<=[a-z])(?:straat|strasse|str)$|^(?:straat|strasse|str)$")
HOUSE = re.compile(r"\d+[a-z]?")
TOKEN = re.compile(r"\d+[a-z]?(?![a-z0-9])|\d+|[a-z]+|/")
NUMBERED = re.compile(r"\d[a-z]|\bbox \S+")
FEWEST_LETTERS = 5  # in a street's name before a change of one letter counts as near


@dataclass(frozen=True)
class Near:
    """Two different addresses that may be one: people's places in the pool, and what differs."""

    first: int
    second: int
    because: str


def same_address(cells: Sequence[str]) -> str:
    """Return what all ways to write an address have in common; "" where there is no street.

    ``cells`` are those of the columns that make up the address, the street's first.

    >>> same_address(["Hoogstraat 12 bus 3", "1000"]) == same_address(["12/3, HOOGSTR.", "1000"])
    True
    """
    if not cells or not cells[0].strip():
        return ""
    return " ".join(token for cell in cells for token in _tokens(cell))


def _tokens(cell: str) -> list[str]:
    """Return the parts of one cell: words in a row joined, a number that comes first moved back."""
    parts = [_short(part) for part in TOKEN.findall(_plain(cell))]
    tokens: list[str] = []
    for place, part in enumerate(parts):
        following = parts[place + 1] if place + 1 < len(parts) else ""
        if part in NUMBER_WORDS and following[:1].isdigit():
            continue
        if part == "/":
            if tokens and HOUSE.fullmatch(tokens[-1]) and following[:1].isdigit():
                tokens.append(BOX)
            continue
        if (
            len(part) == 1
            and part.isalpha()
            and tokens
            and tokens[-1].isdigit()
            and BOX not in tokens
        ):
            tokens[-1] += part
            continue
        tokens.append(part)
    return _words_joined(_number_last(tokens))


def _plain(cell: str) -> str:
    """Return a text in small letters of the basic Latin alphabet."""
    spread = unicodedata.normalize("NFKD", cell.casefold().translate(LETTERS))
    return "".join(sign for sign in spread if not unicodedata.combining(sign)).casefold()


def _short(word: str) -> str:
    return STREET.sub("str", SHORT.get(word, word))


def _number_last(tokens: list[str]) -> list[str]:
    """Return the tokens with a leading house number, and its box, behind the words after it."""
    if not tokens or not HOUSE.fullmatch(tokens[0]):
        return tokens
    start = 3 if tokens[1:2] == [BOX] and len(tokens) > 2 else 1
    end = start
    while end < len(tokens) and tokens[end].isalpha() and tokens[end] != BOX:
        end += 1
    return tokens[start:end] + tokens[:start] + tokens[end:]


def _words_joined(tokens: Iterable[str]) -> list[str]:
    """Return the tokens with neighbouring words written as one: “hoog str” is “hoogstr”."""
    joined: list[str] = []
    for token in tokens:
        if joined and token.isalpha() and joined[-1].isalpha() and BOX not in (token, joined[-1]):
            joined[-1] += token
        else:
            joined.append(token)
    return joined


def near_matches(addresses: Sequence[str]) -> list[Near]:
    """Return the pairs of different addresses, (n,) of ``same_address``, that may be one.

    Pairs differ by a box or a letter behind the house number that one of them lacks, by
    the order of their parts, or by one letter. Of each address only its first place is named.
    """
    first: dict[str, int] = {}
    for place, address in enumerate(addresses):
        if address:
            first.setdefault(address, place)
    found: dict[tuple[int, int], Near] = {}
    for because, groups in (
        ("only one of them has a box number", _with_and_without(first, _boxless)),
        ("only one of them has a letter behind the number", _with_and_without(first, _letterless)),
        ("the same words and numbers come in another order", _alike(first, _any_order)),
        ("they differ by one letter", _one_letter_apart(first)),
    ):
        for pair in groups:
            one, other = sorted(first[address] for address in pair)
            found.setdefault((one, other), Near(one, other, because))
    return [found[pair] for pair in sorted(found)]


def _boxless(address: str) -> str:
    return re.sub(r" box \S+", "", address)


def _letterless(address: str) -> str:
    return re.sub(r"(\d)[a-z]( |$)", r"\1\2", address)


def _any_order(address: str) -> str:
    return " ".join(sorted(re.sub(r"box (\S+)", r"box\1", address).split()))


Alike = Iterable[tuple[str, str]]


def _with_and_without(addresses: Iterable[str], less: Callable[[str], str]) -> Alike:
    """Yield each address that has the part beside the one that lacks it."""
    known = set(addresses)
    for address in sorted(known):
        if less(address) != address and less(address) in known:
            yield address, less(address)


def _alike(addresses: Iterable[str], form: Callable[[str], str]) -> Alike:
    groups: dict[str, list[str]] = defaultdict(list)
    for address in addresses:
        groups[form(address)].append(address)
    for group in groups.values():
        yield from combinations(sorted(group), 2)


def _one_letter_apart(addresses: Iterable[str]) -> Alike:
    """Yield pairs whose numbers and boxes are equal, and whose words differ by one letter.

    Two such texts are equal after at most one letter is taken out of each.
    """
    groups: dict[str, list[str]] = defaultdict(list)
    for address in addresses:
        words = NUMBERED.sub(lambda found: " " * len(found[0]), address)
        letters = [i for i, sign in enumerate(words) if sign.isalpha()]
        if len(letters) >= FEWEST_LETTERS:
            for i in letters:
                groups[address[:i] + address[i + 1 :]].append(address)
            groups[address].append(address)
    seen: set[tuple[str, str]] = set()
    for group in groups.values():
        if len(group) < 2:
            continue
        for one, other in combinations(sorted(set(group)), 2):
            if (one, other) not in seen and _distance_is_one(one, other):
                seen.add((one, other))
                yield one, other


def _distance_is_one(one: str, other: str) -> bool:
    """Tell whether one change, loss or addition of a sign makes the texts equal."""
    start = 0
    while start < min(len(one), len(other)) and one[start] == other[start]:
        start += 1
    return one[start + 1 :] in (other[start + 1 :], other[start:]) or (
        one[start:] == other[start + 1 :]
    )
