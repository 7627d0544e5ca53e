from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from penstock.goods import scan
from penstock.goods.disguise import LOOK_ALIKES, replaced, undisguised


@pytest.mark.parametrize(
    ("text", "readings"),
    [
        ("acet0ne", ["acetone"]),
        ("асеtone", ["acetone"]),
        ("p@racetamol", ["paracetamol"]),
        ("5afrole", ["safrole"]),
        ("car8onate", ["carbonate"]),
        ("ni7rate", ["nitrate"]),
        ("ami$e and ch!oral", ["amise and chioral"]),
        ("safro1e", ["safroie", "safrole"]),
        ("т0luene", ["t0luene", "toluene"]),
        ("1一苯基", ["1-苯基"]),
        ("1ー苯基", ["1-苯基"]),
    ],
)
def test_disguised_letters_are_read_in_each_way(text: str, readings: list[str]) -> None:
    assert list(undisguised(text)) == readings


@pytest.mark.parametrize("text", ["", "acetone", "100 mg", "H2O", "C6H5", "67-64-1", "2-丙酮", "ACME 2024", "a0"])
def test_numbers_formulas_and_plain_words_are_no_disguise(text: str) -> None:
    assert list(undisguised(text)) == []


@pytest.mark.parametrize(
    ("original", "undone", "kinds"),
    [
        ("acet0ne", "acetone", ("leetspeak",)),
        ("aсetone", "acetone", ("homoglyph",)),
        ("aсet0ne", "acetone", ("homoglyph", "leetspeak")),
        ("acetone", "acetone", ()),
        ("", "", ()),
        ("сор", "cop", ()),  # a short word of another script is itself
    ],
)
def test_what_was_undone_is_told(original: str, undone: str, kinds: tuple[str, ...]) -> None:
    assert replaced(original, undone) == kinds


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("еphedrine 25 kg", {"homoglyph"}),
        ("ерhеdrinе", {"homoglyph"}),
        ("𝐞phedrine", {"homoglyph"}),
        ("ephed\u200brine", {"zero_width"}),
        ("ephe\u00addrine", {"zero_width"}),
        ("e p h e d r i n e 25 kg", {"spacing"}),
        ("ephe drine", {"spacing"}),
        ("3ph3drin3", {"leetspeak"}),
        ("ephedr1ne", {"leetspeak"}),
        ("ePHｅdrine", {"width"}),
        ("еphedr1ne", {"homoglyph", "leetspeak"}),
        ("ерhed\u200brine", {"homoglyph", "zero_width"}),
        ("ephedrine", set()),
        ("ｅｐｈｅｄｒｉｎｅ", set()),  # one width throughout, as Chinese forms are filled in
    ],
)
def test_a_disguised_name_is_found_with_what_hid_it(text: str, kinds: set[str]) -> None:
    (mention,) = scan(text)
    assert (mention.subject, set(mention.undone)) == ("299-42-3", kinds)
    assert mention.text == text[mention.start : mention.end]


def test_every_look_alike_stands_for_one_letter_it_is_not() -> None:
    for code, letter in LOOK_ALIKES.items():
        assert letter.isascii(), hex(code)
        assert letter.isalpha(), hex(code)
        assert code > 0x7F, hex(code)
        assert unicodedata.category(chr(code)) != "Cn", hex(code)


@given(st.text(max_size=40) | st.text("aсе0134@$!|-1一基 ", max_size=40))
def test_a_reading_keeps_the_length_and_is_another_text(text: str) -> None:
    readings = list(undisguised(text))
    assert len(set(readings)) == len(readings)
    for reading in readings:
        assert len(reading) == len(text)
        assert reading != text
        assert set(replaced(text, reading)) <= {"homoglyph", "leetspeak"}


@given(st.text("abcdefghijklmnopqrstuvwxyz -,;()", max_size=60))
def test_plain_lower_case_text_has_no_other_reading(text: str) -> None:
    assert list(undisguised(text)) == []
