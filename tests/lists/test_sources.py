from __future__ import annotations

import pytest

from penstock.kernel.errors import UnknownId
from penstock.lists.sources import source_of, sources


def test_every_list_has_counts_that_make_sense() -> None:
    for key, source in sources().items():
        assert 0 < source.least <= source.most, key
        assert 0 < source.keeps <= 1, key
        assert source.stale > 0, key
        assert all(url.startswith("https://") for url in source.url), key
        assert source.within is None or sources()[source.within].is_bundle, key


def test_a_family_is_told_apart_by_what_follows_the_colon() -> None:
    assert source_of("opensanctions:us_ofac_sdn") == sources()["opensanctions"]


@pytest.mark.parametrize(
    "wrong", ["us-ofac", "us-csl", "opensanctions", "opensanctions:", "un-sc:x", "../x", "opensanctions:../x", ""]
)
def test_what_is_no_list_is_refused_with_those_that_are(wrong: str) -> None:
    with pytest.raises(UnknownId, match=r"is no list.*us-ofac-sdn.*opensanctions:DATASET"):
        source_of(wrong)
