from __future__ import annotations

from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np
import polars as pl
import pytest
from tests.batch.telling_files import keep_lists

from penstock.batch.cache import Learnt
from penstock.batch.concerned import Concerned, NamesConcerned
from penstock.batch.parties_anew import PartiesAnew
from penstock.batch.pool import NamePool
from penstock.batch.run import parties_of_run
from penstock.screening.alike import Sort
from penstock.screening.consignment import GoodsItem
from penstock.screening.party_findings import PartyFindings
from penstock.screening.route import places_of

if TYPE_CHECKING:
    from pathlib import Path

    from penstock.law.register import Register

DAY, SEED = date(2026, 11, 22), 3
NAMES = ["Oldco", "Cedar Works", "Made-Up Traders"]


@pytest.fixture
def parties(tmp_path: Path, register: Register) -> PartyFindings:
    """Return who judges parties by two vintages, of March and of September 2026."""
    found, _ = parties_of_run(register, None, ("consignee_name",), keep_lists(tmp_path / "lists"))
    assert found is not None
    return found


def anew(parties: PartyFindings, register: Register, learnt: Learnt | None = None) -> PartiesAnew:
    names = NamesConcerned([("MADE UP TRADERS LLC", "company")], SEED, NamePool(("", "", None, False), 1), None)
    return PartiesAnew(parties, partial(places_of, register, None), DAY, names, learnt)


def row(number: int, name: str, **values: Any) -> Concerned:  # noqa: ANN401  # fields of an item
    return Concerned(number, GoodsItem(consignment_id="", item_no=1, consignee_name=name, **values))


def test_each_row_is_judged_for_its_day_its_country_and_its_route(parties: PartyFindings, register: Register) -> None:
    days = [None, date(2026, 10, 1), date(2026, 3, 1), date(2025, 1, 1)]
    rows = [row(nth, name, date=day) for nth, (name, day) in enumerate((n, d) for n in NAMES for d in days)]
    rows.append(row(99, NAMES[0], destination_country="US", consignee_country="US"))
    found = list(anew(parties, register).judged("f.csv", rows))
    assert [(one.file, one.row) for one in found] == [("f.csv", one.row) for one in rows]
    for one, (_, item) in zip(found, rows, strict=True):
        places = ("US", "UN") if item.destination_country else register.places(None)
        plain = parties.of(item, item.date or DAY, places)
        assert [(f.code, f.duty, f.field) for f in one.judged.findings] == [
            (f.code, f.duty, f.field) for f in plain.findings
        ]
        assert one.judged.unknown == plain.unknown
    assert len({one.judged.findings for one in found}) > 2


def test_rows_between_whose_days_nothing_changes_are_judged_once(
    parties: PartyFindings, register: Register, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[date] = []
    of = PartyFindings.of

    def spying(found: PartyFindings, item: GoodsItem, day: date, places: tuple[str, ...]) -> object:
        asked.append(day)
        return of(found, item, day, places)

    monkeypatch.setattr(PartyFindings, "of", spying)
    rows = [row(day, "Oldco", date=date(2026, 10, day)) for day in range(1, 20)]
    list(anew(parties, register).judged("f.csv", rows))
    assert set(asked) == {date(2026, 10, 1)}


def test_names_that_no_list_had_are_not_searched_for_unless_they_are_concerned(
    parties: PartyFindings, register: Register, monkeypatch: pytest.MonkeyPatch
) -> None:
    numbers = pl.Series(NAMES).hash(SEED).to_numpy()
    learnt = Learnt(numbers.tobytes(), np.array([Sort.LOUD, Sort.SILENT, Sort.SILENT], np.uint8).tobytes(), None)
    known: list[str] = []
    monkeypatch.setattr(PartyFindings, "know_unlisted", lambda _, names: known.extend(names))
    rows = [row(nth, name) for nth, name in enumerate([*NAMES, "Another Trading"])]
    list(anew(parties, register, learnt).judged("f.csv", rows))
    assert known == ["Cedar Works"]
