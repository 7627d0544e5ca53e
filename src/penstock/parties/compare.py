"""Are two names one party: a score, a verdict, and the parts it is made of."""

from __future__ import annotations

import tomllib
from functools import cache, cached_property, partial
from math import exp, log
from operator import mul
from typing import TYPE_CHECKING, NamedTuple

from penstock.parties.align import Aligned, Pair, align
from penstock.parties.features import FEATURES, features
from penstock.parties.lexicon import FOLDER
from penstock.parties.names import take_apart

if TYPE_CHECKING:
    from collections.abc import Callable

    from penstock.parties.names import Kind, Taken

ALERT = 0.5
"""The score from which two names are a match."""


SINGLE = 1.6
"""How much more chance counts on a list where a single word stands beside a single one: nothing else can agree."""


class Part(NamedTuple):
    """One reason of a score.

    Args:
        measure: What was measured, a name of ``FEATURES`` or ``words``.
        left: The words of the first name it speaks of.
        right: Those of the second.
        effect: What it adds to the score's logit; below zero it speaks against a match. 0 for words.
        note: The reason in words.
    """

    measure: str
    left: str
    right: str
    effect: float
    note: str


class Comparison:
    """Two names, compared.

    Args:
        left: The first name, taken apart.
        right: The second.
        values: The measures, in the order of ``FEATURES``.
        likeness: How alike they are, above 0 and below 1, as the score would be if no likeness were chance.
        score: How sure it is that they are one party, above 0 and below 1; never above the likeness.
    """

    __slots__ = ("__dict__", "_aligned", "_is_turned", "left", "likeness", "right", "score", "values")

    def __init__(self, left: Taken, right: Taken, *, is_turned: bool) -> None:
        """Measure them in the order of their texts, so that the score is one in either order."""
        self.left = left
        self.right = right
        self._is_turned = is_turned
        first, second = (right, left) if is_turned else (left, right)
        self._aligned = align(first, second)
        self.values = features(first, second, self._aligned)
        weights = weights_of(left.kind)
        parts = list(map(mul, self.values, weights))
        chance = parts.pop()
        logit = sum(parts)
        self.likeness = 1 / (1 + exp(-logit))
        self.score = 1 / (1 + exp(-logit - chance))

    @property
    def aligned(self) -> Aligned:
        """Return which words of the first name stand for which of the second."""
        if not self._is_turned:
            return self._aligned
        pairs, left, right = self._aligned
        return Aligned([Pair(b, a, alike, by) for a, b, alike, by in pairs], right, left)

    @property
    def is_match(self) -> bool:
        """Tell whether the score is over the alert line."""
        return self.score >= ALERT

    @property
    def is_near(self) -> bool:
        """Tell whether the names are as alike as a match, and on a long list that may be chance: shown, and no match.

        On a list a single word beside a single one must tell more than where two names alone are asked about.
        """
        if self.likeness < ALERT:
            return False
        is_single = len(self.left.words) == len(self.right.words) == 1
        chance = self.values[-1] * weights_of(self.left.kind)[-1] * (SINGLE if is_single else 1.0)
        return log(self.likeness / (1 - self.likeness)) + chance < 0

    @cached_property
    def explanation(self) -> tuple[Part, ...]:
        """Return the words that were paired or left over, and what each measure adds, the strongest first."""
        from penstock.parties.explain import explain  # noqa: PLC0415  # most comparisons are never explained

        return explain(self, weights_of(self.left.kind))


def compare(one: str, other: str, kind: Kind | None = None) -> Comparison:
    """Compare two names; the same two names have one score in either order.

    Args:
        one: A name in any script.
        other: Another.
        kind: What both belong to; where it is not said, each is taken for what it looks like.

    Raises:
        UnreadableName: One of them is empty, over-long, or no more than a legal form.
    """
    return compare_read(partial(take_apart, one), partial(take_apart, other), kind)


def compare_read(
    one: Callable[[Kind | None], Taken], other: Callable[[Kind | None], Taken], kind: Kind | None
) -> Comparison:
    """Compare two names that are told as they are taken apart as a kind.

    Raises:
        UnreadableName: One of them says nothing.
    """
    left, right = one(kind), other(kind)
    if left.kind != right.kind:
        left, right = one("company"), other("company")
    return compared(left, right)


def compared(left: Taken, right: Taken) -> Comparison:
    """Compare two names of one kind that are taken apart."""
    return Comparison(left, right, is_turned=right.text < left.text)


@cache
def weights_of(kind: Kind) -> tuple[float, ...]:
    """Return the learnt weight of each of ``FEATURES`` for a kind of party; ``scripts/train_names.py`` writes them."""
    learnt = tomllib.loads((FOLDER / "weights.toml").read_text(encoding="utf-8"))
    own = learnt["person" if kind == "person" else "company"]
    return tuple(float(own[name]) for name in FEATURES)
