"""What a line of goods text mentions, each mention with its character span. The vocabulary is a packed file."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from penstock.goods.beside import Company
from penstock.goods.folding import Folder
from penstock.goods.mention import Mention
from penstock.goods.scanner import Scanner
from penstock.goods.vocabulary import VOCABULARY_FILE, Term, Vocabulary, read_vocabulary

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = [
    "VOCABULARY_FILE",
    "Company",
    "Folder",
    "Mention",
    "Scanner",
    "Term",
    "Vocabulary",
    "read_vocabulary",
    "scan",
    "scan_many",
    "shipped",
]


@cache
def shipped() -> Scanner:
    """Return the scanner of the shipped vocabulary, made ready on first use.

    Raises:
        RegisterMissing: The compiled vocabulary is absent or damaged.
    """
    return Scanner.of(read_vocabulary())


def scan(text: str) -> list[Mention]:
    """Return the substances, machines and customs codes a text mentions, in order of appearance.

    A name that is only part of the name of another substance is no mention of it.

    Raises:
        RegisterMissing: The compiled vocabulary is absent or damaged.
    """
    return [mention for mention in shipped().scan(text) if mention.stand != "part"]


def scan_many(texts: Sequence[str]) -> list[list[Mention]]:
    """Return the mentions of each text, as ``scan`` gives them; many are read far faster together than one by one.

    Raises:
        RegisterMissing: The compiled vocabulary is absent or damaged.
    """
    return [[one for one in found if one.stand != "part"] for found in shipped().scan_many(texts)]
