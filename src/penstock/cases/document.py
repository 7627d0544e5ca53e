"""The shape of a dossier and of the meeting pack: a head, sections of rows, and numbers with how each came about.

Days are written ``YYYY-MM-DD``, moments in UTC, ISO 8601; what is not known is ``None``. A row that was made of a
record of the store has its id in ``record``. The same document is the JSON file, the page, the print and the exports.
"""

from __future__ import annotations

from typing import Any, Literal

from msgspec import Struct

FORMAT = 1
"""The version of this shape."""

Tlp = Literal["red", "amber+strict", "amber", "green", "clear"]
TLP: tuple[Tlp, ...] = ("red", "amber+strict", "amber", "green", "clear")
"""The labels of the Traffic Light Protocol 2.0, the strictest first."""

What = Literal["party", "substance", "period", "pack"]
HEADS = ("situation", "web_removal", "cases", "chemical_control", "anti_money_laundering")
"""The five heads of the meeting pack, in the order of the information-exchange meeting's agenda."""


class _Part(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Base of the parts of a document."""


class _Row(_Part, frozen=True, tag_field="row", tag=lambda name: name.removesuffix("Row").lower()):
    """Base of the rows; ``row`` says in the JSON which one it is."""


class EventRow(_Row, frozen=True):
    """One thing of the timeline: what happened on a day, to what, by which source."""

    day: str
    what: str
    place: str | None
    text: str
    citation: str | None = None
    record: str | None = None


class SpanRow(_Row, frozen=True):
    """A span in which a list of a place names the subject, or covers it on another basis."""

    place: str
    list: str
    measure: str
    basis: str
    scope: tuple[str, ...]
    since: str | None
    until: str | None
    known_by: str | None
    not_before: str | None
    citation: str
    url: str


class LagRow(_Row, frozen=True):
    """A place beside the UN: ``days`` in which it did not control what the UN did; less than 0: it was ahead."""

    subject: str
    name: str
    place: str
    status: str
    un_since: str | None
    since: str | None
    days: int | None
    citation: str | None


class ChangeRow(_Row, frozen=True):
    """Law of one list that began, ended or changed its words on a day: for how many subjects, and for which."""

    day: str
    place: str
    list: str
    what: str
    number: int
    subjects: tuple[str, ...]
    citation: str


class ListingRow(_Row, frozen=True):
    """How a party stands on one list on the day, or stood; ``verdict`` keeps listed and delisted apart."""

    party: str
    name: str
    list: str
    title: str
    verdict: str
    since: str | None
    until: str | None
    since_basis: str | None
    programmes: tuple[str, ...]
    note: str | None
    citation: str | None
    url: str | None


class ChargeRow(_Row, frozen=True):
    """A charge: an allegation until a court finds otherwise, never a listing; ``outcome`` is what became of it."""

    party: str
    name: str
    verdict: str
    court: str
    case: str | None
    charges: str
    public: str
    outcome: str | None
    citation: str
    url: str


class LeadRow(_Row, frozen=True):
    """A lead and its answer. What it alleges is an allegation, whatever became of it."""

    record: str
    reference: str
    opened_on: str
    from_authority: str
    to_authority: str
    place: str
    about: str
    subject: str
    basis: str
    grade: str
    tlp: str
    state: str
    failed: tuple[str, ...]
    sent_on: str | None
    due: str | None
    result: str | None
    answered_on: str | None
    days: int | None


class ScoreRow(_Row, frozen=True):
    """How leads of one group came out: the share confirmed of those that were looked into, with its bounds."""

    by: str
    value: str
    leads: int
    answered: int
    confirmed: int
    share: float | None
    low: float | None
    high: float | None
    median_days: float | None


class NoticeRow(_Row, frozen=True):
    """A pre-export notification and its clock."""

    record: str
    reference: str
    opened_on: str
    exporting: str
    importing: str
    exporter: str
    importer: str
    substance: str
    quantity: str | None
    state: str
    sent_on: str | None
    due: str | None
    replied_on: str | None
    reason: str | None


class PermitRow(_Row, frozen=True):
    """An authorisation: who holds it, for what and how much, and how much is drawn."""

    record: str
    kind: str
    number: str
    authority: str
    holder: str
    substances: tuple[str, ...]
    granted: str | None
    drawn: str | None
    since: str | None
    until: str | None
    state: str


class VisitRow(_Row, frozen=True):
    """An inspection: of whom, when it was due and done, what was found."""

    record: str
    subject: str
    opened_on: str
    state: str
    due: str | None
    done_on: str | None
    result: str | None


class RemovalRow(_Row, frozen=True):
    """A web listing that was referred: when, and whether it is down or came back."""

    record: str
    subject: str
    opened_on: str
    state: str
    due: str | None
    changed_on: str


class ActRow(_Row, frozen=True):
    """An act of the record: a measure, a meeting, a suspension; ``side`` is whose."""

    record: str
    day: str
    side: str
    what: str
    text: str
    citation: str
    url: str


class StatementRow(_Row, frozen=True):
    """What a speaker said on a day, beside what the register shows for that day."""

    record: str
    day: str
    side: str
    speaker: str
    said: str
    claim: str | None
    about: str | None
    place: str | None
    beside: str | None
    shows: str | None
    source: str
    url: str | None


class DecisionRow(_Row, frozen=True):
    """A decision that is kept about the subject."""

    record: str
    kept_on: str
    as_of: str
    question: str


class SourceRow(_Row, frozen=True):
    """A source the document rests on."""

    citation: str
    url: str | None


Row = (
    EventRow
    | SpanRow
    | LagRow
    | ChangeRow
    | ListingRow
    | ChargeRow
    | LeadRow
    | ScoreRow
    | NoticeRow
    | PermitRow
    | VisitRow
    | RemovalRow
    | ActRow
    | StatementRow
    | DecisionRow
    | SourceRow
)


class Table(_Part, frozen=True):
    """Rows of one sort; ``name`` says which of them, e.g. ``overdue``."""

    name: str
    rows: tuple[Row, ...]


class Figure(_Part, frozen=True):
    """One number and how it is counted again.

    ``key`` names what is counted and ``of`` the choice within it, e.g. ``leads.result`` and ``{"result": "declined"}``;
    ``records`` is how many records it was counted from, and ``digest`` the hash of the key, the choice and these.
    """

    key: str
    value: float | None
    records: int
    digest: str
    of: dict[str, str] = {}


class Section(_Part, frozen=True):
    """One part of a document: numbers, then rows, then what has to be said of them."""

    name: str
    figures: tuple[Figure, ...] = ()
    tables: tuple[Table, ...] = ()
    notes: tuple[str, ...] = ()


class LeftOut(_Part, frozen=True):
    """Records that are not in the document, how many, and why: ``tlp`` they may not be passed on so widely."""

    kind: str
    why: str
    limit: str
    number: int


class Head(_Part, frozen=True):
    """What the document is about, by what it was made, and how it may be passed on.

    ``as_of`` is the day of law; ``known_at`` the moment up to which the store was read; ``since`` and ``until`` the
    first and last day of a period; ``tlp`` the mark that the document bears and that nothing in it is stricter than.
    """

    what: What
    subject: str | None
    title: str
    since: str | None
    until: str | None
    as_of: str
    known_at: str
    tlp: Tlp
    places: tuple[str, ...]
    stamp: dict[str, Any]
    left_out: tuple[LeftOut, ...] = ()


class Dossier(_Part, frozen=True):
    """A whole document; ``records`` has the digest of every record of the store that it was made of."""

    head: Head
    sections: tuple[Section, ...]
    records: dict[str, str]
    format: int = FORMAT

    def section(self, name: str) -> Section | None:
        """Return the section of a name; ``None`` where there is none."""
        return next((one for one in self.sections if one.name == name), None)

    def rows(self) -> list[Row]:
        """Return every row once, in the order of the document."""
        return list(dict.fromkeys(row for section in self.sections for table in section.tables for row in table.rows))

    def figures(self) -> list[Figure]:
        """Return every number."""
        return [figure for section in self.sections for figure in section.figures]
