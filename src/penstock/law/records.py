"""The records of the register as its YAML files spell them; the authoring guide explains each field."""

from __future__ import annotations

from datetime import date  # noqa: TC003  # msgspec reads the annotations at run time
from typing import Annotated, Literal

from msgspec import Meta, Struct, field

from penstock.substances.derivation import Derived  # noqa: TC001  # as above
from penstock.substances.wording import Frame, NonEmpty, Reading

Kind = Literal["official", "copy", "secondary"]
Stage = Literal["production", "sale", "purchase", "transport", "export", "import", "transit", "possession"]
Duty = Literal[
    "prohibited", "licence", "register", "notify", "report", "record", "label", "guarantee", "quota", "review"
]
ScopeWord = Literal[
    "salt",
    "isomer",
    "stereoisomer",
    "optical-isomer",
    "geometric-isomer",
    "positional-isomer",
    "ester",
    "ether",
    "amide",
    "carbamate",
    "acetal",
    "halide",
    "derivative",
    "analogue",
    "preparation",
    "mixture",
    "hydrate",
    "any-combination",
]
Language = Literal["en", "zh", "es", "fr", "de"]
Place = Annotated[str, Meta(pattern=r"^[A-Z]{2}(-[A-Z0-9]{1,3})?$")]
Names = dict[Language, list[NonEmpty]]


class Record(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True, kw_only=True, gc=False):
    """Base of all records: frozen, no key is taken that the guide does not name, and none points in a circle."""


class Jurisdiction(Record, frozen=True):
    """A place with law of its own; ``members`` and ``within`` tell which routes it binds."""

    names: dict[Language, NonEmpty]
    kind: Literal["international", "country", "customs-territory", "subdivision", "union"]
    within: list[Place] = []
    members: list[Place] = []


class Seen(Record, frozen=True):
    """A copy that somebody really read: its public address, what sort it is, the day of reading."""

    url: Annotated[str, Meta(pattern="^https?://")]
    kind: Kind
    on: date
    note: str | None = None


class Text(Record, frozen=True):
    """A legal text or notice."""

    jurisdiction: Place
    title: NonEmpty
    citation: NonEmpty
    seen: Annotated[list[Seen], Meta(min_length=1)]
    issuer: str | None = None
    title_original: str | None = None
    adopted: date | None = None
    published: date | None = None
    effective: date | None = None
    url: str | None = None
    note: str | None = None


class Source(Record, frozen=True):
    """Where a fact about a subject comes from: an address or a text of the register."""

    shows: list[Literal["names", "cas", "structure", "derivation", "codes", "wording", "state"]]
    url: str | None = None
    text: str | None = None
    kind: Kind | None = None
    note: str | None = None


class OtherCas(Record, frozen=True):
    """The CAS number of a salt, hydrate, isomer or labelled form."""

    cas: NonEmpty
    form: NonEmpty
    note: str | None = None


class Derivation(Record, frozen=True):
    """The substance is an example of a scope word of its parent's entries."""

    parent: NonEmpty
    as_: ScopeWord = field(name="as")


class Substance(Record, frozen=True):
    """A substance and every way the register knows to recognise it.

    ``alone`` marks a structure that counts only as the sole component: its ions occur in countless other salts.
    ``state`` is what the substance itself, not a salt or solution of it, is at room temperature and normal pressure.
    """

    names: Names
    sources: Annotated[list[Source], Meta(min_length=1)]
    abbreviations: list[NonEmpty] = []
    cas: str | None = None
    other_cas: list[OtherCas] = []
    smiles: str | None = None
    formula: str | None = None
    alone: bool = False
    state: Literal["solid", "liquid"] | None = None
    derived_from: list[Derivation] = []
    relatives: str | None = None
    note: str | None = None


class Wide(Record, frozen=True):
    """Names too wide to mean the thing by themselves.

    One counts where a word of ``beside``, if there are any, and none of ``unless`` stands within ``within``
    characters of it.
    """

    names: Names
    within: Annotated[int, Meta(ge=1, le=200)]
    beside: list[NonEmpty] = []
    unless: list[NonEmpty] = []


class Equipment(Record, frozen=True):
    """A kind of equipment.

    ``series`` are names of model series with the numbers of their models, e.g. ``{TDP: ["1.5", "5"]}``.
    """

    names: Names
    sources: Annotated[list[Source], Meta(min_length=1)]
    abbreviations: list[NonEmpty] = []
    wide: list[Wide] = []
    series: dict[NonEmpty, list[NonEmpty]] = {}
    note: str | None = None


class Clause(Record, frozen=True):
    """One clause of a class, in the law's own words."""

    clause: NonEmpty
    text: NonEmpty
    en: str | None = None


class SubstanceClass(Record, frozen=True):
    """A class a law describes in words.

    ``frames`` say of a structure whether it meets the words. ``scaffold`` is a SMARTS that marks close relatives.
    ``wide`` marks names that ordinary goods bear as well: they mean the class where nothing else is asked about, and
    are not looked for in goods texts.
    """

    names: Names
    wording: list[Clause]
    sources: Annotated[list[Source], Meta(min_length=1)]
    frames: list[Frame] = []
    scaffold: str | None = None
    wide: bool = False
    note: str | None = None


class Code(Record, frozen=True):
    """A customs code: a basket with candidates, never a verdict.

    ``only`` says that the title names all it may hold and that every one of them is among the candidates.
    """

    system: Literal["HS", "CN-10", "HTS", "EU-CN", "VN-8"]
    title: NonEmpty
    candidates: list[NonEmpty]
    sources: Annotated[list[Source], Meta(min_length=1)]
    only: bool = False
    note: str | None = None


class SaltForm(Record, frozen=True):
    """The words for a salt or hydrate in several languages."""

    names: Names


class Threshold(Record, frozen=True):
    """A limit below which a duty does not apply, or a maximum."""

    meaning: Literal["exempt_below", "exempt_at_or_below", "capped_at"]
    quantity: float | None = None
    unit: str | None = None
    concentration_percent: float | None = None
    period: str | None = None
    note: str | None = None


class Obligation(Record, frozen=True):
    """What must happen at a stage of trade, and the paragraph that asks it."""

    stage: Stage
    duty: Duty
    text: NonEmpty
    by: NonEmpty
    at: str | None = None
    since: date | None = None
    until: date | None = None
    counterparties: list[Place] = []
    threshold: Threshold | None = None


class SpanRecord(Record, frozen=True):
    """A span of a measure; ``since`` is ``None`` where the register says ``unknown``."""

    since: date | None
    by: NonEmpty
    at: str | None = None
    scope: list[ScopeWord] | None = None
    until: date | None = None
    ended_by: str | None = None
    ended_at: str | None = None
    decided: date | None = None
    not_before: date | None = None
    known_by: date | None = None
    note: str | None = None


class Absence(Record, frozen=True):
    """Days for which a source shows that a subject was not on the list."""

    since: date
    by: NonEmpty
    until: date | None = None
    note: str | None = None


class Entry(Record, frozen=True):
    """What one list says of one subject."""

    spans: list[SpanRecord] = []
    not_listed: list[Absence] = []
    obligations: list[Obligation] | None = None
    subject: str | None = None
    label: str | None = None
    note: str | None = None


class Coverage(Record, frozen=True):
    """How much of a list the register holds, over a span of days."""

    since: date
    extent: Literal["complete", "partial"]
    by: NonEmpty
    until: date | None = None
    note: str | None = None
    concerns: list[NonEmpty] | None = None


class ControlList(Record, frozen=True):
    """A control list or watch list of one place."""

    jurisdiction: Place
    name: NonEmpty
    instrument: NonEmpty
    kind: Literal["control", "watch"]
    covers: Annotated[list[Literal["substance", "equipment"]], Meta(min_length=1)]
    checked_on: date
    coverage: Annotated[list[Coverage], Meta(min_length=1)]
    name_original: str | None = None
    scope: list[ScopeWord] = []
    direction: list[Literal["export", "import", "transit"]] = []
    counterparties: list[Place] = []
    yields_to: list[NonEmpty] = []
    obligations: list[Obligation] = []
    note: str | None = None


class ListFile(Record, frozen=True):
    """One file under ``measures/``."""

    list: ControlList
    entries: dict[str, Entry]


class DecisionRow(Record, frozen=True):
    """One row of the decision table: which finding leads to which outcome, and why."""

    finding: NonEmpty
    outcome: Literal["clear", "notify", "licence", "hold", "prohibited"]
    because: NonEmpty
    duty: Duty | None = None


class DecisionTable(Record, frozen=True):
    """The table that turns findings into an outcome; ``outcomes`` runs from least to most strict."""

    outcomes: list[NonEmpty]
    rows: Annotated[list[DecisionRow], Meta(min_length=1)]


class IdentifiedName(Record, frozen=True):
    """A name as the compiled register holds it: folded key, subject, kind, spelling.

    A name with ``beside`` or ``unless`` is a wide one: see :class:`Wide`.
    """

    key: str
    name: str
    subject: str
    kind: Literal["substance", "equipment", "class"]
    language: str
    beside: list[str] = []
    unless: list[str] = []
    within: int = 0


class StructureKey(Record, frozen=True):
    """Identity of a substance's structure, computed when the register is compiled.

    The keys of a substance of several components are those of its components, sorted and joined; ``own`` is the
    first block of the InChIKey of all of it. ``skeletons`` are those of its components (``Molecules.skeletons``), in
    hexadecimal; ``metals`` the atomic numbers of those of its atoms whose bonds InChI leaves out; ``classes`` and
    ``derived`` are how it stands to the classes and to named substances.
    """

    substance: str
    block: str
    own: str
    key: str
    relatives: list[str]
    skeletons: list[str] = []
    metals: list[int] = []
    classes: list[Reading] = []
    derived: list[Derived] = []
    alone: bool = False
