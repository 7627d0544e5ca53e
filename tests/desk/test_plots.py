from __future__ import annotations

import re
import sys
from base64 import b64decode
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import pytest
from tests.cases.kept import CASES, DAY

from penstock.cases.control import lags, spans
from penstock.cases.document import ListingRow
from penstock.cases.gathered import rows, scored
from penstock.cases.sections import of_leads
from penstock.desk.documents import Words
from penstock.desk.plots import FONTS, plots, results
from penstock.kernel.errors import OutputError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from penstock.cases.document import Row
    from penstock.desk.plots import Plot
    from penstock.desk.words import Language
    from penstock.law.register import Register

ROWS = rows(CASES, DAY)


def drawn(told: Sequence[Row]) -> list[Plot]:
    return plots(told, DAY.isoformat(), Words.of("en").say)


def outcomes(language: Language = "en") -> list[Plot]:
    words = Words.of(language)
    return results(of_leads(ROWS.leads), words.say, words.name)


def svg(plot: Plot) -> str:
    text = b64decode(plot.source.removeprefix("data:image/svg+xml;base64,")).decode()
    ET.fromstring(text)  # noqa: S314  # our own
    return text


def texts(plot: Plot) -> set[str]:
    return set(re.findall(r"<text[^>]*>([^<]+)</text>", svg(plot)))


def test_spans_are_told_apart_by_hatches_and_named_in_a_key(register: Register) -> None:
    told = spans(register, "4-ap", tuple(register.packed.jurisdictions), DAY)
    (plot,) = drawn(told)
    assert {row.place for row in told} <= texts(plot)
    assert {"holds", "ended", "first day unknown"} <= texts(plot)
    assert svg(plot).count("<pattern") >= 2
    assert DAY.isoformat() in plot.title


def test_days_behind_the_un_are_written_beside_their_bars(register: Register) -> None:
    (plot,) = drawn(lags(register, ["4-piperidone"], ("US", "CN", "GB"), DAY))
    assert {"-571", "229", "US", "CN"} <= {text.replace("\u2212", "-") for text in texts(plot)}
    assert "GB" not in texts(plot), "what is not known has no bar"
    (several,) = drawn(lags(register, ["4-piperidone", "4-ap"], ("US", "CN"), DAY))
    assert "4-piperidone: CN" in texts(several)


def test_results_and_shares_are_drawn() -> None:
    (told,) = outcomes()
    assert {"confirmed", "entity defunct"} <= texts(told)
    assert results((), Words.of("en").say, Words.of("en").name) == []
    (shares,) = drawn([row for row in scored(ROWS.past, DAY, "amber") if row.by == "basis"])
    assert "1/2" in texts(shares)


def test_listings_are_drawn_where_a_day_is_known() -> None:
    row = ListingRow(
        party="p", name="n", list="l", title="A list", verdict="delisted", since="2020-06-05", until="2023-11-16",
        since_basis="published", programmes=(), note=None, citation=None, url=None,
    )  # fmt: skip
    (plot,) = drawn([row])
    assert {"A list", "ended"} <= texts(plot)
    assert drawn([ListingRow(**{name: getattr(row, name) for name in row.__struct_fields__} | {"since": None})]) == []
    assert drawn([]) == []


def test_hanzi_stay_texts_in_a_font_that_has_them() -> None:
    (plot,) = outcomes("zh-Hans")
    assert "证实" in texts(plot)
    assert FONTS in svg(plot)
    assert "Noto Sans CJK SC" in FONTS


def test_the_same_rows_give_the_same_picture(register: Register) -> None:
    told = spans(register, "4-ap", ("CN", "US"), DAY)
    assert drawn(told) == drawn(told)
    assert not re.search(r"20\d\d-\d\d-\d\dT", svg(drawn(told)[0])), "no moment of drawing"


def test_what_is_missing_is_named_with_its_extra(register: Register, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "matplotlib", None)
    with pytest.raises(OutputError, match=r"pip install 'penstock\[desk,print\]'"):
        drawn(spans(register, "4-ap", ("CN",), DAY))
