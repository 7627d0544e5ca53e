from __future__ import annotations

import pytest

from penstock.law.flags import NO_SUCH_FIELD, published
from penstock.law.register import Register


@pytest.fixture(scope="module")
def register() -> Register:
    return Register.load()


def test_every_flag_is_a_row_with_its_citation_and_all_it_reads(register: Register) -> None:
    rows = published(register, register.places(None))
    assert len(rows) == sum(len(file.flags) for file in register.packed.red_flags.values())
    assert len({row["id"] for row in rows}) == len(rows)
    assert all(row["citation"] and row["url"] and row["reads"] and row["checked_on"] for row in rows)


def test_a_flag_that_reads_payments_is_never_evaluated(register: Register) -> None:
    rows = {row["id"]: row for row in published(register, ["US"])}
    row = rows["us-fincen-2024.many-to-one"]
    assert (row["reads"], row["evaluated"]) == (["payments"], NO_SUCH_FIELD)
    assert rows["us-fincen-2024.unrelated-industry"]["evaluated"] == "by rule"
    assert row["citation"] == "FIN-2024-A002, page 11, transactional flag 2"


def test_only_publishers_of_the_places_asked_for_are_shown(register: Register) -> None:
    assert {row["jurisdiction"] for row in published(register, ["CN", "UN"])} == {"CN", "UN"}
    assert published(register, ["HK"]) == []
