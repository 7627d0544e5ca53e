from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from penstock.batch import fields
from penstock.batch.columns import vocabulary
from penstock.batch.fields import BadCell

if TYPE_CHECKING:
    from collections.abc import Callable


def refused(convert: Callable[[object], object], cell: object) -> str:
    with pytest.raises(BadCell) as caught:
        convert(cell)
    assert caught.value.remedy.endswith(".")
    return caught.value.code


@pytest.mark.parametrize(
    "cell",
    [
        "2025-04-03",
        "20250403",
        "2025/04/03",
        "2025/4/3",
        "2025.04.03",
        "2025年4月3日",
        "２０２５-04-03",
        " 2025-04-03 ",
        "2025-04-03 00:00:00",
        "2025-04-03T10:15:00Z",
        20250403,
        20250403.0,
        date(2025, 4, 3),
        datetime(2025, 4, 3, 23, 59, tzinfo=UTC),
    ],
)
def test_date(cell: object) -> None:
    assert fields.read_date(cell) == date(2025, 4, 3)
    assert type(fields.read_date(cell)) is date


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ("03/04/2025", "ambiguous_date"),
        ("3-4-25", "ambiguous_date"),
        ("12.11.2025", "ambiguous_date"),
        ("13-04-25", "ambiguous_date"),
        ("31.02.2024", "bad_date"),
        ("13/14/2024", "bad_date"),
        ("00/13/2024", "bad_date"),
        ("2025-02-30", "bad_date"),
        ("2025-W14-4", "bad_date"),
        ("2025-04", "bad_date"),
        ("soon", "bad_date"),
        (45750, "bad_date"),
        (True, "bad_date"),
        (["2025-04-03"], "nested_value"),
    ],
)
def test_date_refused(cell: object, code: str) -> None:
    assert refused(fields.read_date, cell) == code


@pytest.mark.parametrize(
    ("cell", "day"),
    [
        ("13/02/2024", date(2024, 2, 13)),
        ("31.12.2023", date(2023, 12, 31)),
        ("02-13-2024 08:00", date(2024, 2, 13)),
        ("12/31/2023", date(2023, 12, 31)),
        ("5.5.2024", date(2024, 5, 5)),
    ],
)
def test_a_date_with_one_way_round_is_read(cell: str, day: date) -> None:
    assert fields.read_date(cell) == day


def test_the_remedy_of_an_ambiguous_date_says_how_to_write_it() -> None:
    with pytest.raises(BadCell, match="YYYY-MM-DD"):
        fields.read_date("03/04/2025")


@pytest.mark.parametrize(
    ("cell", "number"),
    [
        ("1000.5", 1000.5),
        ("1,000.5", 1000.5),
        ("1.000,5", 1000.5),
        ("1 000,5", 1000.5),
        ("1\u00a0000.5", 1000.5),
        ("1'000.5", 1000.5),
        ("1,000,000", 1e6),
        ("1.000.000", 1e6),
        ("1.000", 1.0),
        ("0,125", 0.125),
        ("1,5", 1.5),
        ("1234,567", 1234.567),
        ("２５", 25.0),
        (" 25 ", 25.0),
        ("1e3", 1000.0),
        ("0", 0.0),
        (7, 7.0),
        (7.25, 7.25),
        (Decimal("7.25"), 7.25),
    ],
)
def test_number(cell: object, number: float) -> None:
    assert fields.read_number(cell) == number


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ("1,000", "ambiguous_number"),
        ("25,400", "ambiguous_number"),
        ("-1", "negative_number"),
        (-0.5, "negative_number"),
        ("−3", "negative_number"),
        ("nan", "bad_number"),
        ("inf", "bad_number"),
        (float("nan"), "bad_number"),
        (float("inf"), "bad_number"),
        ("1e999", "bad_number"),
        ("1_000", "bad_number"),
        ("1,00,0", "bad_number"),
        ("1.000,5.2", "bad_number"),
        ("$5", "bad_number"),
        ("five", "bad_number"),
        (True, "bad_number"),
        ({"value": 1}, "nested_value"),
    ],
)
def test_number_refused(cell: object, code: str) -> None:
    assert refused(fields.read_number, cell) == code


def test_the_remedy_of_an_ambiguous_number_shows_both_readings() -> None:
    with pytest.raises(BadCell, match=r"It may mean 1000 or 1\.000"):
        fields.read_number("1,000")


@given(st.floats(min_value=0, max_value=1e15))
def test_every_written_float_reads_back(number: float) -> None:
    assert fields.read_number(repr(number)) == number


@given(st.text())
def test_no_text_breaks_a_converter(text: str) -> None:
    for convert in fields.CONVERTERS.values():
        try:
            convert(text)
        except BadCell as bad:
            assert bad.remedy  # noqa: PT017  # any outcome but another error is right


@pytest.mark.parametrize(
    ("cell", "pair"),
    [
        ("25", (25.0, None)),
        ("25 kg", (25.0, "kg")),
        ("25kg", (25.0, "kg")),
        ("1,000.5 drums", (1000.5, "drums")),
        ("25 公斤", (25.0, "公斤")),
        ("1e3", (1000.0, None)),
        (25, (25.0, None)),
    ],
)
def test_quantity(cell: object, pair: tuple[float, str | None]) -> None:
    assert fields.read_quantity(cell) == pair


@pytest.mark.parametrize(
    ("cell", "code"),
    [("about 25", "bad_number"), ("-25 kg", "negative_number"), ("1,000 kg", "ambiguous_number")],
)
def test_quantity_refused(cell: object, code: str) -> None:
    assert refused(fields.read_quantity, cell) == code


@pytest.mark.parametrize(("cell", "mass"), [("25", 25.0), ("25 kg", 25.0), ("25公斤", 25.0), (2.5, 2.5)])
def test_kilograms(cell: object, mass: float) -> None:
    assert fields.read_kilograms(cell) == mass


def test_another_unit_in_a_column_of_kilograms_is_refused() -> None:
    assert refused(fields.read_kilograms, "25 g") == "bad_unit"


def test_percent() -> None:
    assert fields.read_percent("99,5 %") == 99.5
    assert fields.read_percent("50％") == 50.0
    assert fields.read_percent(100) == 100.0
    assert refused(fields.read_percent, "100.1") == "bad_percent"
    assert refused(fields.read_percent, "-1%") == "negative_number"


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ("CN", "CN"),
        ("cn", "CN"),
        ("chn", "CN"),
        ("China", "CN"),
        ("中国", "CN"),
        ("中國", "CN"),
        ("P.R. China", "CN"),
        ("USA", "US"),
        ("U.S.A.", "US"),
        ("美國", "US"),
        ("Estados Unidos", "US"),
        ("México", "MX"),
        ("mexico", "MX"),
        ("墨西哥", "MX"),
        ("Canadá", "CA"),
        ("Hong Kong", "HK"),
        ("香港", "HK"),
        ("España", "ES"),
        ("Alemania", "DE"),
        ("德国", "DE"),
        ("UK", "GB"),
        ("CA-BC", "CA-BC"),
        ("ca-bc", "CA-BC"),
        (" ＭＸ ", "MX"),
    ],
)
def test_country(cell: object, code: str) -> None:
    assert fields.read_country(cell) == code


def test_every_member_of_the_union_has_names() -> None:
    union = "AT BE BG HR CY CZ DK EE FI FR DE GR HU IE IT LV LT LU MT NL PL PT RO SK SI ES SE"
    named = set(vocabulary().countries.values())
    assert set(union.split()) <= named


@pytest.mark.parametrize("cell", ["ZZ", "XXX", "Atlantis", "86", "ZZ-BC", "EU", "x" * 1000])
def test_country_refused(cell: object) -> None:
    assert refused(fields.read_country, cell) == "bad_country"


@pytest.mark.parametrize(
    ("cell", "codes"),
    [
        ("PA", ("PA",)),
        ("PA, GT;MX|us", ("PA", "GT", "MX", "US")),
        ("PA GT", ("PA", "GT")),
        ("Hong Kong, Estados Unidos", ("HK", "US")),
        ("巴拿马、墨西哥", ("PA", "MX")),
        ("PA,,", ("PA",)),
        (",", ()),
        (["PA", None, "mex"], ("PA", "MX")),
        ([], ()),
    ],
)
def test_transit_countries(cell: object, codes: tuple[str, ...]) -> None:
    assert fields.read_countries(cell) == codes


@pytest.mark.parametrize("cell", ["PA, Atlantis", "PA ZZ", ["ZZ"]])
def test_transit_countries_refused(cell: object) -> None:
    assert refused(fields.read_countries, cell) == "bad_country"


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ("50-00-0", "50-00-0"),
        ("7732-18-5", "7732-18-5"),
        ("1960-06-1", "1960-06-1"),  # a right check digit: a number, whatever it looks like
        ("50-00-1", "50-00-1"),  # a wrong one: the check says so, not the reader
        ("2099-13-9", "2099-13-9"),  # no month 13
        (" 50-00-0 ", " 50-00-0 "),
        ("CAS 50-00-0", "CAS 50-00-0"),
        ("n/a", "n/a"),
        (50000, "50000"),
        (123.0, "123"),
    ],
)
def test_cas_number_stays_as_written(cell: object, text: str) -> None:
    assert fields.read_cas_number(cell) == text


@pytest.mark.parametrize(
    "cell",
    [
        "2012-10-05",
        "2012-10-05 00:00:00",
        "1960/6/1",
        "1960-6-1",
        "1960-06-9",
        "10/5/2012",
        "05.10.2012",
        "5-Oct-12",
        "5-oct-2012",
        "5-dic-12",
        "Jan-79",
        "Oct 5, 2012",
        "2012年10月5日",
        "10月5日",
        "4691-10-05",
        date(1960, 6, 1),
        datetime(1960, 6, 1, tzinfo=UTC),
    ],
)
def test_cas_typed_as_a_date_is_refused(cell: object) -> None:
    assert refused(fields.read_cas_number, cell) == "cas_as_date"


def test_the_remedy_of_a_dated_cas_says_to_format_as_text() -> None:
    with pytest.raises(BadCell, match="Format the column as text and type the CAS number again"):
        fields.read_cas_number("5-Oct-12")


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ("2933.39", "2933.39"),
        (2933.39, "2933.39"),
        ("2933399090.0", "2933399090"),
        (2933399090.0, "2933399090"),
        (2933399090, "2933399090"),
        (8.47989e7, "84798900"),
        ("0102.21", "0102.21"),
        ("2933 39 90", "2933 39 90"),
    ],
)
def test_commodity_code(cell: object, text: str) -> None:
    assert fields.read_commodity_code(cell) == text


@pytest.mark.parametrize("cell", ["8.47989e7", "8.47989E+07", "2,93E+09"])
def test_commodity_code_in_scientific_notation_is_refused(cell: object) -> None:
    assert refused(fields.read_commodity_code, cell) == "code_as_number"


@pytest.mark.parametrize(("cell", "text"), [(" A-1 ", "A-1"), (123.0, "123"), (7, "7"), ("1.0", "1.0"), (True, "true")])
def test_id(cell: object, text: str) -> None:
    assert fields.read_id(cell) == text


@pytest.mark.parametrize(("cell", "number"), [("1", 1), ("007", 7), ("2.0", 2), (3, 3), (4.0, 4)])
def test_item_no(cell: object, number: int) -> None:
    assert fields.read_item_no(cell) == number


@pytest.mark.parametrize("cell", ["0", "-1", "1.5", "a", "²", "9" * 5000, 0])
def test_item_no_refused(cell: object) -> None:
    assert refused(fields.read_item_no, cell) == "bad_item_no"


def test_text_keeps_what_no_eye_sees() -> None:
    assert fields.read_text("4\u200b-ANPP\x07") == "4\u200b-ANPP\x07"
    assert refused(fields.read_text, b"bytes") == "nested_value"
