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


class PermitDesk:
    """Reads the active authorisations of a store again when any of them, or what is drawn of any, has changed."""

    def __init__(self, store: Store) -> None:
        """Take the store."""
        self._draws = Draws(store)
        self._store = store
        self._read: tuple[tuple[int, ...], Permits] | None = None

    def now(self) -> Permits:
        """Return the authorisations that are active now."""
        mark = self._draws.mark()  # before they are read: what comes in between is read, and read again by the next
        if self._read is None or self._read[0] != mark:
            self._read = (mark, self._permits())
        return self._read[1]

    def _permits(self) -> Permits:
        found = self._draws.active()
        return Permits(self._store, at_hand_of(found), {one.authorisation.key: one.id for one in found})
