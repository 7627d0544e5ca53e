from __future__ import annotations

from penstock.desk.directory import Directory, words_of


def test_a_text_finds_whoever_has_all_its_words_whatever_their_order_and_case() -> None:
    directory = Directory([("a", "Hubei Amarvel Biotech"), ("b", "Amarvel"), ("b", "AMARVEL Labs"), ("c", "Biotech")])
    assert sorted(directory.with_words("amarvel")) == [("a", 1 / 3), ("b", 0.5), ("b", 1.0)]
    assert list(directory.with_words("biotech, AMARVEL")) == [("a", 2 / 3)]
    assert list(directory.with_words("amarvel nothing")) == []
    assert list(directory.with_words(" -- ")) == []


def test_words_are_those_of_any_script() -> None:
    assert words_of("Химия 化学 O'Neil") == {"химия", "化学", "o", "neil"}
