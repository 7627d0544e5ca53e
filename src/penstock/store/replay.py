"""Answering a kept question again: the same bytes, or what differs and why it may."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_MOST = 20


@dataclass(frozen=True, slots=True)
class Replay:
    """What came of answering again.

    Args:
        id: The decision.
        is_same: Whether the bytes are the same.
        absent: What the stamp names and is not at hand: a register, a roster, an engine.
        differs: Where the two answers differ, as JSON pointers, at most 20; empty when they are the same.
        again: The bytes answered now.
    """

    id: str
    is_same: bool
    absent: tuple[str, ...]
    differs: tuple[str, ...]
    again: bytes


def replayed(decision: str, stamp: Mapping[str, Any], kept: bytes, again: bytes, at_hand: Mapping[str, Any]) -> Replay:
    """Compare an answer with the one kept.

    Args:
        decision: The id.
        stamp: The stamp of the answer kept.
        kept: The bytes kept.
        again: The bytes answered now.
        at_hand: The ``register``, ``rosters`` and ``engine`` it was answered by now.
    """
    differs = () if kept == again else tuple(_differing(kept, again))[:_MOST]
    return Replay(decision, kept == again, tuple(_absent(stamp, at_hand)), differs, again)


def _absent(stamp: Mapping[str, Any], at_hand: Mapping[str, Any]) -> Iterator[str]:
    for name in ("register", "engine"):
        if stamp.get(name) != at_hand.get(name):
            yield f"{name} {stamp.get(name)}"
    rosters = at_hand.get("rosters") or {}
    for key, digest in sorted((stamp.get("rosters") or {}).items()):
        if rosters.get(key) != digest:
            yield f"roster {key} {digest}"


def _differing(kept: bytes, again: bytes) -> Iterator[str]:
    try:
        one, other = json.loads(kept), json.loads(again)
    except ValueError:
        yield "/"
        return
    found = list(_places(one, other, ""))
    yield from found or ["/"]  # the same values, written another way


def _places(one: Any, other: Any, at: str) -> Iterator[str]:  # noqa: ANN401  # any JSON value
    if isinstance(one, dict) and isinstance(other, dict):
        for key in sorted(one.keys() | other.keys()):
            name = f"{at}/{key.replace('~', '~0').replace('/', '~1')}"
            if key in one and key in other:
                yield from _places(one[key], other[key], name)
            else:
                yield name
    elif isinstance(one, list) and isinstance(other, list):
        for place in range(max(len(one), len(other))):
            if place < min(len(one), len(other)):
                yield from _places(one[place], other[place], f"{at}/{place}")
            else:
                yield f"{at}/{place}"
    elif one != other or type(one) is not type(other):
        yield at or "/"
