from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from penstock.cases.beside import rows_of
from penstock.cli.beside import print_beside

if TYPE_CHECKING:
    import pytest

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
