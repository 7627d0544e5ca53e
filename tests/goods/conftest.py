"""A vocabulary small enough to be searched the plain way: the register's names and one ordinary name in sixty."""

from __future__ import annotations

import pytest
from tests.goods.reference import Reference

from penstock.goods import Scanner, Vocabulary, read_vocabulary


class Both:
    """One vocabulary, searched both ways."""

    def __init__(self, words: Vocabulary, scanner: Scanner, reference: Reference) -> None:
        """Keep all three."""
        self.words = words
        self.scanner = scanner
        self.reference = reference


@pytest.fixture(scope="session")
def both() -> Both:
    """Return both scanners of the small vocabulary."""
    words = read_vocabulary()
    kept = [i for i, term in enumerate(words.terms) if (term.record and not term.is_regular) or i % 60 == 0]
    terms = [words.terms[i] for i in kept]
    small = Vocabulary(
        terms, [words.keys[i] for i in kept], words.numbers, words.salts, words.codes, words.simplified, words.register
    )
    reference = Reference(terms, words.simplified, words.salts, words.codes, words.numbers)
    return Both(small, Scanner.of(small), reference)
