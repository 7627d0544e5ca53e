from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from penstock.batch.demo_listed import Listed, listed_companies
from penstock.kernel.errors import UsageError
from penstock.lists.records import Address

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from penstock.lists.store import ListStore


def test_companies_with_a_country_are_taken_from_the_latest_vintage(save_list: Callable[..., ListStore]) -> None:
    save_list("2026-01-01", {"9": {"names": ("Gone Example Ltd",), "countries": ("China",)}})
    store = save_list(
        "2026-07-31",
        {
            "1": {"names": ("First Example Ltd", "Another Name Ltd"), "countries": ("China",)},
            "2": {"names": ("Second Example Ltd",), "addresses": (Address(text="x", country="Mexico"),)},
            "3": {"names": ("Nowhere Example Ltd",)},
            "4": {"names": ("Person Example",), "kind": "person", "countries": ("China",)},
            "5": {"names": ("Word",), "countries": ("China",)},
        },
    )
    day = date(2026, 7, 31)
    assert listed_companies(store.folder) == [
        Listed("First Example Ltd", "CN", day),
        Listed("Second Example Ltd", "MX", day),
    ]


def test_a_folder_without_lists_is_refused(tmp_path: Path) -> None:
    for folder in (tmp_path, tmp_path / "none"):
        with pytest.raises(UsageError, match="holds no imported list"):
            listed_companies(folder)
