from __future__ import annotations

import io
import json
import re
import sys
from typing import TYPE_CHECKING

from penstock.cli.read import read

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    import pytest
    from tests.conftest import Outcome

    from penstock.law.register import Register

STORY = 'Port opens\n\nOn Monday, Ann Lee said the port was "open for business". The crane is old.'


def test_a_file_is_read_written_and_kept(penstock_command: Callable[..., Outcome], tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.write_text(STORY, encoding="utf-8")
    found = penstock_command(
        "read", str(file), "--published", "2024-01-03", "--out", str(tmp_path / "out"), "--keep", "--json"
    )
    assert found.status == 0, found.err
    answer = json.loads(found.out)
    (quotation,) = answer["readings"][0]["quotations"]
    assert (quotation["speaker"]["name"], quotation["day"]["value"]) == ("Ann Lee", "2024-01-01")
    assert answer["kept"] == {"readings": 1, "statements": 1, "acts": 0, "known": 0}
    assert (tmp_path / "out" / "proposals.jsonl").is_file()


def test_a_terminal_shows_how_far_it_is(
    register: Register, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    file = tmp_path / "a.txt"
    file.write_text(STORY, encoding="utf-8")
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setattr(sys, "stderr", shown := Terminal())
    read.main([str(file), "--json"], standalone_mode=False)
    assert re.search(rf"reading .*{len(STORY)}/{len(STORY)}.* bytes", shown.getvalue())
    assert json.loads(capsys.readouterr().out)["stamp"]["register"] == register.digest


def test_a_model_is_asked_only_where_it_is_known(penstock_command: Callable[..., Outcome], tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.write_text(STORY, encoding="utf-8")
    found = penstock_command("read", str(file), "--ask-model")
    assert found.status == 2
    assert "needs an endpoint and a model" in found.err
    assert penstock_command("read", str(tmp_path / "none.txt")).status == 1
