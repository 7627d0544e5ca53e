"""The authorisations of the store, for commands that hold goods against them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from penstock.cli.store import opened
from penstock.kernel.errors import UsageError

if TYPE_CHECKING:
    from penstock.cases.drawing import AtHand

STORE = "store"
"""What ``--authorisations`` says where those of the store are meant; a file of that name is ``./store``."""


def is_store(authorisations: str | None, url: str | None) -> bool:
    """Tell whether the authorisations of the store are asked for.

    Raises:
        UsageError: A database is named, and nothing is asked of it.
    """
    if url is not None and authorisations != STORE:
        message = "--database is for the authorisations of the store."
        raise UsageError(message, remedy=f"Add --authorisations {STORE}, or leave it out.")
    return authorisations == STORE


def of_store(url: str | None) -> AtHand:
    """Return the authorisations of a store that may be relied on, as they are now; nothing is drawn.

    Raises:
        StoreError: The store cannot be opened.
    """
    with opened(url) as store:
        from penstock.store.draws import Draws  # noqa: PLC0415  # of an extra

        return Draws(store).at_hand()
