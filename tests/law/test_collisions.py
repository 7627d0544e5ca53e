from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from penstock.law.validate import validate_folder

if TYPE_CHECKING:
    from pathlib import Path
    from typing import Protocol

    class BadCase(Protocol):
        expected: list[str]

        def lay_into(self, folder: Path) -> Path: ...


HEAD = """
list:
  jurisdiction: US
  name: {name}
  instrument: 21 CFR 1308
  kind: control
  covers: [substance]
  checked_on: 2026-11-22
  coverage: [{{since: 2007-04-23, extent: partial, by: us-72-fr-20039}}]
  yields_to: [{yields_to}]
  obligations: [{duty}]
"""
ENTRY = "entries: {4-piperidone: {spans: [{since: %s, by: us-88-fr-21902}]}}\n"
BAN = "{stage: export, duty: prohibited, text: No export, by: us-88-fr-21902}"


def add(good: Path, name: str, *, yields_to: str = "", duty: str = "", entries: str = "entries: {}\n") -> None:
    text = HEAD.format(name=name, yields_to=yields_to, duty=duty) + entries
    (good / "measures" / "us" / f"{name}.yaml").write_text(text, encoding="utf-8")


def codes(folder: Path) -> list[tuple[str, str]]:
    return [(error.file, error.code) for error in validate_folder(folder).errors]


def test_a_bad_file_is_refused_with_file_line_key_and_shape(bad_case: BadCase, tmp_path: Path) -> None:
    assert [str(error) for error in validate_folder(bad_case.lay_into(tmp_path)).errors] == bad_case.expected


def test_lists_that_yield_in_a_ring_are_each_refused_and_a_chain_is_not(good: Path) -> None:
    add(good, "one", yields_to="us.two")
    add(good, "two", yields_to="us.three")
    add(good, "three")
    assert codes(good) == []
    add(good, "three", yields_to="us.one")
    assert codes(good) == [
        ("measures/us/one.yaml", "bad_yielding"),
        ("measures/us/three.yaml", "bad_yielding"),
        ("measures/us/two.yaml", "bad_yielding"),
    ]


@pytest.mark.parametrize(
    ("settings", "is_refused"),
    [
        ({"duty": BAN}, True),
        ({"duty": BAN, "yields_to": "us.list-i"}, False),
        ({"duty": BAN.replace("export", "import")}, False),  # the other list says nothing of imports
        ({"duty": BAN.replace("prohibited", "licence")}, False),  # two duties that both can be met
    ],
)
def test_a_ban_beside_a_mere_duty_is_refused_unless_one_list_gives_way(
    good: Path, settings: dict[str, str], *, is_refused: bool
) -> None:
    add(good, "bans", entries=ENTRY % "2023-05-12", **settings)
    assert codes(good) == ([("measures/us/list-i.yaml", "conflicting_obligations")] if is_refused else [])


def test_a_ban_that_ended_before_the_duty_began_does_not_collide(good: Path) -> None:
    ended = "2007-04-23, until: 2023-05-12, ended_by: us-88-fr-21902"
    add(good, "bans", duty=BAN, entries=ENTRY % ended)
    assert codes(good) == []
    add(good, "bans", duty=BAN, entries=ENTRY % ended.replace("2023-05-12", "2023-05-13"))
    assert codes(good) == [("measures/us/list-i.yaml", "conflicting_obligations")]


def test_spans_that_follow_each_other_on_one_day_do_not_overlap(good: Path) -> None:
    spans = (
        "entries: {npp: {spans: ["
        "{since: 2007-04-23, by: us-72-fr-20039, until: 2023-05-12, ended_by: us-88-fr-21902}, "
        "{since: 2023-05-12, by: us-88-fr-21902}]}}\n"
    )
    add(good, "two-spans", entries=spans)
    assert codes(good) == []


def test_a_span_without_a_day_is_refused_once_also_where_duties_are_compared(good: Path) -> None:
    empty = "2023-05-12, until: 2023-05-12, ended_by: us-88-fr-21902"
    add(good, "bans", duty=BAN, entries=ENTRY % empty)
    assert codes(good) == [("measures/us/bans.yaml", "bad_span")]
