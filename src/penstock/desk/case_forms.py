"""The forms of the steps of a case: what each asks for, and what was filled in, as the table of its kind has it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from penstock.cases.extracts import Extract
from penstock.cases.kinds import KINDS
from penstock.cases.notifications import REPLIES
from penstock.cases.states import table_of
from penstock.desk.case_fields import Field, fields_of, values_of
from penstock.desk.case_steps import OF_THE_TESTS

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import date

    from penstock.store.cases import Case

_OF_A_REPLY = {step for step, _ in REPLIES.values()}
NOTE = "note"
_LACKS = re.compile(r"missing required field `(\w+)`(?: - at `\$([^`]*)`)?")
_NAMES = re.compile(r"[a-z_]+")


def forms_of(told: Mapping[str, Any], today: date) -> list[dict[str, Any]]:
    """Return the form of each step that may be taken in a case that is shown; ``test`` is that of the tests.

    Args:
        told: The case as it is shown, with its steps.
        today: The day that days of what is done now begin with.
    """
    case, forms = told["case"], []
    for one in told["steps"]:
        if one["step"] in OF_THE_TESTS and case["kind"] == "lead":
            continue
        fields = _fields(case["kind"], case["body"], one["step"], today)
        forms.append({"step": one["step"], "to": one["to"], "fields": [field.as_dict() for field in fields]})
    if case["kind"] == "lead" and any(one["step"] == "pass_precheck" for one in told["steps"]):
        asked = fields_of(Extract, values={"extracted_on": today.isoformat()}, needs=())
        forms.insert(0, {"step": "test", "to": None, "fields": [field.as_dict() for field in asked]})
    return forms


def filled(case: Case, step: str, told: Callable[[str], str], today: date) -> dict[str, Any]:
    """Return what the form of a step says, as plain values.

    Args:
        case: The case.
        step: The step; of one that the table does not have nothing is said.
        told: Returns what was written into a field.
        today: As in ``forms_of``.
    """
    if table_of(case.kind).step(step) is None:
        return {}
    return values_of(_fields(case.kind, case.body, step, today), told)


def again(field: dict[str, Any], told: Callable[[str], str]) -> dict[str, Any]:
    """Return a field of a form, as plain values, with what was written into it, to be shown once more."""
    return field | {
        "value": told(field["path"]),
        "parts": [again(one, told) for one in field["parts"]],
        "rows": [[again(one, told) for one in row] for row in field["rows"]],
    }


def lacking(message: str) -> list[str]:
    """Return the field that an error says is not filled in, behind those that it is a part of; none of other errors."""
    found = _LACKS.search(message)
    return [] if found is None else [".".join([*_NAMES.findall(found[2] or ""), found[1]])]


def _fields(kind: str, body: Mapping[str, Any], step: str, today: date) -> list[Field]:
    row = table_of(kind).step(step)
    if row is None:
        return []
    stood = {name: body.get(name) for name in row.sets}
    stood |= {name: today.isoformat() for name in row.needs if name.endswith("_on") and not stood.get(name)}
    names = [name for name in row.may_say if name != NOTE]
    fields = [_without_result(one, step) for one in fields_of(KINDS[kind].shape, names, values=stood, needs=row.needs)]
    shown = [one for one in fields if not _is_of_the_register(kind, one)]
    return [*shown, Field(NOTE, NOTE, "long", NOTE in row.needs)]


def _is_of_the_register(kind: str, field: Field) -> bool:
    """Tell whether a field is looked up in the register and not filled in."""
    return kind == "notification" and field.name == "subject"


def _without_result(field: Field, step: str) -> Field:
    """Leave out of a reply what its step says already."""
    if field.name != "replies" or step not in _OF_A_REPLY:
        return field
    return field._replace(rows=tuple(tuple(one for one in row if one.name != "result") for row in field.rows))
