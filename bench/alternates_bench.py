"""Alternates: the quota shortfall that is left after drop-outs, by who was chosen to wait."""

import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np

from sortition.alternates import choose_alternates, promote
from sortition.instance import Instance
from sortition.leximin import Lottery, leximin
from sortition.program import Program
from sortition.randomness import Stream
from sortition.reading import read_instance
from sortition.residual import relaxed

INSTANCES = Path(__file__).parent.parent / "tests/sortition/instances"
DEFAULT = ("mass_like_24", "fixture_22", "sf_b_like_20", "hd_like_30", "sf_a_like_35")
PANELS = 3  # panels drawn of each instance
SCENARIOS = 30  # ways to drop out, of each panel and kind
KINDS = ("10 %", "20 %", "30 %", "40 %", "50 %", "by answer")
Choice = Callable[[Instance, Sequence[int], int, Stream], list[int]]


def chances(instance: Instance, panel: Sequence[int], kind: str, stream: Stream) -> list[int]:
    """Return each juror's chance to drop out, in hundredths.

    "by answer": a category is drawn, and each of its answers drops out with its own
    chance of 10, 20, 30, 40 or 50 hundredths.
    """
    if kind != "by answer":
        return [int(kind.split(maxsplit=1)[0])] * len(panel)
    category = stream.uniform(len(instance.categories))
    values = sorted({profile[category] for profile in instance.profiles})
    chance = {value: 10 * (1 + stream.uniform(5)) for value in values}
    return [chance[instance.profiles[instance.profile_of[i]][category]] for i in panel]


def nearest(instance: Instance, panel: Sequence[int], a: int, stream: Stream) -> list[int]:
    """Return, for jurors in random order, the person left who gave the most equal answers."""
    answers = np.array([instance.profiles[t] for t in instance.profile_of])
    left = stream.shuffle(sorted(set(range(len(instance.ids))) - set(panel)))
    chosen: list[int] = []
    jurors = stream.shuffle(sorted(panel))
    for place in range(a):
        alike = (answers[left] == answers[jurors[place % len(jurors)]]).sum(axis=1)
        chosen.append(left.pop(int(np.argmax(alike))))
    return chosen


def scaled(instance: Instance, panel: Sequence[int], a: int, stream: Stream) -> list[int]:
    """Return a random panel of ``a`` of the people left, by the quotas times a/k, rounded out.

    Every profile gets a random price, and the cheapest panel is taken.
    """
    left = sorted(set(range(len(instance.ids))) - set(panel))
    profile_of = instance.profile_of[left]
    counts = np.bincount(profile_of, minlength=len(instance.profiles))
    lower, upper = instance.lower * a // instance.size, -(-instance.upper * a // instance.size)
    quotas = tuple(
        replace(quota, minimum=int(low), maximum=int(high))
        for quota, low, high in zip(instance.quotas, lower, upper, strict=True)
    )
    kept = np.flatnonzero(counts)
    smaller = replace(
        instance,
        quotas=quotas,
        size=a,
        ids=tuple(instance.ids[i] for i in left),
        profiles=tuple(instance.profiles[t] for t in kept),
        profile_of=np.searchsorted(kept, profile_of),
        counts=counts[kept],
        belongs=instance.belongs[kept],
        lower=lower,
        upper=upper,
    )
    loosened, _, _ = relaxed(smaller)
    seats = _cheapest(loosened, [stream.uniform(1000) for _ in loosened.profiles])
    return [left[i] for i in people_of(loosened, seats, stream)]


def _cheapest(instance: Instance, prices: Sequence[int]) -> list[int]:
    """Return the seats of each profile on the panel of least price that meets every quota."""
    kinds = len(instance.profiles)
    answer = Program(
        np.vstack([np.ones(kinds), instance.belongs.T]),
        np.append(instance.size, instance.lower).astype(np.float64),
        np.append(instance.size, instance.upper).astype(np.float64),
        np.array(prices, dtype=np.float64),
        np.zeros(kinds),
        instance.counts.astype(np.float64),
        whole=True,
    ).solve()
    assert answer is not None  # the quotas were loosened until a panel existed
    return answer.variables.round().astype(int).tolist()


def drawn(instance: Instance, lottery: Lottery, stream: Stream) -> list[int]:
    """Return the people of a panel drawn from a lottery, in random order."""
    ends = np.cumsum(np.rint(lottery.share * 2**30))
    place = int(np.searchsorted(ends, stream.uniform(int(ends[-1])), "right"))
    return people_of(instance, lottery.panels[place].tolist(), stream)


def people_of(instance: Instance, seats: Sequence[int], stream: Stream) -> list[int]:
    """Return people for so many seats of each profile, all in random order."""
    people: list[int] = []
    for t in np.flatnonzero(seats):
        members = np.flatnonzero(instance.profile_of == t).tolist()
        people += stream.shuffle(members)[: seats[t]]
    return stream.shuffle(people)


CHOICES: dict[str, Choice] = {
    "ours": choose_alternates,
    "nearest profile": nearest,
    "scaled quotas": scaled,
}


def shortfall(instance: Instance, stayed: Sequence[int], alternates: Sequence[int]) -> int:
    """Return what is missing after all promotions: to minima, above maxima, and seats."""
    seated, waiting = list(stayed), list(alternates)
    while (juror := promote(instance, seated, waiting)) is not None:
        seated.append(juror)
        waiting.remove(juror)
    seats = instance.belongs[instance.profile_of[seated]].sum(axis=0)
    short = np.maximum(0, instance.lower - seats).sum()
    over = np.maximum(0, seats - instance.upper).sum()
    return int(short + over) + instance.size - len(seated)


def compare(
    instance: Instance, lottery: Lottery, kind: str, a: int, *, panels: int, scenarios: int
) -> dict[str, float]:
    """Return the mean shortfall of each choice over the same panels and the same drop-outs."""
    total = dict.fromkeys(CHOICES, 0)
    for number in range(panels):
        name = f"{kind}/{number}"
        panel = drawn(instance, lottery, Stream(f"panel/{name}".encode()))
        stream = Stream(f"drop-outs/{name}".encode())
        stayed = []
        for _ in range(scenarios):
            own = chances(instance, panel, kind, stream)
            pairs = zip(panel, own, strict=True)
            stayed.append([i for i, chance in pairs if stream.uniform(100) >= chance])
        for choice, choose in CHOICES.items():
            chosen = choose(instance, panel, a, Stream(f"{choice}/{name}".encode()))
            total[choice] += sum(shortfall(instance, some, chosen) for some in stayed)
    return {choice: total[choice] / (panels * scenarios) for choice in CHOICES}


def run(names: Sequence[str]) -> None:
    """Print, for every instance and kind of drop-out, the mean shortfall of each choice."""
    print(
        f"Alternates: mean shortfall (quotas missed and seats empty) after promotion; {PANELS} "
        f"panels, {SCENARIOS} drop-out scenarios each; k/4 alternates. Seeds are the names."
    )
    print(f"{'instance':16} {'drop-outs':10}" + "".join(f"{name:>17}" for name in CHOICES))
    for name in names:
        folder, size = INSTANCES / name, int(name.rpartition("_")[2])
        instance = read_instance(folder / "categories.csv", folder / "respondents.csv", size)
        lottery = leximin(instance)
        for kind in KINDS:
            started = time.process_time()
            found = compare(
                instance, lottery, kind, -(-size // 4), panels=PANELS, scenarios=SCENARIOS
            )
            seconds = time.process_time() - started
            figures = "".join(f"{found[choice]:17.2f}" for choice in CHOICES)
            print(f"{name:16} {kind:10}{figures}   ({seconds:.1f} CPU s)", flush=True)
