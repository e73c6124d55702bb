"""Address report: who shares an address, and which addresses a person should compare."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from sortition.addresses import Near, near_matches, same_address
from sortition.wording import counted


@dataclass(frozen=True)
class Report:
    """What a pool's addresses show.

    Attributes
    ----------
    ids : (n,) str
    written : (n,) str
        Each address as it stands in the file.
    shared : lists of places in the pool, one an address that several people have
    near : pairs of addresses that are treated as two and may be one
    without : places of the people who gave no street
    """

    ids: tuple[str, ...]
    written: tuple[str, ...]
    shared: tuple[tuple[int, ...], ...]
    near: tuple[Near, ...]
    without: tuple[int, ...]

    @property
    def sentences(self) -> list[str]:
        """What an organiser should know, each address as the file has it."""
        people = sum(len(home) for home in self.shared)
        told = [
            f"{people} people share {counted(len(self.shared), 'address', 'addresses')}; "
            "a panel seats at most one person of each."
        ]
        if self.without:
            told.append(
                f"{counted(len(self.without), 'person', 'people')} gave no street; each counts as "
                "living alone. "
                "Fill the street in if you know it."
            )
        if self.near:
            told.append(
                f"{counted(len(self.near), 'pair of addresses looks', 'pairs of addresses look')} "
                f"alike and {'counts' if len(self.near) == 1 else 'count'} as different. Where a "
                "pair is one address, write both the same way in the file and check again:"
            )
        return told + [f"  {self._pair(near)}" for near in self.near]

    def _pair(self, near: Near) -> str:
        one, other = near.first, near.second
        return (
            f"“{self.written[one]}” (person “{self.ids[one]}”) and “{self.written[other]}” "
            f"(person “{self.ids[other]}”): {near.because}."
        )

    def as_json(self) -> dict[str, object]:
        """Return the report in the types of JSON."""
        return {
            "shared": [[self.ids[i] for i in home] for home in self.shared],
            "without": [self.ids[i] for i in self.without],
            "near": [
                {
                    "ids": [self.ids[near.first], self.ids[near.second]],
                    "addresses": [self.written[near.first], self.written[near.second]],
                    "because": near.because,
                }
                for near in self.near
            ],
        }


def report(ids: Sequence[str], cells: Sequence[Sequence[str]]) -> Report:
    """Return the report of a pool: ids, (n,), and the cells of each address, the street's first."""
    addresses = [same_address(address) for address in cells]
    homes: dict[str, list[int]] = defaultdict(list)
    for place, address in enumerate(addresses):
        homes[address].append(place)
    without = homes.pop("", [])
    return Report(
        ids=tuple(ids),
        written=tuple(", ".join(cell for cell in address if cell) for address in cells),
        shared=tuple(tuple(home) for home in homes.values() if len(home) > 1),
        near=tuple(near_matches(addresses)),
        without=tuple(without),
    )
