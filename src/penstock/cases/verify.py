"""Whether a document can be made again: every number counted anew, and which differ, and which records are others."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from msgspec import Struct, to_builtins

if TYPE_CHECKING:
    from penstock.cases.document import Dossier, Figure


class Difference(Struct, frozen=True, kw_only=True):
    """A number that is another now, or that is counted from other records; ``None`` where it is not there."""

    section: str
    key: str
    of: dict[str, str]
    was: float | None
    now: float | None
    was_digest: str | None
    now_digest: str | None


class Verified(Struct, frozen=True, kw_only=True):
    """What counting again found.

    ``figures`` is how many numbers were counted; ``changed``, ``missing`` and ``new`` are ids of records of the store;
    ``stamp`` names what answers now by another register, lists or engine than then, each with both.
    """

    figures: int
    differences: tuple[Difference, ...]
    changed: tuple[str, ...]
    missing: tuple[str, ...]
    new: tuple[str, ...]
    stamp: dict[str, tuple[Any, Any]]

    @property
    def is_same(self) -> bool:
        """Tell whether every number is the same, counted from the same records."""
        return not (self.differences or self.changed or self.missing or self.new)

    def as_dict(self) -> dict[str, Any]:
        """Return it as plain values."""
        shown: dict[str, Any] = {"is_same": self.is_same} | to_builtins(self)
        return shown


def verified(then: Dossier, now: Dossier) -> Verified:
    """Compare a document with the same one made again of what was known at the same moment."""
    were, are = _figures(then), _figures(now)
    keys = [*were, *(key for key in are if key not in were)]
    differences = tuple(_difference(key, were.get(key), are.get(key)) for key in keys if were.get(key) != are.get(key))
    old, fresh = then.records, now.records
    names = [*then.head.stamp, *(name for name in now.head.stamp if name not in then.head.stamp)]
    stamps = {name: (then.head.stamp.get(name), now.head.stamp.get(name)) for name in names}
    return Verified(
        figures=len(are),
        differences=differences,
        changed=tuple(sorted(name for name in old if name in fresh and old[name] != fresh[name])),
        missing=tuple(sorted(set(old) - set(fresh))),
        new=tuple(sorted(set(fresh) - set(old))),
        stamp={name: pair for name, pair in stamps.items() if pair[0] != pair[1]},
    )


_Key = tuple[str, str, tuple[tuple[str, str], ...]]


def _figures(dossier: Dossier) -> dict[_Key, Figure]:
    return {
        (section.name, figure.key, tuple(sorted(figure.of.items()))): figure
        for section in dossier.sections
        for figure in section.figures
    }


def _difference(key: _Key, was: Figure | None, now: Figure | None) -> Difference:
    section, name, of = key
    return Difference(
        section=section,
        key=name,
        of=dict(of),
        was=was.value if was is not None else None,
        now=now.value if now is not None else None,
        was_digest=was.digest if was is not None else None,
        now_digest=now.digest if now is not None else None,
    )
