"""Systematic names to structures, through OPSIN.

OPSIN is a Java program; the optional extra ``names`` (``py2opsin``) brings it. It runs on this machine and fetches
nothing. One start takes about a second and then thousands of names a second are read, so names go in one batch.

A name says less than it seems to: of the ToxCast names OPSIN reads, one in twenty gives another skeleton than the
structure on record. What comes from here is never more than "by name, unconfirmed".
"""

from __future__ import annotations

import re
import unicodedata
import warnings
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from functools import lru_cache
from importlib.metadata import version
from importlib.util import find_spec
from io import BytesIO, TextIOWrapper
from pathlib import Path
from shutil import which
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from penstock.kernel.errors import NamingError
from penstock.substances.cas import DASHES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

MAX_LENGTH = 500
"""Longest name that is read, in characters; the longest of the register has 135."""

READER = "py2opsin"
"""What reads systematic names; a stamp names it where it did."""

INSTALL = "Install Java 8 or later and 'pip install \"penstock[names]\"', or ask without names."
"""What to do where names cannot be read."""

_GREEK = {
    "α": "alpha", "β": "beta", "γ": "gamma", "δ": "delta", "ε": "epsilon", "ζ": "zeta", "η": "eta",
    "κ": "kappa", "λ": "lambda", "μ": "mu", "ω": "omega",
}  # fmt: skip
_TYPED = DASHES | str.maketrans(_GREEK) | str.maketrans({"′": "'", "’": "'", "‘": "'", "ʹ": "'", "″": "''", "ʺ": "''"})
_LETTERS = re.compile(r"[A-Za-z]{3}")
_WORD = re.compile(
    r".*[\d()].*|.*(?:acid|aldehyde|al|am|amide|amine|ane|an|ate|ene|en|ester|ether|form|ic|id|ide|il|ile|in|ine|ite|"
    r"ium|ol|ole|on|one|ose|oxime|oxide|oxy|or|os|urea|us|yl|yne)|salt|tin|lead|zinc|iron|copper|nickel|cobalt|silver|"
    r"gold|mercury|bismuth|antimony|manganese",
    re.IGNORECASE,
)


def is_available() -> bool:
    """Tell whether names can be read here: the extra is installed and Java is on the path."""
    return find_spec("py2opsin") is not None and which("java") is not None


def require() -> None:
    """Refuse to go on where names cannot be read.

    Raises:
        NamingError: The extra or Java is missing; the message says which.
    """
    if find_spec("py2opsin") is None:
        message = "Systematic names cannot be read: py2opsin is not installed."
        raise NamingError(message, remedy=INSTALL)
    if which("java") is None:
        message = "Systematic names cannot be read: there is no 'java' on the path."
        raise NamingError(message, remedy=INSTALL)


def engine_with_reader(engine: str) -> str:
    """Return the engine of a stamp together with what reads the names: answers depend on the versions of both.

    Raises:
        NamingError: The extra or Java is missing.
    """
    require()
    return f"{engine} with {READER} {version(READER)}"


def seems_systematic(name: str) -> bool:
    """Tell cheaply whether a name could be a systematic one, so that asking is worth the start of Java."""
    typed = typed_plainly(name)
    if typed is None or _LETTERS.search(typed) is None:
        return False
    return all(_WORD.fullmatch(word.strip(",;")) for word in typed.split())


def typed_plainly(name: str) -> str | None:
    """Return a name with plain hyphens, primes and spaces and Greek letters spelt out.

    ``None`` for what is no English name of one line: empty or over-long, other scripts, control characters.
    """
    if len(name) > MAX_LENGTH:
        return None
    typed = unicodedata.normalize("NFKC", name.strip(" ")).translate(_TYPED)
    is_plain = typed.isascii() and typed.isprintable() and 0 < len(typed) <= MAX_LENGTH
    return re.sub(" +", " ", typed).strip() or None if is_plain else None


def structures_of(names: Iterable[str]) -> dict[str, str]:
    """Read systematic names in one batch.

    Args:
        names: Names as written; those OPSIN cannot read are left out of the answer, however odd they are.

    Returns:
        ``{name: SMILES}``, in the order of ``names``. A name of a polymer or of an open group, whose SMILES leaves
        atoms open (``*``), names no one substance and is left out too.

    Raises:
        NamingError: The extra or Java is missing, or OPSIN failed as a whole.
    """
    require()
    plain = {name: typed for name in names if (typed := typed_plainly(name)) is not None}
    asked = list(dict.fromkeys(plain.values()))
    read = dict(zip(asked, _ask(asked), strict=True)) if asked else {}
    return {name: smiles for name, typed in plain.items() if (smiles := read[typed]) and "*" not in smiles}


@lru_cache(maxsize=1024)
def structure_of(name: str) -> str | None:
    """Read one systematic name and remember the answer; ``None`` where OPSIN reads none.

    Raises:
        NamingError: The extra or Java is missing, or OPSIN failed as a whole.
    """
    return structures_of([name]).get(name)


def _ask(names: list[str]) -> list[str]:
    """Return one SMILES a name, empty where OPSIN reads none."""
    with _quiet(), TemporaryDirectory(prefix="penstock-") as folder:
        from py2opsin import py2opsin  # noqa: PLC0415  # optional, and importing it starts Java to look for it

        try:
            found = py2opsin(names, output_format="SMILES", tmp_fpath=str(Path(folder) / "names.txt"))
        except (OSError, TypeError, ValueError) as error:  # py2opsin ends in TypeError where Java ends badly
            raise _failure() from error
    if not isinstance(found, list) or len(found) != len(names):
        raise _failure()
    return found


def _failure() -> NamingError:
    message = "Systematic names cannot be read: OPSIN did not answer every name it was asked."
    return NamingError(message, remedy="See whether 'java -version' works, or ask without names.")


@contextmanager
def _quiet() -> Iterator[None]:
    """Keep warnings to ourselves; py2opsin warns of every name it cannot read, and decodes as the screen would."""
    with (
        warnings.catch_warnings(),
        TextIOWrapper(BytesIO(), encoding="utf-8") as nowhere,
        redirect_stdout(nowhere),
        redirect_stderr(nowhere),
    ):
        warnings.simplefilter("ignore")
        yield
