from __future__ import annotations

from penstock.cli.reading import named
from penstock.reading.article import Speaker


def test_a_speaker_is_named_with_all_that_is_known() -> None:
    assert named(Speaker(name="unknown", kind="unknown")) == "unknown"
    china = Speaker(name="China", kind="place", spoken_by="Yu Haibin")
    assert named(china) == "China, the words are those of Yu Haibin"
    two = Speaker(name="unknown", kind="person", role="judge", candidates=["Wang Lei", "Wang Mei"])
    assert named(two) == "unknown, judge, may be Wang Lei or Wang Mei"
