"""Secrets that are handed out once and kept as their SHA-256 alone."""

from __future__ import annotations

import hashlib
import secrets

LONGEST = 200
"""Characters of a token that are looked at; a longer text is none."""


def new_token() -> str:
    """Return a new secret of 256 bits, 43 characters that fit an address."""
    return secrets.token_urlsafe(32)


def digest_of(token: str) -> str:
    """Return what is kept of a token. It is drawn from 256 bits, so a plain hash cannot be turned back."""
    return hashlib.sha256(token[: LONGEST + 1].encode(errors="replace")).hexdigest()
