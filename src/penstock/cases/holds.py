"""A hold becomes a lead: what is known of a held item, as the beginning of one."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from penstock.kernel.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping

_ROLES = ("consignee", "consignor", "notify_party")


def draft_of(question: Mapping[str, Any], *, consignment: str, item: str, about: str) -> dict[str, Any]:
    """Return what a held item says of a lead: its subject, goods and days; the rest is for an officer to write.

    Args:
        question: The question of the decision that holds it, as it was kept: ``items`` are JSON texts.
        consignment: The id of the consignment.
        item: The number of the item in it; where it is empty or one item has no number, the first of the consignment.
        about: What the matter is about; where it names a column of a party, that party is the subject.

    Raises:
        UsageError: The decision is about no such consignment.
    """
    rows = [json.loads(text) if isinstance(text, str) else text for text in question.get("items", ())]
    own = [row for row in rows if str(row.get("consignment_id")) == consignment]
    if not own:
        message = f"The decision says nothing of the consignment {consignment!r}."
        raise UsageError(message, remedy="Give the matter that holds it.")
    row = next((one for one in own if str(one.get("item_no")) == item), own[0])
    body: dict[str, Any] = {"subject": _subject(row, about, consignment), "goods": _goods(row)}
    if row.get("date"):
        body["period"] = {"since": row["date"], "until": row["date"]}
    return body


def _subject(row: Mapping[str, Any], about: str, consignment: str) -> dict[str, Any]:
    named = [role for role in _ROLES if f"{role}_name" in about]
    for role in named or ("consignor",):
        if row.get(f"{role}_name"):
            told = {"country": row.get(f"{role}_country"), "address": row.get(f"{role}_address")}
            subject = {"kind": "party", "name": str(row[f"{role}_name"])}
            return subject | {name: str(value) for name, value in told.items() if value}
    return {"kind": "consignment", "name": consignment}


def _goods(row: Mapping[str, Any]) -> list[dict[str, Any]]:
    description = row.get("goods_description") or row.get("cas_number") or row.get("commodity_code")
    if not description:
        return []
    goods = {"description": str(description)}
    if row.get("cas_number"):
        goods["cas"] = str(row["cas_number"])
    if row.get("quantity"):
        goods["quantity"] = f"{row['quantity']} {row.get('quantity_unit') or ''}".strip()
    return [goods]
