from __future__ import annotations

import hmac
from hashlib import scrypt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.store.conftest import CHEAP

from penstock.kernel.errors import StoreError, UsageError
from penstock.store.passwords import SHORTEST, Cost, cost_of, generated, hashed, matches

GOOD = st.text(st.characters(codec="utf-8", exclude_characters="\x00"), min_size=SHORTEST, max_size=60)


@settings(max_examples=50)
@given(GOOD, GOOD)
def test_a_password_matches_its_own_hash_alone(one: str, other: str) -> None:
    kept = hashed(one, CHEAP)
    assert matches(one, kept)
    assert one not in kept
    assert hashed(one, CHEAP) != kept, "the salt is new every time"
    if not matches(other, kept):
        assert other != one


@pytest.mark.parametrize(
    "other", ["", "correct horse batteri", "Correct horse battery", "correct horse battery\x00", "\ud800"]
)
def test_another_password_does_not_match(other: str) -> None:
    assert not matches(other, hashed("correct horse battery", CHEAP))


def test_the_cost_stands_beside_the_hash_and_is_the_one_used() -> None:
    kept = hashed("correct horse battery", Cost(n=2**5, r=2, p=4))
    assert kept.startswith("scrypt$32$2$4$")
    assert cost_of(kept) == Cost(n=2**5, r=2, p=4)
    assert not matches("correct horse battery", kept.replace("$32$", "$64$"))


def test_the_default_cost_is_what_owasp_asks_for() -> None:
    assert Cost() == Cost(n=32768, r=8, p=3)
    assert matches("correct horse battery", hashed("correct horse battery", Cost()))


def test_the_hash_is_that_of_the_standard_library() -> None:
    assert CHEAP.digest("passwörd", b"salt") == scrypt("passwörd".encode(), salt=b"salt", n=16, r=1, p=1, dklen=32)
    assert CHEAP.digest("passwo\u0308rd", b"salt") == CHEAP.digest("passwörd", b"salt")


def test_digests_are_compared_in_constant_time(monkeypatch: pytest.MonkeyPatch) -> None:
    compared = []

    compare = hmac.compare_digest

    def watch(one: bytes, other: bytes) -> bool:
        compared.append((one, other))
        return compare(one, other)

    kept = hashed("correct horse battery", CHEAP)
    monkeypatch.setattr("penstock.store.passwords.hmac.compare_digest", watch)
    assert matches("correct horse battery", kept)
    assert not matches("another horse battery", kept)
    assert len(compared) == 2


@pytest.mark.parametrize("password", ["", "x" * (SHORTEST - 1), "x" * 1_001, "twelve chars\x00"])
def test_a_password_that_is_too_short_or_no_text_is_refused(password: str) -> None:
    with pytest.raises(UsageError, match="password"):
        hashed(password, CHEAP)


@pytest.mark.parametrize("kept", ["", "scrypt$1$2$3$x", "argon2$16$1$1$AA==$AA==", "scrypt$a$1$1$AA==$AA=="])
def test_a_damaged_hash_is_told(kept: str) -> None:
    with pytest.raises(StoreError, match=r"damaged.*penstock user password"):
        matches("correct horse battery", kept)


def test_passwords_made_up_are_all_different() -> None:
    made = {generated() for _ in range(100)}
    assert len(made) == 100
    assert all(len(one) >= 24 for one in made)
