"""What may be done in a case, read from one table a kind under ``steps``: states, steps, and what each step says.

A table is data: who may do what, and what has to be said for it, is changed there and not here. Pure: the day, the
role and the name of whoever acts are handed in.
"""

from __future__ import annotations

from importlib.resources import files
from typing import TYPE_CHECKING, Any, Literal

import msgspec

from penstock.kernel.errors import NotAllowed, UnknownId, UsageError
from penstock.kernel.roles import Role, covers

if TYPE_CHECKING:
    from collections.abc import Mapping


class Step(msgspec.Struct, frozen=True, forbid_unknown_fields=True, rename={"sources": "from"}):
    """One row of a table.

    Args:
        name: What it is called.
        sources: The states it may be done in.
        role: The least role that may do it.
        to: The state afterwards; ``None`` when it stays.
        needs: What has to be said.
        sets: What is said and stands in the case afterwards, in place of what stood there.
        adds: What is said, a list, and is added to the list in the case.
        clears: What no longer stands in the case afterwards.
        by: ``other``: not by whoever opened the case; ``same``: by nobody else.
    """

    name: str
    sources: tuple[str, ...]
    role: Role
    to: str | None = None
    needs: tuple[str, ...] = ()
    sets: tuple[str, ...] = ()
    adds: tuple[str, ...] = ()
    clears: tuple[str, ...] = ()
    by: Literal["other", "same"] | None = None

    @property
    def may_say(self) -> tuple[str, ...]:
        """Everything the step may say, each once; a note may always be said."""
        return tuple(dict.fromkeys((*self.needs, *self.sets, *self.adds, "note")))


class Table(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The table of one kind: states with their meaning, the first that of a new case; those that end it; steps."""

    states: dict[str, str]
    closed: tuple[str, ...]
    steps: tuple[Step, ...]

    @property
    def first(self) -> str:
        """The state of a case that was just opened."""
        return next(iter(self.states))

    def step(self, name: str) -> Step | None:
        """Return the step of a name."""
        return next((step for step in self.steps if step.name == name), None)


def _loaded() -> dict[str, Table]:
    found = (file for file in files("penstock.cases").joinpath("steps").iterdir() if file.name.endswith(".toml"))
    return {
        file.name.removesuffix(".toml"): msgspec.toml.decode(file.read_bytes(), type=Table)
        for file in sorted(found, key=lambda one: one.name)
    }


TABLES = _loaded()
"""The table of each kind of case."""


def table_of(kind: str) -> Table:
    """Return the table of a kind.

    Raises:
        UnknownId: There is no such kind.
    """
    if kind not in TABLES:
        message = f"{kind!r} is no kind of case."
        raise UnknownId(message, remedy=f"Use one of {', '.join(TABLES)}.")
    return TABLES[kind]


def steps_from(kind: str, state: str, *, role: Role | None = None) -> list[Step]:
    """Return the steps that may be done in a state, by a role or by any, in the order of the table.

    Raises:
        UnknownId: There is no such kind.
    """
    found = [step for step in table_of(kind).steps if state in step.sources]
    return [step for step in found if role is None or covers(role, step.role)]


def allowed(kind: str, state: str, step: str) -> Step:
    """Return the row of a step that may be done in a state.

    Raises:
        UnknownId: There is no such kind.
        UsageError: There is no such step, or it may not be done in this state.
    """
    table = table_of(kind)
    row = table.step(step)
    if row is None:
        message = f"{step!r} is nothing that can be done in a case of the kind {kind}."
        raise UsageError(message, remedy=f"Use one of {', '.join(one.name for one in table.steps)}.")
    if state not in row.sources:
        message = f"{step!r} cannot be done in {_a(kind)} that is {state}: {table.states[state]}."
        others = ", ".join(one.name for one in steps_from(kind, state))
        raise UsageError(message, remedy=f"It may be one of {others}." if others else "Nothing can be done any more.")
    return row


def _a(kind: str) -> str:
    return f"{'an' if kind[0] in 'aeio' else 'a'} {kind}"


def after(kind: str, state: str, step: str) -> str:
    """Return the state a step leads to.

    Raises:
        UnknownId: There is no such kind.
        UsageError: There is no such step, or it may not be done in this state.
    """
    return allowed(kind, state, step).to or state


def check_actor(step: Step, name: str, role: Role, *, opened_by: str) -> None:
    """Refuse whoever may not do a step.

    Raises:
        NotAllowed: The role is too low, or another person has to.
    """
    if not covers(role, step.role):
        message = f"{name!r} may not {step.name.replace('_', ' ')}: that takes the role {step.role!r}."
        raise NotAllowed(message, remedy="Ask somebody who has that role.")
    if step.by == "other" and name == opened_by:
        message = f"{name!r} opened this case and may not {step.name.replace('_', ' ')} in it."
        raise NotAllowed(message, remedy="Another person has to.")
    if step.by == "same" and name != opened_by:
        message = f"{name!r} did not open this case."
        raise NotAllowed(message, remedy=f"{opened_by!r} did, and nobody else may {step.name.replace('_', ' ')} in it.")


def merged(step: Step, body: Mapping[str, Any], said: Mapping[str, Any]) -> dict[str, Any]:
    """Return the body of a case after a step: what it sets, adds and clears; the rest as it was.

    Args:
        step: The row of the table.
        body: The body before, plain JSON values.
        said: What is said with the step.

    Raises:
        UsageError: Something is missing, empty, no list where one is added to, or nothing this step knows.
    """
    stray = sorted(set(said) - set(step.may_say))
    if stray:
        message = f"{step.name!r} says nothing called {', '.join(stray)}."
        raise UsageError(message, remedy=f"It may say {', '.join(step.may_say)}.")
    empty = [name for name in step.needs if _is_empty(said.get(name))]
    if empty:
        message = f"{step.name!r} does not say {', '.join(empty)}."
        raise UsageError(message, remedy=f"Give {', '.join(step.needs)}.")
    changed = {name: said[name] for name in step.sets if name in said}
    for name in step.adds:
        if name in said:
            changed[name] = [*(body.get(name) or []), *_list(name, said[name])]
    return {name: value for name, value in body.items() if name not in step.clears} | changed


def _is_empty(value: Any) -> bool:  # noqa: ANN401  # any JSON value
    return value is None or (isinstance(value, str) and not value.strip()) or value in ([], {})


def _list(name: str, value: Any) -> list[Any]:  # noqa: ANN401  # any JSON value
    if not isinstance(value, list):
        message = f"{name!r} is no list."
        raise UsageError(message, remedy="Give a list of what is added.")
    return value
