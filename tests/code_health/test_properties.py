from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.properties import REPEATABLE, SEARCH, search_longer


def drawn(profile: str) -> list[str]:
    """Return the examples of one run of a property."""
    seen = []

    @settings(settings.get_profile(profile))
    @given(st.text())
    def holds(text: str) -> None:
        seen.append(text)

    holds()
    return seen


def test_a_property_has_the_same_examples_at_every_run_and_others_in_a_search() -> None:
    assert drawn(REPEATABLE) == drawn(REPEATABLE)
    assert drawn(SEARCH) != drawn(SEARCH)


def test_the_profile_is_repeatable_unless_a_search_is_asked_for(pytestconfig: pytest.Config) -> None:
    is_search = pytestconfig.getoption("search") > 0
    assert settings.default is not None
    assert (settings.default.derandomize, settings.default.deadline) == (not is_search, None)
    assert is_search or settings.default.database is None


@pytest.mark.parametrize("times", [1, 7])
def test_a_search_tries_every_property_so_many_times_longer(times: int) -> None:
    counted = []

    @settings(max_examples=10, database=None)
    @given(st.integers())
    def holds(number: int) -> None:
        counted.append(number)

    items: list[Any] = [
        SimpleNamespace(function=holds),
        SimpleNamespace(function=holds),
        SimpleNamespace(function=drawn),
    ]
    search_longer(items, times)
    holds()
    assert len(counted) == 10 * times
