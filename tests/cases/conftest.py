"""The register's parties ready to be looked up, for the documents about them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from penstock.cases.listed import Known
from penstock.screening.parties import PartyJudge

if TYPE_CHECKING:
    from penstock.law.register import Register


@pytest.fixture(scope="session")
def known(register: Register) -> Known:
    """Return where parties are looked up: the register alone."""
    return Known(register, (), PartyJudge(register))
