"""Where the compiled register lies, and reading it back."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from functools import cached_property
from pathlib import Path
from typing import Generic, TypeVar

import msgspec

from penstock.kernel.errors import RegisterMissing
from penstock.law.act_records import Act, Statement
from penstock.law.clock_records import ClockFile
from penstock.law.flag_records import FlagFile, WordList
from penstock.law.goods_records import Chapters, Units  # noqa: TC001  # msgspec reads the annotations
from penstock.law.party_records import Party, PartyList
from penstock.law.period_records import Period  # noqa: TC001  # as above
from penstock.law.phrase_records import ListingPhrase
from penstock.law.records import (
    Code,
    DecisionTable,
    Equipment,
    IdentifiedName,
    Jurisdiction,
    ListFile,
    Record,
    SaltForm,
    StructureKey,
    Substance,
    SubstanceClass,
    Text,
)
from penstock.substances.derivation import Parent, ScopeRule
from penstock.substances.wording import Word

R = TypeVar("R", bound=Record)

FORMAT = 10
"""Version of the packed layout; another number is refused."""

MAGIC = b"PENSTOCK"
REGISTER_FOLDER = Path(__file__).parent.parent / "register"
REGISTER_FILE = REGISTER_FOLDER.with_suffix(".bin")

_REMEDY = "Run 'make register' (from a checkout) or install Penstock again."
_DIGEST_BYTES = 32


class Packed(Record, frozen=True):
    """The whole register in one object, as it is packed into one file."""

    format: int
    jurisdictions: dict[str, Jurisdiction]
    texts: dict[str, Text]
    substances: dict[str, Substance]
    equipment: dict[str, Equipment]
    classes: dict[str, SubstanceClass]
    codes: dict[str, Code]
    chapters: dict[str, Chapters]
    units: Units
    periods: dict[str, Period]
    clocks: dict[str, ClockFile]
    salt_forms: dict[str, SaltForm]
    words: dict[str, Word]
    scope_rules: dict[str, ScopeRule]
    parents: list[Parent]
    lists: dict[str, ListFile]
    party_lists: dict[str, PartyList]
    parties: dict[str, Party]
    red_flags: dict[str, FlagFile]
    word_lists: dict[str, WordList]
    phrases: dict[str, ListingPhrase]
    acts: dict[str, Act]
    statements: dict[str, Statement]
    decision_table: DecisionTable
    simplified: dict[str, str]
    names: list[IdentifiedName]
    structures: list[StructureKey]


class Sealed(Record, frozen=True):
    """The packed register as it is opened: the long parts stay bytes until one of their records is asked for."""

    format: int
    jurisdictions: dict[str, Jurisdiction]
    texts: dict[str, msgspec.Raw]
    substances: dict[str, msgspec.Raw]
    equipment: dict[str, Equipment]
    classes: dict[str, msgspec.Raw]
    codes: dict[str, Code]
    chapters: dict[str, Chapters]
    units: Units
    periods: dict[str, Period]
    clocks: msgspec.Raw
    salt_forms: dict[str, SaltForm]
    words: msgspec.Raw
    scope_rules: msgspec.Raw
    parents: msgspec.Raw
    lists: dict[str, msgspec.Raw]
    party_lists: msgspec.Raw
    parties: msgspec.Raw
    red_flags: msgspec.Raw
    word_lists: msgspec.Raw
    phrases: msgspec.Raw
    acts: msgspec.Raw
    statements: msgspec.Raw
    decision_table: DecisionTable
    simplified: dict[str, str]
    names: msgspec.Raw
    structures: msgspec.Raw


class Shelf(Mapping[str, R], Generic[R]):
    """Records by id, each decoded when it is first asked for."""

    def __init__(self, sealed: Mapping[str, msgspec.Raw], shape: type[R]) -> None:
        """Take ``{id: packed record}`` and the shape of the records."""
        self._sealed = sealed
        self._decoder = msgspec.msgpack.Decoder(shape)
        self._opened: dict[str, R] = {}

    def __getitem__(self, key: str) -> R:
        """Return one record; ``KeyError`` when no record has the id."""
        if key not in self._opened:
            self._opened[key] = self._decoder.decode(self._sealed[key])
        return self._opened[key]

    def __contains__(self, key: object) -> bool:
        """Tell whether a record has the id."""
        return key in self._sealed

    def __iter__(self) -> Iterator[str]:
        """Iterate over the ids in their packed order."""
        return iter(self._sealed)

    def __len__(self) -> int:
        """Return the number of records."""
        return len(self._sealed)


class Opened:
    """A packed register, opened: the attributes of ``Packed``, decoded as far as they are used."""

    def __init__(self, sealed: Sealed) -> None:
        """Wrap what was read from the file."""
        self.format = sealed.format
        self.jurisdictions = sealed.jurisdictions
        self.texts = Shelf(sealed.texts, Text)
        self.substances = Shelf(sealed.substances, Substance)
        self.equipment = sealed.equipment
        self.classes = Shelf(sealed.classes, SubstanceClass)
        self.codes = sealed.codes
        self.chapters = sealed.chapters
        self.units = sealed.units
        self.periods = sealed.periods
        self.salt_forms = sealed.salt_forms
        self.lists = Shelf(sealed.lists, ListFile)
        self.decision_table = sealed.decision_table
        self.simplified = sealed.simplified
        self._sealed = sealed

    @cached_property
    def names(self) -> list[IdentifiedName]:
        """Every name of the register with its folded key."""
        return msgspec.msgpack.decode(self._sealed.names, type=list[IdentifiedName])

    @cached_property
    def structures(self) -> list[StructureKey]:
        """The identity of every structure of the register."""
        return msgspec.msgpack.decode(self._sealed.structures, type=list[StructureKey])

    @cached_property
    def words(self) -> dict[str, Word]:
        """The words of chemistry that class definitions use."""
        return msgspec.msgpack.decode(self._sealed.words, type=dict[str, Word])

    @cached_property
    def scope_rules(self) -> dict[str, ScopeRule]:
        """What each scope word makes of a substance."""
        return msgspec.msgpack.decode(self._sealed.scope_rules, type=dict[str, ScopeRule])

    @cached_property
    def parents(self) -> list[Parent]:
        """The named substances whose derivatives some list catches by a scope word."""
        return msgspec.msgpack.decode(self._sealed.parents, type=list[Parent])

    @cached_property
    def party_lists(self) -> dict[str, PartyList]:
        """The lists that name parties."""
        return msgspec.msgpack.decode(self._sealed.party_lists, type=dict[str, PartyList])

    @cached_property
    def parties(self) -> dict[str, Party]:
        """The parties that the register's notices name."""
        return msgspec.msgpack.decode(self._sealed.parties, type=dict[str, Party])

    @cached_property
    def red_flags(self) -> dict[str, FlagFile]:
        """The red flags that authorities have published, by publication."""
        return msgspec.msgpack.decode(self._sealed.red_flags, type=dict[str, FlagFile])

    @cached_property
    def word_lists(self) -> dict[str, WordList]:
        """The lists of terms that red flags and descriptions are held against."""
        return msgspec.msgpack.decode(self._sealed.word_lists, type=dict[str, WordList])

    @cached_property
    def phrases(self) -> dict[str, ListingPhrase]:
        """The phrases of offers that promise to get past a control."""
        return msgspec.msgpack.decode(self._sealed.phrases, type=dict[str, ListingPhrase])

    @cached_property
    def clocks(self) -> dict[str, ClockFile]:
        """How long notifications run, by the place whose law says it."""
        return msgspec.msgpack.decode(self._sealed.clocks, type=dict[str, ClockFile])

    @cached_property
    def acts(self) -> dict[str, Act]:
        """The measures and meetings of the record."""
        return msgspec.msgpack.decode(self._sealed.acts, type=dict[str, Act])

    @cached_property
    def statements(self) -> dict[str, Statement]:
        """The statements of the record."""
        return msgspec.msgpack.decode(self._sealed.statements, type=dict[str, Statement])

    def open_all(self) -> None:
        """Decode every record; only measuring and checking need it."""
        for shelf in (self.texts, self.substances, self.classes, self.lists):
            for _ in shelf.values():
                pass
        _ = self.names, self.structures, self.words, self.scope_rules, self.parents, self.party_lists, self.parties
        _ = self.red_flags, self.word_lists
        _ = self.phrases, self.clocks, self.acts, self.statements


def read_packed(path: Path = REGISTER_FILE) -> tuple[Opened, str]:
    """Open the packed register and return it with its digest (SHA-256, hexadecimal).

    Raises:
        RegisterMissing: The file is absent, cut short, altered or of another format.
    """
    try:
        content = path.read_bytes()
    except OSError as error:
        message = f"The compiled register {path} cannot be read ({error.strerror})."
        raise RegisterMissing(message, remedy=_REMEDY) from None
    start = len(MAGIC)
    digest, payload = content[start : start + _DIGEST_BYTES], content[start + _DIGEST_BYTES :]
    if not content.startswith(MAGIC) or hashlib.sha256(payload).digest() != digest:
        message = f"The compiled register {path} is damaged: its digest does not fit its content."
        raise RegisterMissing(message, remedy=_REMEDY)
    try:
        sealed = msgspec.msgpack.decode(payload, type=Sealed)
    except msgspec.DecodeError:
        sealed = None
    if sealed is None or sealed.format != FORMAT:
        message = f"The compiled register {path} was written by another version of Penstock."
        raise RegisterMissing(message, remedy=_REMEDY)
    return Opened(sealed), digest.hex()
