"""Passwords: hashed with scrypt, the cost and the salt beside the hash, compared in constant time."""

from __future__ import annotations

import hmac
import secrets
import unicodedata
from base64 import b64decode, b64encode
from dataclasses import dataclass
from hashlib import scrypt

from penstock.kernel.errors import StoreError, UsageError
from penstock.store.texts import plain

SHORTEST = 12
"""Characters a password has at least."""

LONGEST = 1_000
_DIGEST_BYTES = 32


@dataclass(frozen=True, slots=True)
class Cost:
    """What a hash costs: ``n`` blocks of ``r`` * 128 bytes, ``p`` times over.

    The default takes 32 MB and about 0.2 s, as the OWASP Password Storage Cheat Sheet asks at least of scrypt.
    """

    n: int = 2**15
    r: int = 8
    p: int = 3

    def digest(self, password: str, salt: bytes) -> bytes:
        """Return the scrypt of a password, 32 bytes."""
        told = unicodedata.normalize("NFC", password).encode()
        memory = 128 * self.r * (self.n + self.p + 2)
        return scrypt(told, salt=salt, n=self.n, r=self.r, p=self.p, dklen=_DIGEST_BYTES, maxmem=memory)


def hashed(password: str, cost: Cost) -> str:
    """Return a hash to keep, ``scrypt$n$r$p$salt$digest``, with a new salt.

    Raises:
        UsageError: The password is too short or too long.
    """
    if len(password) < SHORTEST:
        message = "The password is too short."
        raise UsageError(message, remedy=f"Use at least {SHORTEST} characters; a sentence does well.")
    salt = secrets.token_bytes(16)
    digest = cost.digest(plain(password, "password", LONGEST), salt)
    return f"scrypt${cost.n}${cost.r}${cost.p}${b64encode(salt).decode()}${b64encode(digest).decode()}"


def matches(password: str, kept: str) -> bool:
    """Tell whether a password is the one of a hash; how long it takes tells nothing of either.

    Raises:
        StoreError: The hash is none of ours.
    """
    cost, salt, digest = _taken_apart(kept)
    asked = password[:LONGEST].encode(errors="replace").decode()
    is_text = asked == password and "\x00" not in asked  # scrypt takes NULs at the end for none
    return hmac.compare_digest(cost.digest(asked, salt), digest) and is_text


def cost_of(kept: str) -> Cost:
    """Return the cost a hash was made at.

    Raises:
        StoreError: The hash is none of ours.
    """
    return _taken_apart(kept)[0]


def generated() -> str:
    """Return a new password that nobody guesses, 24 characters."""
    return secrets.token_urlsafe(18)


def _taken_apart(kept: str) -> tuple[Cost, bytes, bytes]:
    try:
        scheme, n, r, p, salt, digest = kept.split("$")
        if scheme == "scrypt":
            return Cost(int(n), int(r), int(p)), b64decode(salt, validate=True), b64decode(digest, validate=True)
    except ValueError:
        pass
    message = "The hash of a password is damaged."
    raise StoreError(message, remedy="Set it anew with 'penstock user password NAME'.")
