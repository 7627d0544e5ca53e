"""The records of the register about lines of goods: what chapters never hold, and what units measure."""

from __future__ import annotations

from typing import Annotated, Literal

from msgspec import Meta, field

from penstock.law.records import Names, Record, Source
from penstock.substances.wording import NonEmpty  # noqa: TC001  # msgspec reads the annotations at run time

Form = Literal["solid", "liquid", "machine"]
Measured = Literal["mass", "volume", "count", "package", "length", "area"]
ChapterNumber = Annotated[str, Meta(pattern=r"^\d{2}$")]
Sources = Annotated[list[Source], Meta(min_length=1)]


class Chapters(Record, frozen=True):
    """Chapters of the Harmonized System, what can never stand under one of them, and why."""

    title: NonEmpty
    chapters: Annotated[list[ChapterNumber], Meta(min_length=1)]
    never: Annotated[dict[Literal["substance", "equipment"], NonEmpty], Meta(min_length=1)]
    sources: Sources
    note: str | None = None


class Unit(Record, frozen=True):
    """A unit of quantity: what it measures, its codes and the words for it."""

    measures: Measured
    names: Names
    codes: list[NonEmpty] = field(default_factory=list)


class UnitClash(Record, frozen=True):
    """A form of goods that is never counted or measured so; ``unless`` are words of the goods that explain it."""

    form: Form
    measures: Measured
    because: NonEmpty
    unless: list[NonEmpty] = field(default_factory=list)


class Units(Record, frozen=True):
    """The whole of ``units.yaml``."""

    sources: list[Source] = field(default_factory=list)
    units: dict[str, Unit] = field(default_factory=dict)
    clashes: list[UnitClash] = field(default_factory=list)
