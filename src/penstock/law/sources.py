"""Read a whole register folder into records, collecting every refusal instead of stopping at the first."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeVar

from penstock.kernel.errors import RegisterError
from penstock.law.records import (
    Code,
    ControlList,
    DecisionTable,
    Entry,
    Equipment,
    Jurisdiction,
    ListFile,
    Record,
    SaltForm,
    Substance,
    SubstanceClass,
    Text,
)
from penstock.law.source import SourceFile, read_source

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

R = TypeVar("R", bound=Record)


@dataclass(frozen=True, slots=True)
class Where:
    """Where a record stands: its file and the path inside it."""

    file: SourceFile
    path: tuple[str | int, ...]

    def refuse(self, *inner: str | int, found: str, expected: str, code: str) -> RegisterError:
        """Build the error for a key below this record."""
        return self.file.refuse((*self.path, *inner), found=found, expected=expected, code=code)


@dataclass(slots=True)
class Sources:
    """All records of a register folder, where each stands, and what was refused on the way."""

    jurisdictions: dict[str, Jurisdiction] = field(default_factory=dict)
    texts: dict[str, Text] = field(default_factory=dict)
    substances: dict[str, Substance] = field(default_factory=dict)
    equipment: dict[str, Equipment] = field(default_factory=dict)
    classes: dict[str, SubstanceClass] = field(default_factory=dict)
    codes: dict[str, Code] = field(default_factory=dict)
    salt_forms: dict[str, SaltForm] = field(default_factory=dict)
    lists: dict[str, ListFile] = field(default_factory=dict)
    decision_table: DecisionTable | None = None
    where: dict[str, Where] = field(default_factory=dict)
    errors: list[RegisterError] = field(default_factory=list)

    def attempt(self, action: Callable[[], None]) -> None:
        """Run one reading step and keep its refusal, if any."""
        try:
            action()
        except RegisterError as error:
            self.errors.append(error)


def read_sources(root: Path) -> Sources:
    """Read every YAML file below ``root``."""
    sources = Sources()
    for path in sorted(root.rglob("*.yaml")):
        sources.attempt(lambda path=path: _read_file(sources, path, root))  # type: ignore[misc]  # bound default
    return sources


def _read_file(sources: Sources, path: Path, root: Path) -> None:
    file = read_source(path, root)
    folder = file.name.split("/")[0]
    if file.name == "decision_table.yaml":
        sources.decision_table = file.convert((), DecisionTable)
        sources.where["decision_table"] = Where(file, ())
    elif folder == "measures":
        _read_list(sources, file)
    elif file.name == "jurisdictions.yaml":
        _read_records(sources, file, Jurisdiction, sources.jurisdictions)
    elif file.name == "salt_forms.yaml":
        _read_records(sources, file, SaltForm, sources.salt_forms)
    elif folder == "texts":
        _read_records(sources, file, Text, sources.texts)
    elif folder == "substances":
        _read_records(sources, file, Substance, sources.substances)
    elif folder == "equipment":
        _read_records(sources, file, Equipment, sources.equipment)
    elif folder == "classes":
        _read_records(sources, file, SubstanceClass, sources.classes)
    elif folder == "codes":
        _read_records(sources, file, Code, sources.codes)
    else:
        raise file.refuse((), found="this file", expected="a place the authoring guide names", code="stray_file")


def _read_records(sources: Sources, file: SourceFile, shape: type[R], into: dict[str, R]) -> None:
    for key in file.data:

        def read_one(key: str = key) -> None:
            where = Where(file, (key,))
            if key in sources.where:
                first = sources.where[key]
                raise where.refuse(
                    found=f"the id {key!r} a second time (first in {first.file.name}:{first.file.line(first.path)})",
                    expected="each id once in the whole register",
                    code="duplicate_id",
                )
            into[key] = file.convert((key,), shape)
            sources.where[key] = where

        sources.attempt(read_one)


def _read_list(sources: Sources, file: SourceFile) -> None:
    """Read one file under ``measures/``; its id is ``<folder>.<file name>``."""
    for key in file.data:
        if key not in {"list", "entries"}:
            raise file.refuse((key,), found=f"the key {key!r}", expected="list and entries", code="unknown_key")
    head = file.convert(("list",), ControlList) if "list" in file.data else None
    if head is None:
        raise file.refuse((), found="no 'list'", expected="list and entries", code="missing_key")
    entries: dict[str, Entry] = {}
    for key in file.data.get("entries") or {}:

        def read_one(key: str = key) -> None:
            entries[key] = file.convert(("entries", key), Entry)

        sources.attempt(read_one)
    list_id = file.name.removeprefix("measures/").removesuffix(".yaml").replace("/", ".").lower()
    sources.lists[list_id] = ListFile(list=head, entries=entries)
    sources.where[list_id] = Where(file, ())
