"""Penstock: is it controlled, listed or suspect - where, since when, by which text - and what comes before it ships?

Everything named here is imported on first use, so that ``import penstock`` costs next to nothing.
"""

from __future__ import annotations

from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date
    from pathlib import Path

    from penstock.batch.run import screen
    from penstock.kernel.errors import (
        BadDay,
        Conflict,
        ConflictError,
        FetchError,
        InputError,
        ListMissing,
        NamingError,
        NotAllowed,
        OutputError,
        PenstockError,
        RegisterError,
        RegisterMissing,
        RosterError,
        StoreError,
        UnknownId,
        UnknownPlace,
        UnreadableName,
        UsageError,
    )
    from penstock.law.check import Answer
    from penstock.law.register import Register
    from penstock.law.routes import Route
    from penstock.lists.records import Roster
    from penstock.screening.asking import Imported, Kind, PartyAnswer
    from penstock.screening.consignment import Consignment, GoodsItem
    from penstock.screening.decide import Decision, Finding
    from penstock.substances.drawing import draw

__version__ = "0.1.0"

__all__ = [
    "Answer",
    "BadDay",
    "Conflict",
    "ConflictError",
    "Consignment",
    "Decision",
    "FetchError",
    "Finding",
    "GoodsItem",
    "InputError",
    "ListMissing",
    "NamingError",
    "NotAllowed",
    "OutputError",
    "PartyAnswer",
    "PenstockError",
    "Register",
    "RegisterError",
    "RegisterMissing",
    "Roster",
    "RosterError",
    "Route",
    "StoreError",
    "UnknownId",
    "UnknownPlace",
    "UnreadableName",
    "UsageError",
    "check",
    "draw",
    "screen",
]

_HOMES = {
    "Answer": "penstock.law.check",
    "Consignment": "penstock.screening.consignment",
    "Decision": "penstock.screening.decide",
    "Finding": "penstock.screening.decide",
    "GoodsItem": "penstock.screening.consignment",
    "PartyAnswer": "penstock.screening.asking",
    "Register": "penstock.law.register",
    "Roster": "penstock.lists.records",
    "Route": "penstock.law.routes",
    "draw": "penstock.substances.drawing",
    "screen": "penstock.batch.run",
}


def __getattr__(name: str) -> Any:  # noqa: ANN401  # any public name
    """Import a public name when it is first asked for."""
    if name not in __all__:
        message = f"module 'penstock' has no attribute {name!r}"
        raise AttributeError(message)
    return getattr(import_module(_HOMES.get(name, "penstock.kernel.errors")), name)


@cache
def _shipped_register() -> Register:
    from penstock.law.register import Register  # noqa: PLC0415  # see the module's docstring

    return Register.load()


def check(  # noqa: PLR0913  # the parts of a question
    subject: str,
    *,
    kind: Kind | None = None,
    jurisdictions: Iterable[str] | None = None,
    on: date | str | None = None,
    route: Route | tuple[str | None, str | None] | None = None,
    country: str | None = None,
    born: str | None = None,
    lists: Path | str | None = None,
) -> Answer | PartyAnswer:
    """Answer whether a subject is controlled or listed, as ``penstock check`` does, from the shipped register.

    Args:
        subject: A CAS number, name, structure (SMILES, InChI, InChIKey), equipment name, customs code, text, or the
            name of a party.
        kind: ``substance``, ``structure``, ``equipment``, ``code``, ``text``, ``party``, ``person``, ``company`` or
            ``vessel``; found out when ``None``.
        jurisdictions: ISO 3166 codes, ``UN``, ``EU``, ``CA-BC``; by default those of the route with the UN, else all.
        on: The day asked about; today when ``None``.
        route: ``Route`` or ``(origin, destination)``.
        country: A party's country, ISO 3166.
        born: A person's birth date: a day, a month or a year.
        lists: Folder of the imported lists; that of ``PENSTOCK_LISTS`` or the platform's when ``None``.

    Returns:
        An answer whose ``as_dict()`` is the object of ``penstock check --json``.

    Raises:
        BadDay, UnknownPlace, UnreadableName, UsageError: The question was put wrongly.
        RegisterMissing: The compiled register is absent or damaged.
        ListMissing: A stored list is damaged.
    """
    from datetime import date as day_of  # noqa: PLC0415  # see the module's docstring
    from datetime import datetime  # noqa: PLC0415  # see the module's docstring

    from penstock.kernel.days import parse_day  # noqa: PLC0415
    from penstock.kernel.errors import UsageError  # noqa: PLC0415
    from penstock.law.routes import Route  # noqa: PLC0415
    from penstock.screening.asking import EVERY_KIND, About, ask, read_birth  # noqa: PLC0415

    if not isinstance(subject, str):
        message = f"{subject!r} is no text."
        raise UsageError(message, remedy="Ask with a string: a CAS number, a name, a structure.")
    if isinstance(jurisdictions, str):
        message = f"jurisdictions={jurisdictions!r} is one string."
        raise UsageError(message, remedy="Give a list of codes, for example ['CN', 'US'].")
    if not isinstance(on, day_of | str | None):
        message = f"on={on!r} is no day."
        raise UsageError(message, remedy="Give a datetime.date or a string like 2023-06-21.")
    if not isinstance(route, Route | tuple | None) or (isinstance(route, tuple) and len(route) != 2):  # noqa: PLR2004  # two ends
        message = f"route={route!r} is no route."
        raise UsageError(message, remedy="Give (origin, destination) or a penstock.Route.")
    if kind is not None and kind not in EVERY_KIND:
        message = f"{kind!r} is no kind of subject."
        raise UsageError(message, remedy=f"Use one of {', '.join(EVERY_KIND)}.")
    today = day_of.today()  # noqa: DTZ011  # the asker's own day
    if isinstance(on, datetime):
        on = on.date()
    day = today if on is None else parse_day(on) if isinstance(on, str) else on
    return ask(
        _shipped_register(),
        subject,
        kind=kind,
        places=jurisdictions,
        on=day,
        route=Route(*route) if isinstance(route, tuple) else route,
        engine=__version__,
        about=About(
            country=country.upper() if country else None, born=read_birth(born), lists=lambda: _imported(lists)
        ),
    )


def _imported(folder: Path | str | None) -> Imported:
    from pathlib import Path  # noqa: PLC0415  # see the module's docstring

    from penstock.batch.rosters import imported  # noqa: PLC0415  # see the module's docstring

    return imported(None if folder is None else Path(folder))
