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
    """How leads of one group came out: the share confirmed of those that were decided, with its interval."""

    by: str
    value: str
    leads: int
    stopped: int
    answered: int
    decided: int
    confirmed: int
    share: float | None
    low: float
    high: float
    median_days: int | None


class OverdueRow(_Row, frozen=True):
    """An open record whose day has passed: what is waited for, of whom, and for how many days."""

    record: str
    kind: str
    subject: str
    waits_for: str | None
    state: str
    due: str
    days: int


class NoticeRow(_Row, frozen=True):
    """A pre-export notification: its clock, the reply to it, and by which text silence let it go."""

    record: str
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
    reply: str | None
    reason: str | None
    shipped_on: str | None
    silence: str | None


class PermitRow(_Row, frozen=True):
    """An authorisation: who holds it, for what and how much, and how much is drawn."""

    record: str
    number: str
    kind: str
    authority: str
    holder: str
    substances: tuple[str, ...]
    granted: str | None
    drawn: str | None
    since: str
    until: str
    state: str


class VisitRow(_Row, frozen=True):
    """An inspection: of whom, when it was due and done, how grave the gravest finding is, what is not put right."""

    record: str
    subject: str
    opened_on: str
    state: str
    due: str
    done_on: str | None
    gravest: str
    open: int


class RemovalRow(_Row, frozen=True):
    """A web listing that was referred: to whom, when it was taken down, and when it was seen again afterwards."""

    record: str
    subject: str
    where: str
    goods: tuple[str, ...]
    opened_on: str
    to_authority: str | None
    sent_on: str | None
    state: str
    due: str | None
    down_on: str | None
    again_on: str | None


class ActRow(_Row, frozen=True):
    """An act of the record: who did what; ``certainty`` says what is an allegation, or told by the press alone."""

    record: str
    day: str
    side: str | None
    author: str
    what: str
    text: str
    certainty: str
    citation: str
    url: str | None


class StatementRow(_Row, frozen=True):
    """What a speaker said on a day; ``beside`` is how often a claim of it stands so beside the register."""

    record: str
    day: str
    side: str | None
    speaker: str
    says: str
    quote: str | None
    beside: tuple[str, ...]
    citation: str
    url: str | None


class ClaimRow(_Row, frozen=True):
    """One claim of a statement, of one subject in one place, beside what the register shows for that day."""

    record: str
    day: str
    speaker: str
    claim: str
    subject: str
    name: str
    place: str
    shows: str
    beside: str
    citation: str | None
    note: str | None


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
    | OverdueRow
    | NoticeRow
    | PermitRow
    | VisitRow
    | RemovalRow
    | ActRow
    | StatementRow
    | ClaimRow
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
    value: int | float | None  # a whole number is read back as one
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
