from __future__ import annotations

import csv
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from penstock.substances.cas import MAX_LENGTH, check_digit, read_cas, suggest_cas

if TYPE_CHECKING:
    from pathlib import Path

    from penstock.law.register import Register

DIGITS = "0123456789"


@st.composite
def cas_numbers(draw: st.DrawFn) -> str:
    head = draw(st.integers(50, 9_999_999))
    middle = draw(st.integers(0, 99))
    body = f"{head}-{middle:02d}"
    return f"{body}-{check_digit(body)}"


def is_valid(text: str) -> bool:
    reading = read_cas(text)
    return reading is not None and reading.is_valid


@pytest.mark.parametrize(
    "number",
    ["50-00-0", "67-64-1", "108-88-3", "7732-18-5", "40064-34-4", "41661-47-6", "437-38-7", "125541-22-2"],
)
def test_numbers_of_real_substances_are_valid(number: str) -> None:
    reading = read_cas(number)
    assert reading is not None
    assert (reading.number, reading.is_valid, reading.expected_digit) == (number, True, number[-1])


def test_a_wrong_check_digit_is_told_with_the_right_one_and_never_repaired() -> None:
    reading = read_cas("41661-47-5")
    assert reading is not None
    assert not reading.is_valid
    assert reading.number == "41661-47-5"
    assert reading.expected_digit == "6"


@pytest.mark.parametrize(
    "text",
    [
        " 108-88-3 ",
        "108 - 88 - 3",
        "108‐88‐3",
        "108‑88‑3",
        "108–88–3",
        "108—88—3",
        "108−88−3",
        "１０８－８８－３",
        "108ー88ー3",
        "108\u00ad88\u00ad3",
        "\ufeff108-88-3",
        "108\u200b-88-3",
        "108\u00a0-\u00a088-3",
        "١٠٨-٨٨-٣",
        "000108-88-3",
        "CAS 108-88-3",
        "cas:108-88-3",
        "CAS No. 108-88-3",
        "CAS-No.: 108-88-3",
        "CAS-Nr. 108-88-3",
        "CAS RN 108-88-3",
        "CAS RN® 108-88-3",
        "CAS#108-88-3",
        "CAS Registry Number: 108-88-3",
        "Número CAS: 108-88-3",
        "Nº CAS 108-88-3",
        "N° CAS 108-88-3",
        "CAS号：108-88-3",
        "CAS登记号 108-88-3",
        "[108-88-3]",
        "(108-88-3)",
    ],
)
def test_one_number_is_read_from_any_dash_width_padding_and_label(text: str) -> None:
    reading = read_cas(text)
    assert reading is not None
    assert (reading.number, reading.is_valid) == ("108-88-3", True)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "CAS",
        "toluene",
        "108883",
        "108-88",
        "108-88-33",
        "108-883-3",
        "1-88-3",
        "12345678-88-3",
        "108-88-3-1",
        "108-88-3 and 67-64-1",
        "108.88.3",
        "2023-06-21",
        "MFCD108-88-3",
        "00-00-0",
        "0000000-00-0",
        "05-43-1",
        "²-³",
    ],
)
def test_other_shapes_are_no_cas_number(text: str) -> None:
    assert read_cas(text) is None


def test_a_long_text_is_refused_at_once_and_padding_does_not_count() -> None:
    assert read_cas("CAS" + " " * MAX_LENGTH + "108-88-3") is None
    assert is_valid(" " * MAX_LENGTH + "108-88-3")


def test_the_check_digit_is_the_sum_of_the_places_modulo_ten() -> None:
    # 7732-18-5, water: 8*1 + 1*2 + 2*3 + 3*4 + 7*5 + 7*6 = 105
    assert check_digit("7732-18") == "5"
    assert check_digit("773218") == "5"


@given(cas_numbers())
def test_a_number_with_its_check_digit_is_valid_however_it_is_dressed(number: str) -> None:
    wide = number.translate({ord(c): ord(c) + 0xFEE0 for c in DIGITS + "-"})
    for text in (number, wide, f"CAS No. {number}", number.replace("-", " – ")):
        reading = read_cas(text)
        assert reading is not None
        assert (reading.number, reading.is_valid) == (number, True)


@given(cas_numbers(), st.data())
def test_one_changed_digit_is_seen_or_makes_another_number(number: str, data: st.DataObject) -> None:
    place = data.draw(st.sampled_from([i for i, c in enumerate(number) if c != "-"]))
    digit = data.draw(st.sampled_from([c for c in DIGITS if c != number[place]]))
    changed = number[:place] + digit + number[place + 1 :]
    reading = read_cas(changed)
    assert reading is None or reading.number != number
    assert suggest_cas(changed, {number}) == [number]


@given(cas_numbers())
def test_exactly_one_check_digit_is_right(number: str) -> None:
    assert [digit for digit in DIGITS if is_valid(number[:-1] + digit)] == [number[-1]]


@given(cas_numbers(), st.data())
def test_two_swapped_neighbours_are_suggested_back(number: str, data: st.DataObject) -> None:
    digits = [i for i, c in enumerate(number) if c != "-"]
    left = data.draw(st.integers(0, len(digits) - 2))
    swapped = list(number)
    swapped[digits[left]], swapped[digits[left + 1]] = swapped[digits[left + 1]], swapped[digits[left]]
    assert suggest_cas("".join(swapped), {number}) == [number]


def test_suggestions_come_likeliest_first_without_repeats() -> None:
    # 41661-47-5: the check digit is wrong, or one digit is, or two are swapped.
    known = {"41661-47-6", "41661-42-5", "41664-17-5"}
    assert suggest_cas("41661-47-5", known) == ["41661-47-6", "41661-42-5", "41664-17-5"]
    assert suggest_cas("108-83-8", {"108-88-3"}) == ["108-88-3"]
    assert suggest_cas("41661-47-5", {"67-64-1"}) == []


def test_a_swap_across_a_hyphen_is_one_slip_and_two_wrong_digits_are_not() -> None:
    assert suggest_cas("416614-17-6", {"41661-47-6"}) == []
    assert suggest_cas("41664-17-6", {"41661-47-6"}) == ["41661-47-6"]
    assert suggest_cas("41661-38-6", {"41661-47-6"}) == []


def test_every_number_of_the_register_is_read_as_itself(register: Register) -> None:
    for number in register.by_cas:
        reading = read_cas(number)
        assert reading is not None, number
        assert (reading.number, reading.is_valid) == (number, True)


def test_thousands_of_real_numbers_are_read_as_themselves(shared: Path) -> None:
    with (shared / "bench" / "cas_name_smiles_toxcast.csv").open(encoding="utf-8", newline="") as file:
        numbers = [row["cas"] for row in csv.DictReader(file)]
    shaped = [number for number in numbers if read_cas(number) is not None]
    assert len(shaped) > 8000
    assert [number for number in shaped if not is_valid(number)] == []
