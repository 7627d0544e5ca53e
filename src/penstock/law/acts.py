"""What must be true of the record: what it names is there, it has sources, an indictment is an allegation."""

from __future__ import annotations

from typing import TYPE_CHECKING

from penstock.law.sources import ACT, STATEMENT

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from penstock.kernel.errors import RegisterError
    from penstock.law.act_records import ActSource
    from penstock.law.shapes import Steps
    from penstock.law.sources import Sources, Where


def act_citations(sources: Sources) -> Iterator[tuple[Where, Steps, str]]:
    """Yield every text id that an act or statement cites, and where."""
    records = [(ACT + key, act.sources) for key, act in sources.acts.items()]
    records += [(STATEMENT + key, statement.sources) for key, statement in sources.statements.items()]
    for key, cited in records:
        for i, source in enumerate(cited):
            if source.text is not None:
                yield sources.where[key], ("sources", i, "text"), source.text


def bad_acts(sources: Sources) -> Iterator[RegisterError]:
    """Yield what is wrong with the acts of the record."""
    for key, act in sources.acts.items():
        where = sources.where[ACT + key]
        yield from _bad_sources(where, act.sources)
        yield from _unknown(
            where, ("place",), (act.place,), sources.jurisdictions, "unknown_place", "a place of jurisdictions.yaml"
        )
        yield from _unknown(
            where, ("lists",), act.lists, {**sources.lists, **sources.party_lists}, "unknown_list", "the id of a list"
        )
        yield from _unknown(
            where,
            ("subjects",),
            act.subjects,
            _subjects(sources),
            "unknown_subject",
            "a substance, class or equipment kind",
        )
        yield from _unknown(where, ("parties",), act.parties, sources.parties, "unknown_party", "the id of a party")
        yield from _unknown(
            where, ("ends",), (act.ends,) if act.ends else (), sources.acts, "unknown_subject", "the id of another act"
        )
        if act.kind == "indictment" and act.status != "allegation":
            yield where.refuse(
                "status",
                found=repr(act.status),
                expected="'allegation': no court has decided on an indictment",
                code="bad_value",
            )


def bad_statements(sources: Sources) -> Iterator[RegisterError]:
    """Yield what is wrong with the statements of the record."""
    known = {**_subjects(sources), **sources.parties}
    for key, one in sources.statements.items():
        where = sources.where[STATEMENT + key]
        yield from _bad_sources(where, one.sources)
        yield from _unknown(
            where, ("place",), (one.place,), sources.jurisdictions, "unknown_place", "a place of jurisdictions.yaml"
        )
        yield from _unknown(
            where, ("about",), one.about, {**known, **sources.acts}, "unknown_subject", "a subject, party or act"
        )
        answered = (one.answers,) if one.answers else ()
        yield from _unknown(
            where, ("answers",), answered, sources.statements, "unknown_subject", "the id of another statement"
        )
        for i, claim in enumerate(one.claims):
            yield from _unknown(
                where, ("claims", i, "subjects"), claim.subjects, known, "unknown_subject", "a subject or a party"
            )
            yield from _unknown(
                where,
                ("claims", i, "places"),
                claim.places,
                sources.jurisdictions,
                "unknown_place",
                "a place of jurisdictions.yaml",
            )


def _subjects(sources: Sources) -> dict[str, object]:
    return {**sources.substances, **sources.equipment, **sources.classes}


def _bad_sources(where: Where, cited: Sequence[ActSource]) -> Iterator[RegisterError]:
    for i, source in enumerate(cited):
        if (source.text is None) == (source.url is None):
            found = "neither text nor url" if source.text is None else "both text and url"
            yield where.refuse("sources", i, found=found, expected="one of the two", code="uncited")
        elif source.url is not None and (source.kind is None or source.on is None):
            yield where.refuse(
                "sources", i, found="an address alone", expected="its kind and the day it was read", code="uncited"
            )


def _unknown(  # noqa: PLR0913, PLR0917  # the parts of one look-up
    where: Where, path: Steps, names: Sequence[str], known: object, code: str, expected: str
) -> Iterator[RegisterError]:
    for name in names:
        if name not in known:  # type: ignore[operator]  # mappings of several kinds
            yield where.refuse(*path, found=repr(name), expected=expected, code=code)
