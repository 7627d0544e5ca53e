"""Names in arrays: what is told of each is what it was taken apart into."""

from __future__ import annotations

import numpy as np

from penstock.parties.lines import bits, joined, lines_of, some_of
from penstock.parties.names import take_apart
from penstock.parties.spelt import Words

NAMES = [take_apart(name, "company") for name in ("湖北华瑞生物科技有限公司", "Zephyrlane Trading 77 Ltd", "Bluewave")]


def test_each_name_has_its_words_weights_and_marks() -> None:
    words = Words()
    lines = lines_of(NAMES, words)
    for place, name in enumerate(NAMES):
        own = slice(lines.starts[place], lines.starts[place + 1])
        assert [words.texts[number] for number in lines.numbers[own]] == list(name.words)
        assert lines.weights[own].tolist() == list(name.weights)
        marks = lines.marks[lines.mark_starts[place] : lines.mark_starts[place + 1]]
        assert [words.texts[number] for number in marks] == [mark.spelling for mark in name.marks]
        assert lines.rows["trades"][place] == bits(name.trades)
        assert lines.rows["han"][place] == len(name.han)


def test_names_laid_out_in_two_parts_are_those_laid_out_at_once() -> None:
    words = Words()
    once, parts = lines_of(NAMES, words), joined(lines_of(NAMES[:1], words), lines_of(NAMES[1:], words))
    assert once.cores == parts.cores
    for column in ("starts", "numbers", "weights", "mark_starts", "marks"):
        assert np.array_equal(getattr(once, column), getattr(parts, column))
    assert all(np.array_equal(column, parts.rows[name]) for name, column in once.rows.items())


def test_an_edit_of_a_trade_is_told() -> None:
    slipped, right = (take_apart(f"Kestrel {trade}", "company") for trade in ("Biotecnologyy", "Biotechnology"))
    lines = lines_of([slipped, right], Words())
    assert lines.rows["is_marked"].tolist() == [bool(slipped.marks), True]
    assert not lines.rows["is_slipped"][1]


def test_some_of_several_names_are_as_laid_out_alone() -> None:
    words = Words()
    every, alone = lines_of(NAMES, words), lines_of([NAMES[2], NAMES[0]], words)
    some = some_of(every, np.array([2, 0]))
    assert some.cores == alone.cores
    for column in ("starts", "numbers", "weights", "mark_starts", "marks"):
        assert np.array_equal(getattr(some, column), getattr(alone, column))
    assert all(np.array_equal(column, some.rows[name]) for name, column in alone.rows.items())
    assert some_of(every, np.zeros(0, np.int64)).cores == []
