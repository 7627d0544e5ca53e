"""A shape of a record as the fields of a form, and a form that was filled in as plain values of that shape.

Each kind of case has its shape already; a page asks for what it has, and no list of fields is kept beside it. A field
of a list is asked for in rows, those that are there and empty ones after them; rows that stay empty are left out.
"""

from __future__ import annotations

from math import isfinite
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from msgspec import NODEFAULT, Struct, inspect

from penstock.kernel.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping, Sequence

Sort = Literal["text", "long", "lines", "date", "number", "decimal", "check", "choice", "group", "rows"]

LONG = frozenset({
    "allegation", "request", "explanation", "for_sender", "text", "note", "says", "what", "why", "override", "quote",
    "conditions", "agreed", "end_use", "business_scope", "address",
})  # fmt: skip
"""Fields of text that are asked for in several lines."""

LEFT_OUT = frozenset(
    {"stamp", "precheck", "silence", "origin", "proposed_by", "marks", "sha256", "covers", "candidates"}
)
"""Fields that nobody fills in."""

MOST_ROWS = 40
"""Rows of a list that a form may have."""


class Field(NamedTuple):
    """One field: its name, its whole name in the form, its sort, and what stands in it.

    ``choices`` are the values it may have; ``parts`` the fields of a group; ``rows`` the fields of each row of a list;
    ``blank`` what it says once it was emptied.
    """

    name: str
    path: str
    sort: Sort
    is_needed: bool
    value: Any = None
    choices: tuple[str, ...] = ()
    parts: tuple[Field, ...] = ()
    rows: tuple[tuple[Field, ...], ...] = ()
    blank: Any = None

    def as_dict(self) -> dict[str, Any]:
        """Return the field as plain values."""
        told = self._asdict()
        told["parts"] = [one.as_dict() for one in self.parts]
        told["rows"] = [[one.as_dict() for one in row] for row in self.rows]
        return told


def fields_of(
    shape: type[Struct],
    names: Collection[str] | None = None,
    *,
    values: Mapping[str, Any] | None = None,
    needs: Collection[str] | None = None,
    empty: int = 1,
) -> tuple[Field, ...]:
    """Return the fields that a form asks for.

    Args:
        shape: The shape.
        names: Only these, in the order of the shape; all when ``None``.
        values: What stands in them.
        needs: Which have to be filled in; those without a default when ``None``.
        empty: How many empty rows a list has after those that are there.
    """
    told = inspect.type_info(shape)
    assert isinstance(told, inspect.StructType)  # noqa: S101  # every shape is one
    return tuple(_fields(told, "", names, values or {}, needs, empty))


def _fields(  # noqa: PLR0913, PLR0917  # what a form is made of
    told: inspect.StructType,
    before: str,
    names: Collection[str] | None,
    values: Mapping[str, Any],
    needs: Collection[str] | None,
    empty: int,
) -> list[Field]:
    found = []
    for one in told.fields:
        if one.name in LEFT_OUT or (names is not None and one.name not in names):
            continue
        has_none = one.default is NODEFAULT and one.default_factory is NODEFAULT
        is_needed = has_none if needs is None else one.name in needs
        path, value = f"{before}{one.name}", values.get(one.name)
        found.append(_field(one.name, path, one.type, value, is_needed=is_needed, empty=empty))
    return found


def _field(  # noqa: PLR0913  # what a field is made of
    name: str,
    path: str,
    kind: inspect.Type,
    value: Any,  # noqa: ANN401  # any JSON value
    *,
    is_needed: bool,
    empty: int,
) -> Field:
    bare, may_be_none = _bare(kind), _may_be_none(kind)
    blank: Any = None if may_be_none else ""
    if isinstance(bare, inspect.StructType):
        parts = tuple(_fields(bare, f"{path}.", None, value or {}, None, empty))
        return Field(name, path, "group", is_needed, parts=parts if is_needed else tuple(map(_relaxed, parts)))
    if isinstance(bare, inspect.VarTupleType | inspect.ListType):
        inner, blank = _bare(bare.item_type), None if may_be_none else []
        if not isinstance(inner, inspect.StructType):
            return Field(name, path, "lines", is_needed, "\n".join(map(str, value or ())), blank=blank)
        there = list(value or ())[:MOST_ROWS]
        rows = [*there, *({} for _ in range(empty))]
        told = tuple(
            tuple(map(_relaxed, _fields(inner, f"{path}.{at}.", None, row, None, 1))) for at, row in enumerate(rows)
        )
        return Field(name, path, "rows", is_needed, rows=told, blank=blank)
    if isinstance(bare, inspect.LiteralType):
        return Field(name, path, "choice", is_needed, value, tuple(map(str, bare.values)))
    return Field(name, path, _sort(name, bare), is_needed, value, blank=blank)


def _relaxed(field: Field) -> Field:
    """Return a field of what may be left out as a whole: nothing of it has to be filled in."""
    rows = tuple(tuple(map(_relaxed, row)) for row in field.rows)
    return field._replace(is_needed=False, parts=tuple(map(_relaxed, field.parts)), rows=rows)


def _sort(name: str, kind: inspect.Type) -> Sort:
    if isinstance(kind, inspect.DateType):
        return "date"
    if isinstance(kind, inspect.BoolType):
        return "check"
    if isinstance(kind, inspect.DecimalType):
        return "decimal"
    if isinstance(kind, inspect.IntType | inspect.FloatType):
        return "number"
    return "long" if name in LONG else "text"


def _bare(kind: inspect.Type) -> inspect.Type:
    """Return a type without the ``None`` it may be, or without what is said of it."""
    if isinstance(kind, inspect.Metadata):
        return _bare(kind.type)
    if isinstance(kind, inspect.UnionType):
        return next(_bare(one) for one in kind.types if not isinstance(one, inspect.NoneType))
    return kind


def _may_be_none(kind: inspect.Type) -> bool:
    return isinstance(kind, inspect.UnionType) and any(isinstance(one, inspect.NoneType) for one in kind.types)


_EMPTY = object()


def values_of(fields: Sequence[Field], told: Callable[[str], str]) -> dict[str, Any]:
    """Return what a form says of its fields, as plain values; what is empty is left out where nothing stood in it.

    Args:
        fields: The fields that were asked for.
        told: Returns what was written into a field, by its whole name; empty where nothing was.

    Raises:
        UsageError: A number is none.
    """
    found: dict[str, Any] = {}
    for field in fields:
        value = _value(field, told)
        if value is not _EMPTY:
            found[field.name] = value
        elif _stood(field) or (field.is_needed and field.sort in {"text", "long"}):
            found[field.name] = field.blank
    return found


def _value(field: Field, told: Callable[[str], str]) -> Any:  # noqa: ANN401  # any JSON value
    if field.sort == "group":
        return values_of(field.parts, told) or _EMPTY
    if field.sort == "rows":
        rows = [values_of([_emptied(one) for one in row], told) for row in field.rows]
        return [row for row in rows if row] or _EMPTY
    text = told(field.path).replace("\r\n", "\n").strip()
    if field.sort == "check":
        return True if text else False if field.value else _EMPTY
    if not text:
        return _EMPTY
    if field.sort == "lines":
        return [one.strip() for one in text.split("\n") if one.strip()]
    return _number(field, text) if _is_number(field) else text


def _emptied(field: Field) -> Field:
    """Return a field of a row as if nothing had stood in it: a row that was emptied goes."""
    parts = tuple(_emptied(one) for one in field.parts)
    rows = tuple(tuple(_emptied(one) for one in row) for row in field.rows)
    return field._replace(value=None, parts=parts, rows=rows, is_needed=False)


def _stood(field: Field) -> bool:
    """Tell whether something stood in a field before."""
    within = (*field.parts, *(one for row in field.rows for one in row))
    return any(_stood(one) for one in within) or field.value not in {None, "", False}


def _is_number(field: Field) -> bool:
    return field.sort == "number" or (field.sort == "choice" and all(one.isdecimal() for one in field.choices))


def _number(field: Field, text: str) -> float:
    if field.choices and text not in field.choices:
        message = f"{field.name} says {text!r}."
        raise UsageError(message, remedy=f"Use one of {', '.join(field.choices)}.")
    try:
        number = float(text.replace(",", "."))
    except ValueError:
        number = float("nan")
    if not isfinite(number):
        message = f"{field.name} is {text!r}, which is no number."
        raise UsageError(message, remedy="Write digits and a point, for example 12.5.")
    return int(number) if number.is_integer() else number
