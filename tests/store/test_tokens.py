from __future__ import annotations

import hashlib

from penstock.store.tokens import digest_of, new_token


def test_tokens_are_long_and_all_different() -> None:
    made = {new_token() for _ in range(200)}
    assert len(made) == 200
    assert all(len(one) == 43 for one in made)


def test_what_is_kept_is_the_sha256() -> None:
    assert digest_of("abc") == hashlib.sha256(b"abc").hexdigest()


def test_any_text_is_taken_and_a_longer_one_is_no_token() -> None:
    assert digest_of("\ud800\x00") != digest_of("")
    token = new_token()
    assert digest_of(token) != digest_of(token + " " * 10**6)
