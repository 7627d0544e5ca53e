"""The records of published red flags as the register's YAML spells them; the authoring guide explains each field."""

from __future__ import annotations

from datetime import date  # noqa: TC003  # msgspec reads the annotations at run time
from typing import Annotated, Literal, get_args

from msgspec import Meta, field

from penstock.law.records import Language, Names, Place, Record
from penstock.substances.wording import NonEmpty  # noqa: TC001  # as above

Field = Literal[
    "consignor_name",
    "consignor_address",
    "consignor_country",
    "consignee_name",
    "consignee_address",
    "consignee_country",
    "notify_party_name",
    "export_country",
    "transit_countries",
    "destination_country",
    "goods_description",
    "commodity_code",
    "cas_number",
    "smiles",
    "quantity",
    "quantity_unit",
    "net_mass_kg",
    "concentration_percent",
    "declared_value",
    "currency",
]
"""The columns of a consignment that say something of it."""

Fact = Literal[
    "accounts",
    "address_use",
    "advertisements",
    "cash",
    "company_registry",
    "conduct_of_the_buyer",
    "convictions",
    "delivery_terms",
    "denied_persons_list",
    "licences",
    "online_presence",
    "other_consignments",
    "packaging",
    "payments",
    "phone_or_ip",
    "usual_quantity",
    "usual_trade",
    "virtual_currency",
]
"""What published flags read and no consignment has."""

Reads = Literal[Field, Fact]
FIELDS: tuple[str, ...] = get_args(Field)
WordListName = Literal["vague_terms", "evasive_phrases"]
WORD_LISTS: tuple[WordListName, ...] = get_args(WordListName)


class ListedTerm(Record, frozen=True):
    """A term that a published text gives, and the text."""

    term: NonEmpty
    lang: Language
    source: NonEmpty
    note: str | None = None


class WordList(Record, frozen=True):
    """A list of terms; one file, named after the list. ``fillers`` are words that say nothing beside a term."""

    terms: Annotated[tuple[ListedTerm, ...], Meta(min_length=1)]
    fillers: Names = field(default_factory=dict)

    def of(self, text: str) -> WordList:
        """Return the list with the terms of one text alone; all of it where that text gives none."""
        own = tuple(term for term in self.terms if term.source == text)
        return WordList(terms=own or self.terms, fillers=self.fillers)


class PartyTest(Record, frozen=True):
    """What the name of a party must say: how it looks, or families of business it states and does not state."""

    looks: Literal["person"] | None = None
    trade: tuple[NonEmpty, ...] = ()
    trade_not: tuple[NonEmpty, ...] = ()


class DescriptionTest(Record, frozen=True):
    """The words of the description: nothing but terms of a list, or one of a list's phrases somewhere in it."""

    only: WordListName | None = None
    has: WordListName | None = None


class ValueTest(Record, frozen=True):
    """A declared value in one currency, up to an amount."""

    currency: Annotated[str, Meta(pattern="^[A-Z]{3}$")]
    at_most: Annotated[float, Meta(gt=0)]


class MassTest(Record, frozen=True):
    """Quantity and net mass, both in units of mass, that differ by more than some per cent of the smaller."""

    differs_by_percent: Annotated[float, Meta(gt=0)]


class Case(Record, frozen=True):
    """One way for a flag to be raised: every test in it holds."""

    goods: Literal["spoken-of"] | None = None
    description: DescriptionTest | None = None
    from_: tuple[Place, ...] = field(name="from", default=())
    to: tuple[Place, ...] = ()
    via: Literal["third-country"] | None = None
    consignor: PartyTest | None = None
    consignee: PartyTest | None = None
    value: ValueTest | None = None
    mass: MassTest | None = None
    given: tuple[Field, ...] = ()
    absent: tuple[Field, ...] = ()
    found: tuple[NonEmpty, ...] = ()


class RedFlag(Record, frozen=True):
    """One published red flag; ``says`` is in our words, ``quote`` in the source's, ``when`` any case that raises it.

    ``reads`` names every column it reads, or the facts for which a consignment has no column.
    """

    says: NonEmpty
    at: NonEmpty
    reads: Annotated[tuple[Reads, ...], Meta(min_length=1)]
    quote: NonEmpty | None = None
    when: tuple[Case, ...] = ()
    note: str | None = None


class Publication(Record, frozen=True):
    """The text that published the flags, how much of it was read, and the goods it speaks of.

    ``since`` is the first day on which it is known to have been published. ``goods`` are ids of substances, classes,
    equipment kinds and lists.
    """

    text: NonEmpty
    since: date
    checked_on: date
    extent: Literal["complete", "partial"]
    goods: tuple[NonEmpty, ...] = ()
    until: date | None = None
    ended_by: str | None = None
    note: str | None = None


class FlagFile(Record, frozen=True):
    """One file under ``red_flags/``."""

    publication: Publication
    flags: dict[str, RedFlag]
