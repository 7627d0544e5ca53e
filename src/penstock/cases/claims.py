"""What a sentence claims in terms that the register can check: a predicate, subjects and places."""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

import msgspec

from penstock.cases.record import ClaimSaid
from penstock.law.act_records import ActKind, Predicate  # noqa: TC001  # msgspec reads the annotations
from penstock.reading.speech import place_names

if TYPE_CHECKING:
    from collections.abc import Container, Iterator, Sequence


class _Worded(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    predicate: Predicate
    words: list[str]


class _Group(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    words: str
    beside: str
    subjects: tuple[str, ...]


class _Measure(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    kind: ActKind
    words: str
    status: str


class Wordings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How claims and measures are worded, as ``claims.toml`` says it."""

    predicates: list[_Worded]
    places: dict[str, str]
    groups: dict[str, _Group]
    measures: list[_Measure]


@cache
def wordings() -> Wordings:
    """Return the wordings of claims and measures."""
    return msgspec.toml.decode(files("penstock.cases").joinpath("claims.toml").read_bytes(), type=Wordings)


_LAWS_OF = re.compile(
    r"\b(?:laws?|regulations?|legislation|rules)\s+of\s+(?P<en>[^.;:”\"]{2,80})|(?P<of>\b[A-Z]\w+(?:\s+(?:and|or)\s+[A-Z]\w+)*)\s+(?:laws?|legislation|regulations)\b"
    r"|leyes\s+de\s+(?P<es>[^.;:»]{2,80})|(?P<zh>[\u4e00-\u9fff、]{2,20})(?:法律|法规)"
)
_CLASS = re.compile(r"fentanyl|fentanil|芬太尼", re.IGNORECASE)
_FENTANYL_CLASS = "cn-fentanyl-related-substances"


def groups_beside(text: str) -> frozenset[str]:
    """Return the groups of substances or machines that a text may mean by *the chemicals*, by what else it names."""
    groups = wordings().groups.items()
    return frozenset(name for name, group in groups if re.search(group.beside, text, re.IGNORECASE))


def claims_in(sentence: str, subjects: Sequence[str], about: Container[str], speaks_for: str | None) -> list[ClaimSaid]:
    """Return the claims of a sentence that the register can be asked about.

    Args:
        sentence: The sentence or quotation.
        subjects: Ids of the substances and machines it names.
        about: What *the chemicals* may be: :func:`groups_beside` of the text around it.
        speaks_for: Code of the place whose law is meant where the sentence names none.
    """
    return list(_claims(sentence, tuple(dict.fromkeys(subjects)), about, speaks_for))


def _claims(
    sentence: str, subjects: tuple[str, ...], about: Container[str], speaks_for: str | None
) -> Iterator[ClaimSaid]:
    places = places_in(sentence) or ((speaks_for,) if speaks_for is not None else ())
    if not places:
        return
    for worded in wordings().predicates:
        if not any(re.search(pattern, sentence, re.IGNORECASE) for pattern in worded.words):
            continue
        if worded.predicate == "regulated" and "not_regulated" in _said(sentence):
            continue
        if worded.predicate == "scheduled_class":
            if _CLASS.search(sentence):
                yield ClaimSaid(predicate="scheduled_class", subjects=(_FENTANYL_CLASS,), places=places)
            continue
        if subjects:
            yield ClaimSaid(predicate=worded.predicate, subjects=subjects, places=places)
        for name, group in wordings().groups.items():
            is_meant = name in about and re.search(group.words, sentence, re.IGNORECASE)
            if is_meant and not (set(group.subjects) & set(subjects)):
                note = f"The sentence names none of them: the group {name} is meant."
                yield ClaimSaid(
                    predicate=worded.predicate, subjects=group.subjects, places=places, named=False, note=note
                )


def _said(sentence: str) -> set[str]:
    return {w.predicate for w in wordings().predicates if any(re.search(p, sentence, re.IGNORECASE) for p in w.words)}


def places_in(sentence: str) -> tuple[str, ...]:
    """Return the codes of the places whose law a sentence speaks of: conventions, ``the laws of China and Mexico``."""
    found = [code for code, pattern in wordings().places.items() if re.search(pattern, sentence, re.IGNORECASE)]
    names = place_names()
    for m in _LAWS_OF.finditer(sentence):
        words = next(group for group in m.groups() if group is not None)
        hits = [(words.find(name), code) for name, (code, _) in names.items() if _stands(name, words)]
        found += [code for _, code in sorted(hits)]
    return tuple(dict.fromkeys(found))


def _stands(name: str, words: str) -> bool:
    if "\u3400" <= name[0] <= "\u9fff":
        return name in words
    return re.search(rf"(?<!\w){re.escape(name)}(?!\w)", words) is not None
