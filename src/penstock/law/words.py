"""What must be true of the words of chemistry and of the scope rules, so that each says something and is asked.

Their shapes are checked when they are read; here is refused what a reader of structures would stop at, never ask,
or silently pick one of two.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from penstock.kernel.errors import RegisterError
from penstock.law.sources import SCOPE, WORD, Where
from penstock.substances.derivation import DERIVED_WORDS
from penstock.substances.patterns import compile_reaction, compile_smarts
from penstock.substances.structure import Unreadable
from penstock.substances.wording import ANY_GROUP, Shape, Word

if TYPE_CHECKING:
    from penstock.law.shapes import Steps
    from penstock.law.sources import Sources

Refusals = Iterator[RegisterError]

_HYDROGEN = re.compile(r"\[(?:H|#1)(?::\d+)?\]")


def keys_left_empty(sources: Sources) -> Refusals:
    """Refuse a key without a value: an ``open`` or a ``clause`` left empty would read as if it were not there."""
    parts = [sources.where[WORD + word] for word in sources.words]
    parts += [sources.where[SCOPE + word] for word in sources.scope_rules]
    parts += [sources.where[key].below("frames") for key, record in sources.classes.items() if record.frames]
    for where in parts:
        value: Any = where.file.data
        for step in where.path:
            value = value[step]
        for path in _empty(value):
            yield where.refuse(*path, found="nothing", expected="a value, or no such key", code="bad_value")


def _empty(value: Any) -> Iterator[Steps]:  # noqa: ANN401  # YAML holds any value
    if value is None:
        yield ()
    pairs = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for step, inner in pairs:
        yield from ((step, *path) for path in _empty(inner))


def bad_words(sources: Sources) -> Refusals:
    """Refuse a word that takes no group, a shape that asks for nothing or is said twice, a pattern that is none."""
    for word, record in sources.words.items():
        where = sources.where[WORD + word]
        if word == ANY_GROUP:
            if record != Word(narrow=[Shape()], note=record.note):
                expected = "narrow: [{}] alone, because this word takes every group"
                yield where.refuse(found="a narrower 'any'", expected=expected, code="bad_word")
            continue
        shapes: list[tuple[Steps, Shape]] = [(("narrow", i), shape) for i, shape in enumerate(record.narrow)]
        shapes += [(("wide", i), shape) for i, shape in enumerate(record.wide)]
        if not shapes:
            expected = "a shape in one of them, because the word would take no group"
            yield where.refuse(found="nothing under narrow and wide", expected=expected, code="bad_word")
        for place, (path, shape) in enumerate(shapes):
            yield from _bad_shape(where.below(*path), shape)
            if any(shape == other for _, other in shapes[:place]):
                expected = "each shape once: under narrow it surely is the word, under wide it may be"
                yield where.refuse(*path, found="a shape a second time", expected=expected, code="duplicate_pattern")


def _bad_shape(where: Where, shape: Shape) -> Refusals:
    if shape == Shape():
        expected = f"smarts, every, has or lacks; only {ANY_GROUP!r} takes every group"
        yield where.refuse(found="a shape that asks for nothing", expected=expected, code="bad_word")
    if shape.whole and not shape.smarts:
        yield where.refuse("whole", found="whole without smarts", expected="smarts beside it", code="bad_word")
    patterns: list[tuple[Steps, str | None]] = [(("smarts", i), smarts) for i, smarts in enumerate(shape.smarts)]
    for path, smarts in (*patterns, (("has",), shape.has), (("lacks",), shape.lacks)):
        if smarts is not None:
            yield from bad_smarts(where, path, smarts)
    if shape.every is not None:
        found = list(bad_smarts(where, ("every",), shape.every))
        yield from found
        if not found and compile_smarts(shape.every).GetNumAtoms() != 1:
            expected = "a SMARTS of one atom, which each atom of the group must be"
            yield where.refuse("every", found=repr(shape.every), expected=expected, code="bad_smarts")


def bad_smarts(where: Where, path: Steps, smarts: str) -> Refusals:
    """Refuse a pattern that does not parse, or that asks for an atom no structure is read with."""
    try:
        query = compile_smarts(smarts)
    except Unreadable:
        expected = "a SMARTS pattern that parses"
        yield where.refuse(*path, found=repr(smarts), expected=expected, code="bad_smarts")
        return
    if any(_HYDROGEN.fullmatch(atom.GetSmarts()) for atom in query.GetAtoms()):
        expected = "hydrogen counted at its atom, as in [CH3], because structures are read without hydrogen atoms"
        yield where.refuse(*path, found=f"{smarts!r}, with a hydrogen atom", expected=expected, code="bad_smarts")


def bad_scope_rules(sources: Sources) -> Refusals:
    """Refuse a rule for a word that no list can use, a reaction that undoes nothing, a word of a list without rule."""
    seen: dict[str, str] = {}
    for word, rule in sources.scope_rules.items():
        where = sources.where[SCOPE + word]
        if word not in DERIVED_WORDS:
            expected = f"one of {', '.join(sorted(DERIVED_WORDS))}"
            yield where.refuse(found=f"a rule for {word!r}", expected=expected, code="unknown_key")
        for i, smarts in enumerate(rule.bears):
            yield from bad_smarts(where, ("bears", i), smarts)
        for i, step in enumerate(rule.undo):
            yield from _bad_reaction(where.below("undo", i, "reaction"), step.reaction, seen)
            seen.setdefault(step.reaction, f"{word}.undo[{i}]")
    for where, used in _scope_words(sources):
        if used in DERIVED_WORDS and used not in sources.scope_rules:
            expected = "a word for which scope_rules.yaml holds a rule"
            yield where.refuse(found=repr(used), expected=expected, code="unknown_word")


def _bad_reaction(where: Where, reaction: str, seen: dict[str, str]) -> Refusals:
    try:
        compile_reaction(reaction)
    except Unreadable:
        expected = "a reaction SMARTS that takes atoms off one molecule and leaves one, whose atoms it numbers"
        yield where.refuse(found=repr(reaction), expected=expected, code="bad_smarts")
    if reaction in seen:
        found = f"the reaction of {seen[reaction]} a second time"
        yield where.refuse(found=found, expected="each reaction under one word", code="duplicate_pattern")


def _scope_words(sources: Sources) -> Iterator[tuple[Where, str]]:
    for key, file in sources.lists.items():
        where = sources.where[key]
        for i, word in enumerate(file.list.scope):
            yield where.below("list", "scope", i), word
        for name, entry in file.entries.items():
            for i, span in enumerate(entry.spans):
                for j, word in enumerate(span.scope or []):
                    yield where.below("entries", name, "spans", i, "scope", j), word
