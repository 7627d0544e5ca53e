from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from penstock.kernel.errors import RegisterError
from penstock.law.source import dotted, read_source

if TYPE_CHECKING:
    from pathlib import Path
    from typing import Any, Protocol

    class BadCase(Protocol):
        goes_to: str
        expected: list[str]

        def lay_into(self, folder: Path) -> Path: ...


def read(folder: Path, text: str) -> Any:  # noqa: ANN401  # YAML holds any value
    path = folder / "file.yaml"
    path.write_text(text, encoding="utf-8")
    return read_source(path, folder)


def test_a_bad_file_is_refused_with_file_line_key_and_shape(bad_case: BadCase, tmp_path: Path) -> None:
    folder = bad_case.lay_into(tmp_path)
    with pytest.raises(RegisterError) as caught:
        read_source(folder / bad_case.goes_to, folder)
    assert [str(caught.value)] == bad_case.expected


def test_a_good_file_keeps_its_values_and_lines(good: Path) -> None:
    file = read_source(good / "measures" / "us" / "list-i.yaml", good)
    assert file.name == "measures/us/list-i.yaml"
    assert file.data["entries"]["npp"]["spans"] == [{"since": "2007-04-23", "by": "us-72-fr-20039"}]
    assert file.line(("entries", "npp")) == 24
    assert file.line(("entries", "npp", "spans", 0, "by")) == 27
    assert file.line(("entries", "npp", "spans", 0, "until")) == 26  # no such key: the item it would stand in
    assert file.line(("nowhere",)) == 1


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("2023-05-12", "2023-05-12"),
        ("60", 60),
        ("-1", -1),
        ("2.2", 2.2),
        ("true", True),
        ("false", False),
        ("null", None),
        ("~", None),
        ("", None),
        ("no", "no"),  # the code of a country, not a truth value
        ("yes", "yes"),
        ("0123", "0123"),  # not octal
        ("1e3", "1e3"),
        ("12:30", "12:30"),  # not base sixty
        ("unknown", "unknown"),
        ('"60"', "60"),
        ('"null"', "null"),
        ("'true'", "true"),
        ("|-\n  60", "60"),
        ("[]", []),
        ("{}", {}),
    ],
)
def test_plain_words_mean_what_they_say(tmp_path: Path, written: str, value: object) -> None:
    held = read(tmp_path, f"key: {written}\n").data["key"]
    assert held == value
    assert type(held) is type(value)


@pytest.mark.parametrize(
    ("text", "path", "value"),
    [
        ("spans:\n- since: unknown\n", ("spans", 0, "since"), None),
        ('spans:\n- since: "unknown"\n', ("spans", 0, "since"), "unknown"),
        ("spans:\n- since:\n", ("spans", 0, "since"), ""),
        ("spans:\n- since: null\n", ("spans", 0, "since"), "null"),
        ("spans:\n- until: unknown\n", ("spans", 0, "until"), "unknown"),
        ("coverage:\n- since: unknown\n", ("coverage", 0, "since"), "unknown"),
    ],
)
def test_only_the_word_unknown_leaves_the_first_day_of_a_span_open(
    tmp_path: Path, text: str, path: tuple[str | int, ...], value: object
) -> None:
    held = read(tmp_path, text).data
    for step in path:
        held = held[step]
    assert held == value


def test_codes_stay_text_as_keys_and_a_byte_order_mark_is_no_part_of_one(tmp_path: Path) -> None:
    assert list(read(tmp_path, "\ufeff2933.39: {}\n0101: {}\ntrue: {}\n").data) == ["2933.39", "0101", "true"]


@pytest.mark.parametrize("text", ["? [a, b]\n: c\n", "? {a: b}\n: c\n"])
def test_a_key_that_is_no_word_is_refused(tmp_path: Path, text: str) -> None:
    with pytest.raises(RegisterError, match=r"^file\.yaml:1: \(file\): found a key that is no word; "):
        read(tmp_path, text)


def test_a_list_that_holds_itself_is_refused(tmp_path: Path) -> None:
    with pytest.raises(RegisterError, match=r"^file\.yaml:1: loop\[0\]: found an alias; "):
        read(tmp_path, "loop: &loop [*loop]\n")


def test_a_file_that_cannot_be_read_is_refused(tmp_path: Path) -> None:
    with pytest.raises(RegisterError, match=r"^gone\.yaml:1: \(file\): found a file that cannot be read \("):
        read_source(tmp_path / "gone.yaml", tmp_path)


def test_paths_are_written_as_people_read_them() -> None:
    assert dotted(("entries", "4-ap", "spans", 0, "since")) == "entries.4-ap.spans[0].since"
    assert dotted(()) == "(file)"


_KEYS = st.from_regex(r"[a-z][a-z0-9-]{0,8}", fullmatch=True).filter(lambda k: k not in {"null", "true", "false"})


@given(keys=st.lists(_KEYS, min_size=1, max_size=20, unique=True), gaps=st.data())
def test_every_key_knows_its_line(
    tmp_path_factory: pytest.TempPathFactory, keys: list[str], gaps: st.DataObject
) -> None:
    text, expected, line = "", {}, 1
    for key in keys:
        blank = gaps.draw(st.integers(0, 3))
        text += "\n" * blank + f"{key}: word\n"
        line += blank
        expected[key] = line
        line += 1
    file = read(tmp_path_factory.mktemp("lines"), text)
    assert {key: file.line((key,)) for key in keys} == expected
