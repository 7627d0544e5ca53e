from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import msgspec
import pytest

from penstock.cli.beside import print_beside, rows_of
from penstock.kernel.errors import UsageError

if TYPE_CHECKING:
    from penstock.law.register import Register

ID = "cn-yu-haibin-2023-06-21"


def test_the_claims_are_printed_neutrally_with_their_texts(
    register: Register, capsys: pytest.CaptureFixture[str]
) -> None:
    found = rows_of(register, ID, msgspec.to_builtins(register.packed.statements[ID]), None)
    print_beside(found)
    out = capsys.readouterr().out
    assert "4-anilinopiperidine, UN: contradicted; the register shows controlled" in out
    assert "since 2022-11-23: CND decisions 65/4" in out
    assert not {"lie", "lied", "false", "wrong"} & set(out.lower().split())


def test_a_day_that_is_not_settled_has_to_be_given(register: Register) -> None:
    said = {"speaker": "Ann Lee", "day": "2023-06", "claims": []}
    with pytest.raises(UsageError, match="Give the day of law with --on"):
        rows_of(register, "x", said, None)
    assert rows_of(register, "x", said, date(2023, 6, 21))["claims"] == []
