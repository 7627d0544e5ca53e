"""The shapes of what is sent and answered, as the description of the API has them."""

from __future__ import annotations

from typing import Annotated, Any, Literal

import msgspec
from pydantic import BaseModel, ConfigDict, Field

from penstock.screening.asking import Kind  # noqa: TC001  # msgspec reads the annotations

MOST_ITEMS = 1000
"""Goods items of one call."""

LONGEST_SUBJECT = 20_000
"""Characters of a subject that is asked about."""

Text = Annotated[str, msgspec.Meta(max_length=64)]
Places = Annotated[list[Text], msgspec.Meta(min_length=1, max_length=64)]


class CheckBody(msgspec.Struct, forbid_unknown_fields=True, rename={"places": "in", "origin": "from", "to": "to"}):
    """A question, as ``POST /api/check`` takes it."""

    subject: Annotated[str, msgspec.Meta(max_length=LONGEST_SUBJECT)]
    kind: Kind | None = None
    places: Places | None = None
    on: Text | None = None
    origin: Text | None = None
    to: Text | None = None
    country: Text | None = None
    born: Text | None = None
    keep: bool = False


class ScreenBody(msgspec.Struct, forbid_unknown_fields=True, rename={"places": "in"}):
    """Goods items, as ``POST /api/screen`` takes them; each is read by itself, as a row of a file is."""

    items: Annotated[list[msgspec.Raw], msgspec.Meta(min_length=1, max_length=MOST_ITEMS)]
    places: Places | None = None
    on: Text | None = None
    keep: bool = False
    authorisations: bool = False


def body_schema(kind: type[msgspec.Struct], **replaced: dict[str, Any]) -> dict[str, Any]:
    """Return the JSON schema of a body, with some of its properties replaced."""

    def raw(one: type) -> dict[str, Any]:
        if one is msgspec.Raw:
            return {"type": "object"}
        raise NotImplementedError(one)

    _, components = msgspec.json.schema_components([kind], schema_hook=raw, ref_template=_HERE + "{name}")
    schema: dict[str, Any] = components[kind.__name__]
    schema["properties"] |= replaced
    whole: dict[str, Any] = _inlined(schema, components)
    return whole


_HERE = "#"


def _inlined(told: Any, components: dict[str, Any]) -> Any:  # noqa: ANN401  # any part of a schema
    """Return a part of a schema with the shapes it refers to written out."""
    if isinstance(told, list):
        return [_inlined(one, components) for one in told]
    if not isinstance(told, dict):
        return told
    if "$ref" in told:
        return _inlined(components[told["$ref"].removeprefix(_HERE)], components)
    return {key: _inlined(value, components) for key, value in told.items()}


class Shape(BaseModel):
    """Base of what is answered: nothing that is not described."""

    model_config = ConfigDict(extra="forbid")


class Wrong(Shape):
    """One thing that a validation refused."""

    where: str
    what: str


class ProblemShape(Shape):
    """A problem, as RFC 9457 has it, with a code for programs and what to do."""

    type: str = Field(examples=["urn:penstock:problem:invalid"])
    title: str
    status: int
    detail: str
    code: str
    remedy: str
    errors: list[Wrong] | None = None


class Stamp(Shape):
    """What an answer was made by: the same inputs and the same stamp give the same bytes."""

    as_of: str
    register_: str = Field(alias="register")
    rosters: dict[str, str] = {}
    engine: str
    jurisdictions: list[str] | None = None
    authorisations: str | None = None


class CheckAnswer(BaseModel):
    """The object that ``penstock check --json`` prints; the page on ``penstock check`` tells of each field."""

    subject: dict[str, Any]
    as_of: str
    answers: list[dict[str, Any]]
    parties: list[dict[str, Any]] | None = None
    stamp: dict[str, Any]


class FindingShape(Shape):
    """One cited reason, with the columns of ``findings.parquet``."""

    code: str
    outcome: str
    duty: str | None
    stage: str | None
    jurisdiction: str | None
    subject: str | None
    measure: str | None
    basis: str | None
    since: str | None
    until: str | None
    citation: str | None
    url: str | None
    field: str | None
    matched: str | None
    other_field: str | None
    other_matched: str | None
    start: int | None
    end: int | None
    other_start: int | None
    other_end: int | None
    score: float | None
    message: str


class Unanswered(Shape):
    """A red flag that could not be evaluated, and what did not say it."""

    flag: str
    missing: list[str]


class DecidedItem(Shape):
    """A goods item and its decision, with the columns of ``decisions.parquet``."""

    row: int
    as_of: str
    consignment_id: str
    item_no: int
    outcome: str
    consignment_outcome: str
    reasons: list[str]
    unknown_in: list[str]
    flags_not_evaluated: list[Unanswered]
    findings: list[FindingShape]


class Refusal(Shape):
    """Why an item could not be read, as a row of ``rejects.csv`` says it."""

    column: str
    code: str
    seen: str
    remedy: str


class RefusedItem(Shape):
    """A goods item that could not be read."""

    row: int
    refused: Refusal


class ConsignmentOutcome(Shape):
    """The outcome of a consignment, the strictest of its items'."""

    consignment_id: str
    outcome: str


class Counts(Shape):
    """How many items came, were decided, were refused, and had each outcome."""

    rows: int
    decisions: int
    rejects: int
    outcomes: dict[str, int]


class Balance(Shape):
    """An authorisation that the answer names, as ``run.json`` has it: what is drawn before, by this call, and left."""

    number: str
    issuer: str
    kind: str
    granted: str | None
    drawn_before: str
    drawn: str
    left: str | None
    unit: str
    items: int


class DrawingShape(Shape):
    """What one item draws of the authorisation that covers it."""

    number: str
    issuer: str
    terms: str
    consignment_id: str
    item_no: int
    quantity: str
    unit: str
    on: str


class Consulted(Shape):
    """The authorisations that were consulted: nothing is drawn until somebody draws it."""

    balance: list[Balance]
    draws: list[DrawingShape] = Field(description="What POST /api/draws takes, to draw all of it or nothing.")
    how: str


class ScreenAnswer(Shape):
    """The answer about some goods items: each is decided or refused, in the order of the call."""

    items: list[DecidedItem | RefusedItem]
    consignments: list[ConsignmentOutcome]
    counts: Counts
    unread: list[str] = Field(description="Keys of the items that mean no column, and were not read.")
    stamp: Stamp
    authorisations: Consulted | None = None


class LawLine(Shape):
    """A control list or watch list of the register."""

    id: str
    jurisdiction: str
    name: str
    kind: str
    entries: int
    extent: str
    checked_on: str


class LawAnswer(Shape):
    """The lists of the register."""

    register_: str = Field(alias="register")
    lists: list[LawLine]


class CitedText(Shape):
    """A text that a record cites."""

    title: str
    citation: str
    url: str


class LawRecord(Shape):
    """A record of the register, whole, and the texts it cites by their ids."""

    id: str
    register_: str = Field(alias="register")
    record: dict[str, Any]
    texts: dict[str, CitedText]


class LawChange(Shape):
    """One thing that began, ended or changed its words."""

    day: str
    jurisdiction: str
    list_: str = Field(alias="list")
    measure: str
    subject: str
    what: Literal["begins", "ends", "changes"]
    scope: list[str]
    citation: str


class LawChanges(Shape):
    """What changed after the first day, up to and including the second."""

    after: str
    until: str
    register_: str = Field(alias="register")
    changes: list[LawChange]


class ListLine(Shape):
    """An imported list: its latest vintage, its age in days, and what should alarm."""

    list_: str = Field(alias="list")
    title: str
    vintage: str
    age_days: int
    vintages: int
    entries: int
    alarms: list[str]
    warnings: list[str]


class DamagedList(Shape):
    """A stored list that cannot be read."""

    code: str
    message: str
    remedy: str


class ListsAnswer(Shape):
    """The imported lists, and what is damaged."""

    digest: str
    lists: list[ListLine]
    damaged: list[DamagedList]


class Health(Shape):
    """That the process answers, or is ready to."""

    status: Literal["ok"]
