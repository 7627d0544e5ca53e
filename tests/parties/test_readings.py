"""Names read as kinds, the first time each is asked for."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from penstock.kernel.errors import UnreadableName
from penstock.parties.lines import lines_of
from penstock.parties.names import take_apart
from penstock.parties.readings import UNREAD, UNREADABLE, Readings
from penstock.parties.spelt import Words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from penstock.parties import Kind
    from penstock.parties.lines import Lines

NAMES = ["Vladimir Petrov", "CO LTD", "Hubei Huarui Biotech Co., Ltd.", "Dr. Petrov"]


def test_each_kind_is_read_when_it_is_asked_for() -> None:
    readings = Readings(NAMES)
    kinds: tuple[Kind | None, ...] = (None, "company", "person")
    for kind in kinds:
        for places in ([2], [3, 0], [0, 2, 3]):
            lines, at = readings.read(kind, np.array(places))
            assert [lines.cores[line] for line in at] == [take_apart(NAMES[place], kind).core for place in places]


def test_what_cannot_be_read_is_told() -> None:
    readings = Readings(NAMES)
    lines, at = readings.read("company", np.array([0, 1]))
    assert at.tolist() == [0, UNREADABLE]
    assert len(lines.cores) == 1
    assert readings.errors[1, "company"].code == "unreadable_name"


def test_lines_that_were_read_before_are_not_read_again() -> None:
    before = Readings(NAMES)
    lines, _ = before.read("company", np.array([0]))
    readings = Readings(NAMES, before.words)
    readings.put("company", lines, np.array([0, UNREADABLE, UNREAD, UNREAD]))
    found, at = readings.read("company", np.array([0, 1]))
    assert found is lines
    assert at.tolist() == [0, UNREADABLE]
    assert not readings.errors
    found, at = readings.read("company", np.array([0, 2]))
    assert [found.cores[line] for line in at] == [take_apart(NAMES[place], "company").core for place in (0, 2)]


KINDS: list[Kind | None] = [None, "company", "person", "vessel"]
PARTS = [
    "O'Brien", "L’Oréal", "Y.A.S.", "S.A. de C.V.", "M/V", "de", "al", "abd", "Dr.", "the", "and", "7", "2020",
    "Co., Ltd.", "GmbH & Co. KG", "Limted", "Tradng", "Sociedad Anónima", "ООО", "«Амбер»", "محمد", "河北", "张伟",
    "华瑞", "生物科技", "有限公司", "華瑞", "Wang", "Li", "Xiaoming", "Hebei", "Hong Kong", "Straße", "ﬁne",
    "Ｋｅｓｔｒｅｌ", "\ud800", "\u200b", "İz",
]  # fmt: skip
ANY_NAME = st.lists(st.sampled_from(PARTS) | st.text(max_size=6), max_size=5).map(" ".join)


def told(lines: Lines, line: int) -> tuple[object, ...]:
    """Return all that is told of a name, whatever the numbers of its words."""
    texts = [*zip(lines.words.texts, lines.words.hanzi, strict=True)]
    own = slice(lines.starts[line], lines.starts[line + 1])
    marks = lines.marks[lines.mark_starts[line] : lines.mark_starts[line + 1]]
    return (
        {name: column[line].item() for name, column in lines.rows.items()},
        [texts[number] for number in lines.numbers[own]],
        lines.weights[own].tolist(),
        [texts[number] for number in marks],
        lines.cores[line],
    )


def check_together_as_alone(names: Sequence[str], kinds: Sequence[Kind | None]) -> None:
    """Read names as several kinds one after another, and each name again by itself."""
    readings = Readings(names)
    for kind in kinds:
        lines, at = readings.read(kind, np.arange(len(names)))
        for name, line in zip(names, at.tolist(), strict=True):
            try:
                alone = lines_of([take_apart(name, kind)], Words())
            except UnreadableName:
                assert line == UNREADABLE, (name, kind)
                continue
            assert told(lines, line) == told(alone, 0), (name, kind)


@given(st.lists(ANY_NAME, min_size=1, max_size=6), st.permutations(KINDS))
def test_names_read_together_are_as_names_read_alone(names: list[str], kinds: list[Kind | None]) -> None:
    check_together_as_alone(names, kinds)


def test_real_names_read_together_are_as_names_read_alone(listed: list[tuple[str, Kind]]) -> None:
    rng = random.Random(11)  # noqa: S311  # a sample, no secret
    names = [name for name, _ in rng.sample(listed, 250) if name]
    slipped = [
        name[:place] + rng.choice("aeinrst.' 7") + name[place + 1 :] for name in names for place in [len(name) // 2]
    ]
    check_together_as_alone([*names, *slipped, "湖北华瑞生物科技有限公司", "李明 Trading", "王小明", ""], KINDS)
