from __future__ import annotations

import io
import json
import re
import sys

import pytest

from penstock.batch.files import FileDone
from penstock.cli.printing import file_line, print_json, progress_bar

ERASED = "\x1b[1A\x1b[2K"  # one line up, and wiped


def test_json_is_readable_in_its_own_order_and_ends_its_line(capsys: pytest.CaptureFixture[str]) -> None:
    value = {"z": "4-哌啶酮", "a": [1, None, True], "m": {}}
    print_json(value)
    printed = capsys.readouterr().out
    assert json.loads(printed) == value
    assert list(json.loads(printed)) == ["z", "a", "m"]
    assert "4-哌啶酮" in printed
    assert printed.endswith("}\n")


def test_no_bar_where_nobody_watches(capsys: pytest.CaptureFixture[str]) -> None:
    with progress_bar() as progress:
        assert progress is None
    assert capsys.readouterr().err == ""


class Terminal(io.StringIO):
    """A standard error that claims to be a terminal."""

    def isatty(self) -> bool:
        """Claim it."""
        return True


def test_a_bar_on_a_terminal_counts_the_rows_and_leaves_standard_output_alone(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setattr(sys, "stderr", Terminal())
    with progress_bar() as progress:
        assert progress is not None
        progress(500, 1200)
        progress(1200, 1200)
    assert isinstance(sys.stderr, Terminal)
    plain = re.sub(r"\x1b\[[\d;?]*[a-zA-Z]", "", sys.stderr.getvalue())
    assert re.search(r"1200/1200 rows [\d,]+ a second", plain) is not None
    assert capsys.readouterr().out == ""


def test_a_line_a_file_only_where_there_is_no_bar(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    told = file_line()
    assert told is not None
    told(FileDone("货物.csv", 1_000_000, 3, 500_000, 12.34))
    assert capsys.readouterr().err == "货物.csv: 1000000 rows, 3 rejects, 12.3 s, 40519 rows a second\n"
    monkeypatch.setattr(sys, "stderr", Terminal())
    assert file_line() is None


def test_the_bar_goes_away_when_the_run_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setattr(sys, "stderr", Terminal())

    def fail() -> None:
        with progress_bar() as progress:
            assert progress is not None
            progress(1, 2)
            raise KeyError

    with pytest.raises(KeyError):
        fail()
    assert isinstance(sys.stderr, Terminal)
    assert sys.stderr.getvalue().endswith(ERASED)
