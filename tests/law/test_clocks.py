from __future__ import annotations

from typing import TYPE_CHECKING

from penstock.law.register import Register
from penstock.law.validate import validate_folder

if TYPE_CHECKING:
    from pathlib import Path
    from typing import Protocol

    class BadCase(Protocol):
        expected: list[str]

        def lay_into(self, folder: Path) -> Path: ...


CLOCK = """clock: {jurisdiction: ZZ, checked_on: 2026-11-22}
entries:
  notice:
    said: No time is set.
    awaits: importing_authority
    silence: {means: unknown, said: The text does not say.}
    by: zz-law
    at: article 1
"""
TEXT = """zz-law:
  jurisdiction: ZZ
  title: A law
  citation: Law 1
  seen: [{url: "https://example.org/law", kind: official, on: 2026-11-22}]
"""


def test_a_bad_file_is_refused_with_file_line_key_and_shape(bad_case: BadCase, tmp_path: Path) -> None:
    assert [str(error) for error in validate_folder(bad_case.lay_into(tmp_path)).errors] == bad_case.expected


def test_a_place_may_have_clocks_and_their_texts_alone(good: Path) -> None:
    (good / "clocks").mkdir()
    (good / "texts" / "zz.yaml").write_text(TEXT, encoding="utf-8")
    assert [error.code for error in validate_folder(good).errors] == ["unknown_place"]
    (good / "clocks" / "zz.yaml").write_text(CLOCK, encoding="utf-8")
    assert validate_folder(good).errors == []


def test_every_clock_that_is_shipped_cites_a_text_somebody_read_and_none_says_more_of_silence_than_its_text() -> None:
    register = Register.load()
    assert set(register.packed.clocks) == {"AU", "CA", "CN", "EU", "GB", "UN", "US"}
    for file in register.packed.clocks.values():
        for clock in file.entries.values():
            assert register.text(clock.by).seen
            assert (clock.silence.means == "unknown") == (clock.silence.by is None)
            assert clock.days is None or clock.counts is not None
