"""How properties are tested: the same examples at every run, or, to search for faults, many others at each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import settings

if TYPE_CHECKING:
    from collections.abc import Iterable

    import pytest

REPEATABLE, SEARCH = "repeatable", "search"

settings.register_profile(REPEATABLE, derandomize=True, database=None, deadline=None, print_blob=True)
settings.register_profile(SEARCH, derandomize=False, deadline=None, print_blob=True)

_SETTINGS = "_hypothesis_internal_use_settings"
"""Where Hypothesis keeps the settings of a test; it has no other way to change those that a test names itself."""


def search_longer(items: Iterable[pytest.Item], times: int) -> None:
    """Have every property that is among the tests tried with so many times its examples."""
    tests = {id(test): test for test in (getattr(item, "function", None) for item in items)}
    for test in tests.values():
        if not getattr(test, "is_hypothesis_test", False):
            continue
        own: settings = getattr(test, _SETTINGS)
        setattr(test, _SETTINGS, settings(own, max_examples=own.max_examples * times))
