"""Learn the weights of the score of two names.

Writes ``weights.toml`` of the room ``parties``. Needs the lists in ``../shared`` and SciPy,
which nothing else of the project needs. Learns on one side of the pairs, tunes on the second; the third stays shut.
"""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from every_pair import every_pair
from scipy.optimize import minimize

from penstock.kernel.errors import UnreadableName
from penstock.parties.compare import compare, weights_of
from penstock.parties.features import FEATURES

if TYPE_CHECKING:
    from name_pairs import Pair

ROOM = Path(__file__).parent.parent / "src" / "penstock" / "parties"
FOR = {
    "covered_whole",
    "shorter_covered",
    "evidence",
    "same_trade",
    "same_place",
    "spelling",
    "same_letters",
}
"""Measures that can only speak for a match; all others can only speak against one."""
EVIDENCE = 0.5
"""Least weight of how telling the paired words are."""
LONE = -2.5
"""Least that a single word against several must take away: the pairs have few lone surnames, life has many."""
CHANCE = {"person": -0.5, "company": -0.8}
"""What ten bits short take away, chosen by hand on the learning half of ``bench/ordinary``: pairs know no chance."""
BASE = {"person": 0.05, "company": 0.0}
"""What pairs are given back for that, so that as many of the tuning side are found as without it."""
COOL = 0.5
"""What all weights are multiplied by: the verdict stays, and sure matches can still be ranked."""
RIDGE = 1e-5


def measured(pairs: list[Pair]) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return the measures of pairs, whether each is a match, and what share each has; unreadable pairs are left out.

    Matches and others have half of the whole each, and within each the ways pairs were made have equal shares but for
    their square root: a way with four times the pairs has twice the share.
    """
    rows, truths, ways = [], [], []
    for pair in pairs:
        try:
            rows.append(compare(pair.one, pair.other, pair.kind).values)
        except UnreadableName:
            continue
        truths.append(pair.is_match)
        ways.append((pair.is_match, pair.made_by))
    counts = Counter(ways)
    shares = np.array([counts[way] ** -0.5 for way in ways])
    told = np.array(truths)
    for is_match in (True, False):
        shares[told == is_match] /= 2 * shares[told == is_match].sum()
    return np.array(rows), told, shares


def learn(pairs: list[Pair]) -> dict[str, float]:
    """Return the weight of each measure; both outcomes count alike, and so does each way a pair was made."""
    rows, truths, shares = measured(pairs)
    signs = np.where(truths, 1.0, -1.0)

    def loss(weights: np.ndarray) -> tuple[float, np.ndarray]:
        margins = signs * (rows @ weights)
        slopes = -signs * shares / (1 + np.exp(margins))
        value = float(shares @ np.logaddexp(0, -margins) + RIDGE * weights[1:] @ weights[1:])
        return value, rows.T @ slopes + 2 * RIDGE * np.append(0, weights[1:])

    bounds = [_bounds(name) for name in FEATURES]
    found = minimize(
        loss, np.zeros(len(FEATURES)), jac=True, bounds=bounds, method="L-BFGS-B", options={"maxiter": 3_000}
    )
    return {name: COOL * float(weight) for name, weight in zip(FEATURES, found.x, strict=True)}


def _bounds(name: str) -> tuple[float | None, float | None]:
    """Return the bounds of a weight: rare words must tell more than common ones, and a lone word little."""
    if name == "base":
        return None, None
    if name == "evidence":
        return EVIDENCE, None
    if name == "lone":
        return None, LONE
    if name == "chance":
        return 0, 0
    return (0, None) if name in FOR else (None, 0)


def report(pairs: list[Pair], name: str) -> None:
    """Print how the score does on pairs, on the whole and by how they were made."""
    found: dict[str, Counter[tuple[bool, bool]]] = {}
    for pair in pairs:
        try:
            says = compare(pair.one, pair.other, pair.kind).is_match
        except UnreadableName:
            says = False
        for group in (f"{pair.kind} all", f"{pair.kind} {pair.made_by}"):
            found.setdefault(group, Counter())[pair.is_match, says] += 1
    for group, one in sorted(found.items()):
        right, missed, wrong = one[True, True], one[True, False], one[False, True]
        f1 = 2 * right / max(1, 2 * right + missed + wrong)
        false = wrong / max(1, wrong + one[False, False])
        recall = right / max(1, right + missed)
        figures = f"recall {recall:.3f} false {false:.3f} F1 {f1:.3f}"
        print(f"{name} {group:32} {sum(one.values()):6} {figures}")


def main() -> None:
    """Learn, write the weights, and print what they do on the tuning side."""
    pairs = every_pair()
    lines = ["# The weight of each measure of two names: written by scripts/train_names.py.\n"]
    for kind in ("person", "company"):
        lines.append(f"\n[{kind}]\n")
        weights = learn([pair for pair in pairs if pair.side == "learn" and pair.kind == kind])
        weights |= {"base": weights["base"] + BASE[kind], "chance": CHANCE[kind]}
        lines += [f"{name} = {weight:.3f}\n" for name, weight in weights.items()]
    (ROOM / "weights.toml").write_text("".join(lines), encoding="utf-8")
    weights_of.cache_clear()
    report([pair for pair in pairs if pair.side == "tune"], "tune")


if __name__ == "__main__":
    main()
