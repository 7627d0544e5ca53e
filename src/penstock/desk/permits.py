"""The authorisations of the store, read at once for whatever is held against them."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from penstock.store.balances import at_hand_of
from penstock.store.draws import Draws

if TYPE_CHECKING:
    from collections.abc import Iterable

    from penstock.cases.drawing import AtHand
    from penstock.store.store import Store


class Permits(NamedTuple):
    """The authorisations that are active, as they were when they were read, and under which id each is kept."""

    store: Store
    at_hand: AtHand
    ids: dict[str, str]

    def saw(self, actor: str, keys: Iterable[str]) -> None:
        """Write that somebody was shown some of them, before they are shown."""
        self.store.saw(actor, *(self.ids[key] for key in keys))


def permits_of(store: Store) -> Permits:
    """Return the authorisations of a store that are active now."""
    found = Draws(store).active()
    return Permits(store, at_hand_of(found), {one.authorisation.key: one.id for one in found})
