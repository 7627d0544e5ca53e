"""The records of parties as the register's YAML files spell them; the authoring guide explains each field."""

from __future__ import annotations

from datetime import date  # noqa: TC003  # msgspec reads the annotations at run time
from typing import Annotated, Literal

from msgspec import Meta, field

from penstock.law.records import Place, Record, SpanRecord
from penstock.substances.wording import NonEmpty  # noqa: TC001  # as above

PartyKind = Literal["person", "company", "group", "body", "vessel"]
Script = Literal["Latn", "Hans", "Hant", "Cyrl", "Arab"]
Role = Literal[
    "owner",
    "owner-or-controller",
    "supervisor",
    "official",
    "founder",
    "representative",
    "associate",
]


class Programme(Record, frozen=True):
    """What a list's tag for a programme stands for."""

    name: NonEmpty
    by: str | None = None
    note: str | None = None


class OwnershipRule(Record, frozen=True):
    """From which share, owned by listed parties together, a party counts as listed though it is not named."""

    percent: int
    by: NonEmpty
    since: date | None = None
    note: str | None = None


class Vintage(Record, frozen=True):
    """A list that was read: the text it is, and the first and last day it can be of."""

    by: NonEmpty
    earliest: date
    latest: date


class PartyList(Record, frozen=True):
    """A list of parties, or a record such as criminal charges that names them, and what standing on it means."""

    jurisdiction: Place
    name: NonEmpty
    publisher: NonEmpty
    kind: Literal["blocking", "licence", "allegation"]
    effect: NonEmpty
    coverage: NonEmpty
    checked_on: date
    instrument: str | None = None
    programmes: dict[str, Programme] = field(default_factory=dict)
    ownership: tuple[OwnershipRule, ...] = ()
    vintages: tuple[Vintage, ...] = ()


class PartyName(Record, frozen=True):
    """One name of a party; ``weak`` is a name that settles nothing by itself."""

    name: NonEmpty
    type: Literal["primary", "original", "alias", "former", "weak"]
    lang: Literal["en", "zh", "es"]
    script: Script
    by: NonEmpty


class PartyIdentifier(Record, frozen=True):
    """A number of a party; those of ``ofac-uid`` are the list's own."""

    scheme: Literal[
        "ofac-uid",
        "uscc",
        "hk-registration",
        "company-number",
        "registration-number",
        "business-registration",
        "commercial-registry",
        "trademark-number",
        "rfc",
        "folio-mercantil",
    ]
    value: NonEmpty
    by: str | None = None


class PartyAddress(Record, frozen=True):
    """Where a party is said to be; of a person the town and province only."""

    text: NonEmpty
    country: Place
    by: NonEmpty


class PartySpan(SpanRecord, frozen=True):
    """Days for which a party stood on a list, and under which programmes."""

    programmes: tuple[NonEmpty, ...] = ()


class PartyListing(Record, frozen=True):
    """What one list says of a party; ``vintages`` hold it, ``absent_from`` are later ones that do not."""

    of: NonEmpty = field(name="list")
    spans: Annotated[tuple[PartySpan, ...], Meta(min_length=1)]
    vintages: tuple[NonEmpty, ...] = ()
    absent_from: tuple[NonEmpty, ...] = ()


class Outcome(Record, frozen=True):
    """What became of a charge."""

    what: NonEmpty
    by: NonEmpty
    known_by: date
    on: date | None = None
    words: str | None = None


class Charge(Record, frozen=True):
    """A charge: an allegation that a court has not decided, and never a listing."""

    court: NonEmpty
    charges: NonEmpty
    by: NonEmpty
    identity: Literal["named_together", "same_name", "probable", "only_record"]
    case: str | None = None
    returned: date | None = None
    unsealed: date | None = None
    announced: date | None = None
    known_by: date | None = None
    counts: int | None = None
    outcomes: tuple[Outcome, ...] = ()
    note: str | None = None

    @property
    def public(self) -> date | None:
        """The first day on which a source shows the charge in public."""
        return self.unsealed or self.announced or self.known_by


class Report(Record, frozen=True):
    """A statement that called a party listed, while no list that was read holds it."""

    of: NonEmpty = field(name="list")
    as_of: date
    by: NonEmpty
    absent_from: tuple[NonEmpty, ...] = ()
    note: str | None = None


class Lacking(Record, frozen=True):
    """Vintages of a list that were searched for a party and do not hold it."""

    of: NonEmpty = field(name="list")
    vintages: Annotated[tuple[NonEmpty, ...], Meta(min_length=1)]


class PartyLink(Record, frozen=True):
    """Another party, and what it is to this one in the words of a source."""

    party: NonEmpty
    role: Role
    by: NonEmpty
    words: NonEmpty
    percent: Annotated[int, Meta(ge=1, le=100)] | None = None


class Party(Record, frozen=True):
    """A person, company or other party, and what official notices say of it."""

    kind: PartyKind
    country: Place
    names: Annotated[tuple[PartyName, ...], Meta(min_length=1)]
    common_name: bool = False
    born: tuple[date, ...] = ()
    born_by: str | None = None
    identifiers: tuple[PartyIdentifier, ...] = ()
    addresses: tuple[PartyAddress, ...] = ()
    listings: tuple[PartyListing, ...] = ()
    charged: tuple[Charge, ...] = ()
    reported: tuple[Report, ...] = ()
    absent: tuple[Lacking, ...] = ()
    links: tuple[PartyLink, ...] = ()
    note: str | None = None

    @property
    def name(self) -> str:
        """The name it is known by: the first."""
        return self.names[0].name
