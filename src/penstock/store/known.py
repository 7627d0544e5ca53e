"""What the store knew at a moment: cases as they stood then, and the decisions kept by then, in one reading."""

from __future__ import annotations

import json
from decimal import Decimal
from itertools import groupby
from typing import TYPE_CHECKING, Any

import msgspec
from sqlalchemy import and_, func, or_, select

from penstock.cases.kinds import KINDS
from penstock.cases.known import KnownCase, KnownDecision
from penstock.cases.known import Store as Known
from penstock.cases.states import merged, table_of
from penstock.store.tables import case_steps, cases, decisions, draws, returns
from penstock.store.texts import canonical, stamp_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy.engine import Connection, Row

    from penstock.store.store import Store

_CHUNK = 500


def known(store: Store, at: str | None = None, naming: Sequence[str] = ()) -> Known:
    """Return what the store knew at a moment.

    Args:
        store: The store.
        at: The moment, as the store writes moments; now when ``None``.
        naming: Only decisions whose question has one of these texts somewhere; none when it is empty.
    """
    moment = at or stamp_of(store.clock())
    with store.reading(isolated=True) as connection:
        rows = connection.execute(
            select(cases).where(cases.c.opened_at <= moment).order_by(cases.c.kind, cases.c.opened_at, cases.c.id)
        ).all()
        later = [row.id for row in rows if row.changed_at > moment]
        before = _as_they_stood(connection, later, moment)
        drawn = _drawn(connection, moment)
        found = tuple((before.get(row.id) or _case(row))._replace(drawn=drawn.get(row.id)) for row in rows)
        return Known(moment, found, _decisions(connection, moment, naming))


def _case(row: Row[Any]) -> KnownCase:
    return KnownCase(
        row.id, row.kind, row.state, row.version, json.loads(row.body), row.opened_at, row.changed_at, row.due
    )


def _as_they_stood(connection: Connection, ids: Sequence[str], moment: str) -> dict[str, KnownCase]:
    """Return cases as their steps up to a moment left them."""
    found: dict[str, KnownCase] = {}
    for start in range(0, len(ids), _CHUNK):
        asked = (
            select(case_steps, cases.c.kind)
            .join(cases, cases.c.id == case_steps.c.case)
            .where(case_steps.c.case.in_(ids[start : start + _CHUNK]) & (case_steps.c.at <= moment))
            .order_by(case_steps.c.case, case_steps.c.version)
        )
        for case, steps in groupby(connection.execute(asked), key=lambda row: str(row.case)):
            found[case] = _replayed(case, list(steps))
    return found


def _replayed(case: str, steps: Sequence[Row[Any]]) -> KnownCase:
    first, last = steps[0], steps[-1]
    table = table_of(first.kind)
    body: dict[str, Any] = json.loads(first.detail)
    for taken in steps[1:]:
        step = table.step(taken.step)
        body = body if step is None else merged(step, body, json.loads(taken.detail))
    body = json.loads(canonical(msgspec.to_builtins(msgspec.convert(body, KINDS[first.kind].shape))))
    return KnownCase(case, first.kind, last.state, last.version, body, first.at, last.at, body.get("due"))


def _drawn(connection: Connection, moment: str) -> dict[str, str]:
    """Return what was drawn of each authorisation up to a moment, and not given back by then."""
    found: dict[str, Decimal] = {}
    key = ("authorisation", "consignment", "item", "nth")
    given_back = and_(returns.c.at <= moment, *(draws.c[name] == returns.c[name] for name in key))
    asked = select(draws.c.authorisation, draws.c.quantity, returns.c.at).outerjoin(returns, given_back)
    for of, quantity, returned_at in connection.execute(asked.where(draws.c.at <= moment)):
        drawn = Decimal() if returned_at is not None else Decimal(quantity)
        found[of] = found.get(of, Decimal()) + drawn
    return {name: str(total) for name, total in found.items()}


def _decisions(connection: Connection, moment: str, naming: Sequence[str]) -> tuple[KnownDecision, ...]:
    if not naming:
        return ()
    lowered = func.lower(decisions.c.question)
    told = [lowered.contains(canonical(text)[1:-1].lower(), autoescape=True) for text in naming]
    columns = (decisions.c.id, decisions.c.kept_at, decisions.c.as_of, decisions.c.question)
    asked = select(*columns).where((decisions.c.kept_at <= moment) & or_(*told))
    rows = connection.execute(asked.order_by(decisions.c.kept_at, decisions.c.id))
    return tuple(KnownDecision(row.id, row.kept_at, row.as_of, json.loads(row.question)) for row in rows)
