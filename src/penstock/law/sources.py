"""Read a whole register folder into records, collecting every refusal instead of stopping at the first."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, TypeVar

from penstock.kernel.errors import RegisterError
from penstock.law.act_records import Act, Statement
from penstock.law.clock_records import Clock, ClockFile, ClockHead
from penstock.law.clocks import CLOCK
from penstock.law.flag_records import WORD_LISTS, FlagFile, Publication, RedFlag, WordList
from penstock.law.goods_records import Chapters, Units
from penstock.law.party_records import Party, PartyList
from penstock.law.period_records import Period
from penstock.law.periods import PERIOD
from penstock.law.phrase_records import ListingPhrase
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
from penstock.substances.derivation import ScopeRule
from penstock.substances.wording import Record as Definition
from penstock.substances.wording import Word

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

R = TypeVar("R", bound=Record | Definition)


@dataclass(frozen=True, slots=True)
class Where:
    """Where a record stands: its file and the path inside it."""

    file: SourceFile
    path: tuple[str | int, ...]

    def below(self, *inner: str | int) -> Where:
        """Return where a part of this record stands."""
        return Where(self.file, (*self.path, *inner))

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
    chapters: dict[str, Chapters] = field(default_factory=dict)
    units: Units = field(default_factory=Units)
    periods: dict[str, Period] = field(default_factory=dict)
    clocks: dict[str, ClockFile] = field(default_factory=dict)
    salt_forms: dict[str, SaltForm] = field(default_factory=dict)
    words: dict[str, Word] = field(default_factory=dict)
    scope_rules: dict[str, ScopeRule] = field(default_factory=dict)
    lists: dict[str, ListFile] = field(default_factory=dict)
    party_lists: dict[str, PartyList] = field(default_factory=dict)
    parties: dict[str, Party] = field(default_factory=dict)
    red_flags: dict[str, FlagFile] = field(default_factory=dict)
    word_lists: dict[str, WordList] = field(default_factory=dict)
    phrases: dict[str, ListingPhrase] = field(default_factory=dict)
    acts: dict[str, Act] = field(default_factory=dict)
    statements: dict[str, Statement] = field(default_factory=dict)
    phrases_checked_on: date | None = None
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
    """Read every YAML file below ``root``; guides (``.md``) and hidden files may stand beside them."""
    sources = Sources()
    for path in sorted(root.rglob("*")):
        inside = path.relative_to(root)
        if any(part.startswith(".") for part in inside.parts):
            continue
        if path.suffix == ".yaml":
            sources.attempt(lambda path=path: _read_file(sources, path, root))  # type: ignore[misc]  # bound default
        elif path.suffix != ".md" and not path.is_dir():
            sources.errors.append(_stray(inside.as_posix()))
    return sources


def _stray(name: str) -> RegisterError:
    return RegisterError(
        file=name,
        line=1,
        key="(file)",
        found="this file",
        expected="a .yaml file in a place the authoring guide names",
        code="stray_file",
    )


def _read_file(sources: Sources, path: Path, root: Path) -> None:
    file = read_source(path, root)
    reader = _READERS.get(file.name) or _READERS.get(file.name.split("/")[0] + "/")
    if reader is None:
        raise _stray(file.name)
    reader(sources, file)


def _read_decision_table(sources: Sources, file: SourceFile) -> None:
    sources.where["decision_table"] = Where(file, ())
    sources.decision_table = file.convert((), DecisionTable)


def _read_units(sources: Sources, file: SourceFile) -> None:
    sources.where[UNITS] = Where(file, ())
    sources.units = file.convert((), Units)


def _read_records(sources: Sources, file: SourceFile, shape: type[R], into: dict[str, R], kind: str = "") -> None:
    for key in file.data:

        def read_one(key: str = key) -> None:
            where = Where(file, (key,))
            if kind + key in sources.where:
                first = sources.where[kind + key]
                place = f"{first.file.name}:{first.file.line(first.path)}"
                raise where.refuse(
                    found=f"the id {key!r} a second time (first in {place})",
                    expected="each id once in the whole register",
                    code="duplicate_id",
                )
            sources.where[kind + key] = where
            into[key] = file.convert((key,), shape)

        sources.attempt(read_one)


def _read_word_list(sources: Sources, file: SourceFile) -> None:
    name = file.name.removesuffix(".yaml")
    sources.where[name] = Where(file, ())
    sources.word_lists[name] = file.convert((), WordList)


def _read_flags(sources: Sources, file: SourceFile) -> None:
    """Read one file under ``red_flags/``; its id is the file's name."""
    key = file.name.removeprefix("red_flags/").removesuffix(".yaml")
    if key in sources.where:
        found = f"the id {key!r} a second time (first in {sources.where[key].file.name})"
        raise file.refuse((), found=found, expected="each id once in the whole register", code="duplicate_id")
    _refuse_other_keys(file, "publication", "flags")
    sources.where[key] = Where(file, ())
    publication = file.convert(("publication",), Publication)
    flags: dict[str, RedFlag] = {}
    for name in file.data["flags"]:

        def read_one(name: str = name) -> None:
            flags[name] = file.convert(("flags", name), RedFlag)

        sources.attempt(read_one)
    sources.red_flags[key] = FlagFile(publication=publication, flags=flags)


def _read_phrases(sources: Sources, file: SourceFile) -> None:
    _refuse_other_keys(file, "checked_on", "phrases")
    sources.phrases_checked_on = file.convert(("checked_on",), date)
    for key in file.data["phrases"]:

        def read_one(key: str = key) -> None:
            sources.where[PHRASE + key] = Where(file, ("phrases", key))
            sources.phrases[key] = file.convert(("phrases", key), ListingPhrase)

        sources.attempt(read_one)


def _read_clocks(sources: Sources, file: SourceFile) -> None:
    """Read one file under ``clocks/``; its key is the place it is named after."""
    place = file.name.removeprefix("clocks/").removesuffix(".yaml").upper()
    _refuse_other_keys(file, "clock", "entries")
    sources.where[CLOCK + place] = Where(file, ())
    head = file.convert(("clock",), ClockHead)
    entries: dict[str, Clock] = {}
    for key in file.data["entries"]:

        def read_one(key: str = key) -> None:
            entries[key] = file.convert(("entries", key), Clock)

        sources.attempt(read_one)
    sources.clocks[place] = ClockFile(clock=head, entries=entries)


def _refuse_other_keys(file: SourceFile, head: str, body: str) -> None:
    """Refuse a file that has other parts than these two, or no mapping for the second."""
    for key in file.data:
        if key not in {head, body}:
            raise file.refuse((key,), found=f"the key {key!r}", expected=f"{head} and {body}", code="unknown_key")
    for key in (head, body):
        if key not in file.data:
            raise file.refuse((), found=f"no {key!r}", expected=f"{head} and {body}", code="missing_key")
    if not isinstance(file.data[body], dict):
        found = "a list" if isinstance(file.data[body], list) else repr(file.data[body])
        expected = f"a mapping of {_HELD[body]}, {{}} where there is none"
        raise file.refuse((body,), found=found, expected=expected, code="bad_value")


_HELD = {"entries": "subjects", "flags": "flags", "phrases": "phrases"}
"""What the second part of a file holds."""


def _read_list(sources: Sources, file: SourceFile) -> None:
    """Read one file under ``measures/``; its id is ``<folder>.<file name>``."""
    list_id = file.name.removeprefix("measures/").removesuffix(".yaml").replace("/", ".").lower()
    if list_id in sources.lists:
        first = sources.where[list_id].file.name
        found = f"the list {list_id!r} a second time (first in {first})"
        raise file.refuse((), found=found, expected="one file for one list", code="duplicate_id")
    _refuse_other_keys(file, "list", "entries")
    sources.where[list_id] = Where(file, ())
    head = file.convert(("list",), ControlList)
    entries: dict[str, Entry] = {}
    for key in file.data["entries"]:

        def read_one(key: str = key) -> None:
            entries[key] = file.convert(("entries", key), Entry)

        sources.attempt(read_one)
    sources.lists[list_id] = ListFile(list=head, entries=entries)


def _records(
    shape: type[R], of: Callable[[Sources], dict[str, R]], kind: str = ""
) -> Callable[[Sources, SourceFile], None]:
    return lambda sources, file: _read_records(sources, file, shape, of(sources), kind)


WORD, SCOPE, PHRASE = "word ", "scope word ", "phrase "
"""What stands before the keys of words and phrases in ``Sources.where``: they are no subjects."""

ACT, STATEMENT = "act ", "statement "
"""What stands before the keys of acts and statements there: they are no subjects either."""

CHAPTERS, UNITS = "chapters ", "units "
"""Where in ``Sources.where`` the facts about lines of goods stand: before the keys of chapters, and as a whole file."""


_READERS: dict[str, Callable[[Sources, SourceFile], None]] = {
    "decision_table.yaml": _read_decision_table,
    "jurisdictions.yaml": _records(Jurisdiction, lambda sources: sources.jurisdictions),
    "salt_forms.yaml": _records(SaltForm, lambda sources: sources.salt_forms),
    "words.yaml": _records(Word, lambda sources: sources.words, WORD),
    "scope_rules.yaml": _records(ScopeRule, lambda sources: sources.scope_rules, SCOPE),
    "chapters.yaml": _records(Chapters, lambda sources: sources.chapters, CHAPTERS),
    "units.yaml": _read_units,
    "cumulation.yaml": _records(Period, lambda sources: sources.periods, PERIOD),
    "listing_phrases.yaml": _read_phrases,
    "record/acts.yaml": _records(Act, lambda sources: sources.acts, ACT),
    "record/statements.yaml": _records(Statement, lambda sources: sources.statements, STATEMENT),
    "party_lists.yaml": _records(PartyList, lambda sources: sources.party_lists),
    "parties/": _records(Party, lambda sources: sources.parties),
    "texts/": _records(Text, lambda sources: sources.texts),
    "substances/": _records(Substance, lambda sources: sources.substances),
    "equipment/": _records(Equipment, lambda sources: sources.equipment),
    "classes/": _records(SubstanceClass, lambda sources: sources.classes),
    "codes/": _records(Code, lambda sources: sources.codes),
    "measures/": _read_list,
    "red_flags/": _read_flags,
    "clocks/": _read_clocks,
    **{f"{name}.yaml": _read_word_list for name in WORD_LISTS},
}
"""Which reader takes a file: by its whole name, or by the folder it is in."""
