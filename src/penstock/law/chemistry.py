"""From the records of a register to what it says of structures it does not name."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from penstock.law.structures import Chemistry
from penstock.substances.derivation import DERIVED_WORDS, Derivations, Parent, pieces
from penstock.substances.patterns import Scaffolds, compile_smarts
from penstock.substances.structure import key_of, parse, standardised
from penstock.substances.wording import Definition, Glossary

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from penstock.law.packed import Opened, Packed
    from penstock.law.records import ListFile
    from penstock.law.sources import Sources
    from penstock.substances.derivation import ScopeRule

CLASS_WORDS = ("ester", "ether")
"""Scope words that reach from a member of a class to what is derived from it."""


def chemistry_of(packed: Packed | Opened) -> Chemistry:
    """Make the scaffolds, definitions and scope rules of a packed register ready to be asked."""
    patterns = {key: s.relatives for key, s in packed.substances.items() if s.relatives}
    patterns |= {key: c.scaffold for key, c in packed.classes.items() if c.scaffold}
    glossary = Glossary(packed.words)
    definitions = {
        key: Definition(key, record.frames, [clause.clause for clause in record.wording], glossary)
        for key, record in packed.classes.items()
        if record.frames
    }
    words = words_by_subject(packed.lists)
    return Chemistry(
        scaffolds=Scaffolds(patterns),
        definitions=definitions,
        derivations=Derivations(packed.scope_rules, packed.parents),
        class_words={key: tuple(w for w in CLASS_WORDS if w in words.get(key, ())) for key in definitions},
    )


def words_by_subject(lists: Mapping[str, ListFile]) -> dict[str, set[str]]:
    """Return ``{subject: every scope word that some span of some list has for it}``."""
    found: dict[str, set[str]] = {}
    for file in lists.values():
        for key, entry in file.entries.items():
            for span in entry.spans:
                scope = file.list.scope if span.scope is None else span.scope
                found.setdefault(entry.subject or key, set()).update(scope)
    return found


def parents_of(sources: Sources) -> Iterator[Parent]:
    """Yield the substances of one component whose derivatives or positional isomers some list catches."""
    from penstock.substances.connections import of_molecules  # noqa: PLC0415  # NumPy is needed to compile alone

    for subject, words in sorted(words_by_subject(sources.lists).items()):
        record = sources.substances.get(subject)
        if record is None or record.smiles is None or "." in record.smiles:
            continue
        mol = standardised(parse(record.smiles))
        rules = sources.scope_rules
        usable = sorted(w for w in DERIVED_WORDS & words & rules.keys() if _bears(mol, rules[w]))
        has_isomers = "positional-isomer" in words
        if usable or has_isomers:
            yield Parent(
                subject=subject,
                smiles=record.smiles,
                block=key_of(mol)[:14],
                words=usable,
                made_of=f"{of_molecules([mol]).sums[0]:x}",
                pieces=pieces(mol) if has_isomers else [],
            )


def _bears(mol: Any, rule: ScopeRule) -> bool:  # noqa: ANN401  # RDKit ships no types
    """Tell whether a substance has an atom that may bear what a scope word names."""
    return any(mol.HasSubstructMatch(compile_smarts(smarts)) for smarts in rule.bears)
