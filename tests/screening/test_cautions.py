from __future__ import annotations

import pytest

from penstock.screening.cautions import ALONE, COMMON, Record, agrees, cautions, code_of, contradicts
from penstock.screening.party_answers import PartyQuestion

PERSON = Record(kind="person", countries=frozenset(["CN", "HK"]), births=frozenset(["1977-06-16", "1980"]))


def asked(country: str | None = None, born: str | None = None) -> PartyQuestion:
    return PartyQuestion(name="Zhang Wei", country=country, born=born)


def test_a_name_alone_never_convicts_a_person() -> None:
    assert list(cautions(asked(), PERSON)) == [ALONE]
    common = Record(kind="person", has_common_name=True)
    assert list(cautions(asked(), common)) == [COMMON, ALONE]


def test_of_a_company_nothing_is_said_that_was_not_asked() -> None:
    assert list(cautions(asked(), Record(kind="company", countries=frozenset(["CN"])))) == []


def test_what_agrees_and_what_differs_is_told() -> None:
    assert list(cautions(asked("CN", "1977-06-16"), PERSON)) == [
        "The country agrees: CN.",
        "The birth date agrees: 1977-06-16, 1980.",
    ]
    assert list(cautions(asked("DE", "1991"), PERSON)) == [
        ALONE,
        "The country differs: DE was given, CN, HK is on record.",
        "The birth date differs: 1991 was given, 1977-06-16, 1980 is on record.",
    ]


def test_the_record_s_own_note_comes_last() -> None:
    assert list(cautions(asked(), Record(kind="body", note="Two share the characters."))) == [
        "Two share the characters."
    ]


@pytest.mark.parametrize(
    ("born", "is_so", "is_not"),
    [
        (None, False, False),
        ("1977", True, False),
        ("1977-06", True, False),
        ("1977-06-16", True, False),
        ("1977-06-17", False, True),
        ("1980-02-01", True, False),
        ("1979", False, True),
    ],
)
def test_birth_dates_agree_as_far_as_both_are_known(born: str | None, *, is_so: bool, is_not: bool) -> None:
    assert agrees(asked(born=born), PERSON) is is_so
    assert contradicts(asked(born=born), PERSON) is is_not


def test_where_no_birth_date_is_on_record_none_contradicts() -> None:
    assert not contradicts(asked(born="1990"), Record(kind="person"))


@pytest.mark.parametrize(
    ("written", "code"),
    [("China", "CN"), ("HONG KONG", "HK"), ("MX", "MX"), ("Korea, North", "KP"), ("nowhere at all", None)],
)
def test_countries_are_read_as_lists_write_them(written: str, code: str | None) -> None:
    assert code_of(written) == code
