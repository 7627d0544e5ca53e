"""What is found in a text, and where."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Kind = Literal["substance", "equipment", "class", "code"]
Stand = Literal["whole", "word", "part"]
Found = Literal["name", "abbreviation", "slip", "cas", "code"]
Undone = Literal["homoglyph", "zero_width", "spacing", "leetspeak", "width"]


@dataclass(frozen=True, slots=True)
class Mention:
    """A subject found in a text, at ``text[start:end]``; a name's span takes in its salt and hydrate words.

    ``subject`` is the CAS number of the base substance, the kind of equipment, the id of a class that a law describes
    in words (``class``: some member is meant, and the name does not say which) or the digits of a customs code: for a
    substance without a number the id of its record, for a CAS number with a wrong check digit ``None``, and ``code`` is
    ``bad_cas`` then. ``ordinary`` tells that no list of the register names the chemical, now or at another time.
    ``by`` is how it was found (``slip``: a name with one slip of the pen), ``salt`` the salt form named with it,
    ``undone`` what had to be undone before the name showed, ``record`` the id of the register's record, if it has one.
    ``is_test`` tells that the goods test for what is named ("fentanyl test strips"): the name is only part of theirs.
    """

    start: int
    end: int
    kind: Kind
    subject: str | None
    text: str
    stand: Stand
    by: Found
    ordinary: bool = False
    salt: str | None = None
    undone: tuple[Undone, ...] = ()
    record: str | None = None
    code: Literal["bad_cas"] | None = None
    is_test: bool = False
