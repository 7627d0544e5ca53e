from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from penstock.cases.identifiers import SCHEMES, soundness
from penstock.cases.leads import Identifier

PUBLISHED = [
    ("uscc", "91350100M000100Y43"),  # the worked example of GB 32100-2015
    ("uscc", "91110000600037341L"),
    ("lei", "5493000IBP32UQZ0KL24"),
    ("lei", "2138 00WS GIIZ CXF1 P572"),
    ("iban", "GB82 WEST 1234 5698 7654 32"),  # ISO 13616's own
    ("iban", "DE89370400440532013000"),
    ("cas", "79099-07-3"),
    ("cas", "CAS No. 7732-18-5"),
    ("wallet", "1BvBMSEYstWetqTFn5Au4m4GFg7xJaNVN2"),
    ("wallet", "bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4"),  # BIP 173
]


def state(scheme: str, value: str) -> str:
    return soundness(Identifier(scheme=scheme, value=value)).state


@pytest.mark.parametrize(("scheme", "value"), PUBLISHED)
def test_published_examples_are_sound(scheme: str, value: str) -> None:
    assert state(scheme, value) == "sound"
    assert state(scheme.upper(), f" {value} ") == "sound"


@pytest.mark.parametrize(
    ("scheme", "value", "why"),
    [
        ("uscc", "91350100M000100Y44", "its check sign by GB 32100-2015 is wrong"),
        ("uscc", "91350100I000100Y43", "it is not 18 signs"),
        ("lei", "5493000IBP32UQZ0KL25", "its check digits by ISO 17442 is wrong"),
        ("lei", "", "it is not 20 signs"),
        ("iban", "GB82WEST12345698765433", "is wrong"),
        ("iban", "GB82", "it is not 15 to 34 signs"),
        ("cas", "79099-07-4", "its check digit is wrong"),
        ("cas", "piperidone", "it has not the shape"),
        ("wallet", "1BvBMSEYstWetqTFn5Au4m4GFg7xJaNVN3", "checksum as an address of bitcoin is wrong"),
    ],
)
def test_what_is_wrong_is_said(scheme: str, value: str, why: str) -> None:
    told = soundness(Identifier(scheme=scheme, value=value))
    assert told.state == "unsound"
    assert why in told.why


@pytest.mark.parametrize(
    ("scheme", "value"),
    [("rfc", "XAXX010101000"), ("wallet", "not one"), ("wallet", "0x52908400098527886e0f7030069857d2e4169ee7")],
)
def test_what_carries_no_check_is_unchecked_and_never_sound(scheme: str, value: str) -> None:
    assert state(scheme, value) == "unchecked"


DIGITS = [one for one in PUBLISHED if one[0] in {"uscc", "lei", "iban"}]


@given(st.sampled_from(DIGITS), st.data())
def test_one_digit_read_wrong_is_always_seen(example: tuple[str, str], data: st.DataObject) -> None:
    scheme, value = example[0], example[1].replace(" ", "")
    place = data.draw(st.sampled_from([at for at, sign in enumerate(value) if sign.isdigit()]))
    other = data.draw(st.sampled_from([digit for digit in "0123456789" if digit != value[place]]))
    assert state(scheme, value[:place] + other + value[place + 1 :]) == "unsound"


@given(st.sampled_from(SCHEMES), st.text(max_size=40))
def test_no_text_breaks_it(scheme: str, value: str) -> None:
    assert state(scheme, value) in {"sound", "unsound", "unchecked"}
