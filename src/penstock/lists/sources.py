"""The lists Penstock can keep, with the counts each may have: ``sources.toml``, read strictly."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import msgspec

from penstock.kernel.errors import UnknownId

_FILE = Path(__file__).with_name("sources.toml")
_FAMILY = re.compile(r"([a-z0-9]+(?:-[a-z0-9]+)*):[a-z0-9]+(?:[_-][a-z0-9]+)*")


class ListSource(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What is known of one list before any delivery of it.

    ``within`` names the delivery that several lists come in; ``is_bundle`` marks that delivery, ``is_family`` a
    publisher whose lists are told apart after a colon.
    """

    title: str
    publisher: str
    least: int = 1
    most: int = 1_000_000
    keeps: float = 0.8
    stale: int = 30
    url: tuple[str, ...] = ()
    within: str | None = None
    is_bundle: bool = False
    is_family: bool = False


@cache
def sources() -> dict[str, ListSource]:
    """Return every list by its id, in the order of the file."""
    return msgspec.toml.decode(_FILE.read_bytes(), type=dict[str, ListSource])


def source_of(list_id: str) -> ListSource:
    """Return what is known of a list.

    Raises:
        UnknownId: There is no such list, or the id names a delivery and not a list.
    """
    family = _FAMILY.fullmatch(list_id)
    found = sources().get(family[1] if family else list_id)
    if found is None or found.is_bundle or found.is_family != bool(family):
        message = f"{list_id!r} is no list."
        known = [key + (":DATASET" if one.is_family else "") for key, one in sources().items() if not one.is_bundle]
        raise UnknownId(message, remedy=f"Use one of {', '.join(known)}.")
    return found
