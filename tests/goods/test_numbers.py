from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from penstock.goods.numbers import cas_numbers, customs_codes, number_of
from penstock.substances.cas import check_digit

if TYPE_CHECKING:
    from penstock.goods import Mention

NUMBERS = {"299-42-3": ("ephedrine", False), "67-64-1": ("acetone", False), "7647-14-5": (None, True)}
HELD = {"299-42-3", "67-64-1"}


def numbers(text: str) -> list[Mention]:
    return list(cas_numbers(text, NUMBERS, HELD))


def codes(text: str) -> list[str | None]:
    return [mention.subject for mention in customs_codes(text, ("293941",))]


@pytest.mark.parametrize(
    "text",
    [
        "299-42-3",
        "299 - 42 - 3",
        "299 42 3",
        "299.42.3",
        "299/42/3",
        "299_42_3",
        "299–42–3",
        "299−42−3",
        "299\u201142\u20113",
        "２９９－４２－３",
        "２９９－42-３",
        "0000299-42-3",
        "299\u200b-42-3",
    ],
)
def test_a_known_number_is_read_in_odd_punctuation(text: str) -> None:
    for around, stand in (("{}", "whole"), ("drum ({}) 25 kg", "word"), ("货物{}，25公斤", "word")):
        whole = around.format(text)
        (mention,) = numbers(whole)
        assert (mention.subject, mention.record, mention.code, mention.stand) == ("299-42-3", "ephedrine", None, stand)
        assert mention.text == text == whole[mention.start : mention.end]


@pytest.mark.parametrize(
    ("text", "subject"),
    [
        ("CAS 108-88-3", "108-88-3"),
        ("CAS No. 108.88.3", "108-88-3"),
        ("cas nr.: 108 88 3", "108-88-3"),
        ("CAS号：108-88-3", "108-88-3"),
        ("CAS登录号 108883", "108-88-3"),
        ("CAS#108883", "108-88-3"),
        ("CAS RN 1O8-88-3", "108-88-3"),
        ("108-88-3", "108-88-3"),  # its check digit is right
    ],
)
def test_a_number_nobody_knows_counts_behind_its_label_or_by_its_check_digit(text: str, subject: str) -> None:
    (mention,) = numbers(text)
    assert (mention.subject, mention.record, mention.ordinary) == (subject, None, True)


@pytest.mark.parametrize(
    "text",
    ["108.88.3", "108 88 3", "108883", "1O8-88-3", "108-88-4", "part no. 108-88-3", "型号 108-88-3", "casing 108883"],
)
def test_without_a_label_an_unknown_figure_is_no_cas_number(text: str) -> None:
    assert numbers(text) == []


def test_a_zero_misread_as_a_letter_is_told() -> None:
    (mention,) = numbers("CAS 67-64-l")
    assert (mention.subject, mention.undone) == ("67-64-1", ("leetspeak",))


@pytest.mark.parametrize(
    "text", ["CAS 299-42-4", "299-42-4", "CAS: 299.42.4", "CAS 108-88-4", "929-42-3", "２９９－４２－４"]
)
def test_a_wrong_check_digit_is_shown_and_names_nothing(text: str) -> None:
    (mention,) = numbers(text)
    assert (mention.subject, mention.record, mention.ordinary, mention.code) == (None, None, False, "bad_cas")


def test_an_ordinary_number_is_ordinary() -> None:
    (mention,) = numbers("7647-14-5")
    assert (mention.subject, mention.ordinary, mention.record) == ("7647-14-5", True, None)


@pytest.mark.parametrize("text", ["1299-42-35", "9-299-42-3", "299-42-3-1", "299-42-3.5", "2026-11-22", "299-42", ""])
def test_a_piece_of_a_longer_figure_is_no_cas_number(text: str) -> None:
    assert numbers(text) == []


def test_several_numbers_come_in_order() -> None:
    assert [mention.subject for mention in numbers("299-42-3, 67-64-1; 7647-14-5")] == [
        "299-42-3",
        "67-64-1",
        "7647-14-5",
    ]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("HS 2939.41", ["293941"]),
        ("ephedrine salts 2939.41", ["293941"]),
        ("HS code: 847930", ["847930"]),
        ("海关编码：８４７９３０", ["847930"]),
        ("Zolltarifnummer 8479 30 00", ["84793000"]),
        ("partida arancelaria 2914.11, 2902.30", ["291411", "290230"]),
        ("847930", []),
        ("total USD 2939.41", []),
        ("lot 2939.41", []),
        ("HS 9939.41", []),  # there is no such chapter
        ("HS 0039.41", []),
        ("12939.41", []),
        ("2939.41.5", []),
        ("", []),
    ],
)
def test_a_customs_code_counts_behind_its_label_or_where_the_register_knows_it(text: str, found: list[str]) -> None:
    assert codes(text) == found


BODIES = st.integers(1000, 999999999).map(str)


@given(BODIES, st.sampled_from(["{}-{}-{}", "{} - {} - {}", "{}–{}–{}", "{}−{}−{}", "00{}-{}-{}"]))
def test_any_number_with_its_check_digit_is_read_back(body: str, shape: str) -> None:
    head, middle = body[:-2], body[-2:]
    parts = (head, middle, check_digit(body))
    text = shape.format(*parts)
    assert number_of(text) == "-".join(parts)
    (mention,) = numbers(f"CAS {text}")
    assert (mention.subject, mention.text, mention.code) == ("-".join(parts), text, None)


@given(BODIES, st.integers(1, 9))
def test_any_other_check_digit_is_wrong(body: str, more: int) -> None:
    wrong = (int(check_digit(body)) + more) % 10
    (mention,) = numbers(f"CAS {body[:-2]}-{body[-2:]}-{wrong}")
    assert (mention.subject, mention.code) == (None, "bad_cas")


@given(st.text("0123456789-./ casCASnoHS:２９－\u200b", max_size=50))
def test_spans_are_true_slices_in_order_and_never_overlap(text: str) -> None:
    for found in (sorted(numbers(text), key=lambda mention: mention.start), list(customs_codes(text, ("293941",)))):
        end = 0
        for mention in found:
            assert end <= mention.start < mention.end
            assert mention.text == text[mention.start : mention.end]
            end = mention.end
