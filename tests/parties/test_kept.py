"""Names kept as they were read: what is kept comes back as it was."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec
import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from penstock.kernel.errors import UnreadableName
from penstock.parties.kept import KeptLines, KeptWords
from penstock.parties.lines import Lines, lines_of
from penstock.parties.names import take_apart
from penstock.parties.spelt import Words

if TYPE_CHECKING:
    from penstock.parties import Kind
    from penstock.parties.names import Taken

PARTS = ["湖北", "华瑞", "有限公司", "Zephyrlane", "Trading", "Bank", "77", "Ltd", "Амбер", "de", "Wang", "O'Brien"]


def readable(names: list[str], kind: Kind | None) -> list[Taken]:
    found = []
    for name in names:
        try:
            found.append(take_apart(name, kind))
        except UnreadableName:
            continue
    return found


def are_same(one: Lines, other: Lines) -> bool:
    """Tell whether lines tell the same of the same names."""
    arrays = ("starts", "numbers", "weights", "mark_starts", "marks")
    return (
        one.cores == other.cores
        and all(np.array_equal(getattr(one, name), getattr(other, name)) for name in arrays)
        and one.rows.keys() == other.rows.keys()
        and all(np.array_equal(column, other.rows[name]) for name, column in one.rows.items())
    )


@given(
    st.lists(st.lists(st.sampled_from(PARTS) | st.text(max_size=5), max_size=5).map(" ".join), max_size=5),
    st.sampled_from([None, "person", "company", "vessel"]),
)
def test_what_was_kept_comes_back(names: list[str], kind: Kind | None) -> None:
    words = Words()
    lines = lines_of(readable(names, kind), words)
    kept = msgspec.msgpack.encode((KeptWords.of(words), KeptLines.of(kind, lines)))
    kept_words, kept_lines = msgspec.msgpack.decode(kept, type=tuple[KeptWords, KeptLines])
    again = kept_words.words()
    back = kept_lines.lines(again)
    assert are_same(back, lines)
    assert (again.texts, again.hanzi, again.plain) == (words.texts, words.hanzi, words.plain)
    assert all(np.array_equal(column, again.table[name]) for name, column in words.table.items())
    more = take_apart("Quillmere 华瑞 Zephyrlane")
    assert lines_of([more], again).numbers.tolist() == lines_of([more], words).numbers.tolist()
    assert np.array_equal(again.coded.codes, words.coded.codes)
