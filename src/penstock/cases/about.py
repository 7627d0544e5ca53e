"""Which records of the store are about a party or a substance."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from penstock.kernel.errors import UnreadableName
from penstock.parties.index import PartyIndex

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from penstock.cases.known import Store
    from penstock.goods import Mention
    from penstock.law.register import Register

    Naming = Callable[[list[str]], set[str]]
    """Returns those of some texts that name what is meant."""

PARTIES = ("subject", "exporter", "importer", "consignee", "holder", "counterparties", "name", "sellers")
"""The fields of the bodies that name parties."""

GOODS = ("goods", "substance", "substances", "covers", "subject", "allegation")
"""The fields of the bodies that name goods."""


class Meant(NamedTuple):
    """What is meant: the fields of the records that may name it, and what tells which texts do."""

    fields: Sequence[str]
    naming: Naming


def party(names: Sequence[str], *ids: str) -> Meant:
    """Mean a party: by one of some ids, by one of its names, or by a name that matches one."""

    def naming(texts: list[str]) -> set[str]:
        exact = {*ids, *names}.intersection(texts)
        found = PartyIndex.build(list(names), [None] * len(names)).search_many(texts, [None] * len(texts), limit=1)
        pairs = zip(texts, found, strict=True)
        return exact | {text for text, matches in pairs if not isinstance(matches, UnreadableName) and matches}

    return Meant(PARTIES, naming)


def substance(register: Register, subject: str) -> Meant:
    """Mean a substance: by its id, one of its CAS numbers, or in the words of a text."""

    def naming(texts: list[str]) -> set[str]:
        meant = {subject, *(cas for cas, (key, _) in register.by_cas.items() if key == subject)}
        found = zip(texts, register.scanner.scan_many(texts), strict=True)
        said = {text for text, mentions in found if any(_names(one) & meant for one in mentions)}
        return said | meant.intersection(texts)

    return Meant(GOODS, naming)


def about(store: Store, meant: Meant) -> Store:
    """Return what of the store is about what is meant."""
    told = [(case, _texts(case.body[name] for name in meant.fields if name in case.body)) for case in store.cases]
    asked = [(one, _texts(one.question.values())) for one in store.decisions]
    every = dict.fromkeys(text for _, texts in [*told, *asked] for text in texts)
    naming = meant.naming(list(every))
    return store._replace(
        cases=tuple(case for case, texts in told if not naming.isdisjoint(texts)),
        decisions=tuple(one for one, texts in asked if not naming.isdisjoint(texts)),
    )


def _names(mention: Mention) -> set[str]:
    """Return what a mention calls its subject: a CAS number or a kind of equipment, and the id of its record."""
    return {name for name in (mention.subject, mention.record) if name is not None}


def _texts(values: Iterable[Any]) -> list[str]:
    """Return every text anywhere in some values."""
    return list(_every(values))


def _every(values: Iterable[Any]) -> Iterator[str]:
    for value in values:
        if isinstance(value, str):
            yield value
        elif isinstance(value, dict):
            yield from _every(value.values())
        elif isinstance(value, list | tuple):
            yield from _every(value)
