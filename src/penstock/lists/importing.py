"""From files to stored rosters: find the feed, read strictly, hold the counts against what they should be, keep."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from penstock.kernel.errors import RosterError, UsageError
from penstock.lists.feeds import eu_csv, gb_csv, ofac_advanced, ofac_csv, opensanctions, un_xml, us_csl, us_csl_json
from penstock.lists.files import digest_of
from penstock.lists.records import Roster, SourceFile, counts_of
from penstock.lists.sources import source_of
from penstock.lists.vintages import vintage_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import date
    from pathlib import Path

    from penstock.lists.feeds.drafts import Draft
    from penstock.lists.packed import Head
    from penstock.lists.store import ListStore, Saved
    from penstock.lists.vintages import Vintage


_UNLESS = "(or --accept-fewer, if the list has really become shorter)"


@dataclass(frozen=True, slots=True)
class Feed:
    """What a feed module gives: which files are its own, and reading one into a draft a list.

    ``read`` also takes the list asked for, which only a file that does not name its own needs.
    """

    claims: Callable[[Path], bool]
    read: Callable[[Path, str | None], list[Draft]]


def _naming(read: Callable[[Path], list[Draft]]) -> Callable[[Path, str | None], list[Draft]]:
    """Wrap the reading of files that name their own lists."""
    return lambda path, _: read(path)


FEEDS = (
    *(Feed(one.claims, _naming(one.read)) for one in (ofac_csv, ofac_advanced, un_xml)),
    *(Feed(one.claims, _naming(one.read)) for one in (us_csl, us_csl_json, eu_csv, gb_csv)),
    Feed(opensanctions.claims, opensanctions.read),
)
"""Every feed, in the order in which they are asked whether a file is theirs."""


@dataclass(frozen=True, slots=True)
class Delivery:
    """A file, or the first of a family of files, that a feed reads."""

    path: Path
    feed: Feed


@dataclass(frozen=True, slots=True)
class Imported:
    """A roster that was read and kept."""

    roster: Roster
    saved: Saved

    def as_dict(self) -> dict[str, Any]:
        """Return what was imported as plain values."""
        roster = self.roster
        return {
            "list": roster.list,
            "vintage": roster.vintage.isoformat(),
            "earliest": roster.earliest.isoformat(),
            "saved": self.saved,
            "counts": roster.counts,
            "files": [{"name": file.name, "sha256": file.sha256, "size": file.size} for file in roster.files],
            "warnings": list(roster.warnings),
        }


def deliveries(path: Path) -> list[Delivery]:
    """Return what a file or folder delivers, folders below it included.

    Raises:
        UsageError: Nothing there is a list in a format Penstock reads.
    """
    if path.is_dir():
        files = sorted(file for file in path.rglob("*") if file.is_file() and not file.name.startswith("."))
    else:
        files = [path]
    found = [Delivery(file, feed) for file in files for feed in FEEDS if feed.claims(file)]
    if not found:
        message = f"{path} is no party list in a format Penstock reads."
        if ofac_csv.belongs(path):
            raise UsageError(message, remedy="Name sdn.csv or cons_prim.csv: the files beside it are read with it.")
        raise UsageError(message, remedy="Name a file as its publisher lays it out; docs/lists.md has the formats.")
    return found


def import_path(  # noqa: PLR0913  # the parts of one import
    store: ListStore,
    path: Path,
    *,
    today: date,
    vintage: str | None = None,
    only: str | None = None,
    accepts_fewer: bool = False,
) -> list[Imported]:
    """Read every delivery of a file or folder and keep its rosters; all are read before the first is kept.

    Args:
        store: Where to keep them.
        path: A file, or a folder of files.
        today: The day of the reader; no vintage lies after it.
        vintage: The day of the list, ``YYYY-MM-DD``, or ``YYYY-MM``; found out when ``None``.
        only: Keep this list alone.
        accepts_fewer: Keep a roster that has fewer entries than it should.

    Raises:
        UsageError: Nothing to import, or no telling of which day it is.
        RosterError: A file was refused; nothing is kept.
    """
    drafts = [(delivery, draft) for delivery in deliveries(path) for draft in delivery.feed.read(delivery.path, only)]
    if only is not None:
        drafts = [(delivery, draft) for delivery, draft in drafts if draft.list_id == only]
        if not drafts:
            source_of(only)
            message = f"{path} holds no entry of {only}."
            raise UsageError(message, remedy="Leave --list out to import what is there.")
    rosters = [roster_of(draft, vintage_of(delivery.path, draft.vintage, vintage, today)) for delivery, draft in drafts]
    return keep(store, rosters, [draft.stated for _, draft in drafts], accepts_fewer=accepts_fewer)


def roster_of(draft: Draft, vintage: Vintage) -> Roster:
    """Return the roster of a draft."""
    source = source_of(draft.list_id)
    entries = tuple(draft.entries)
    return Roster(
        list=draft.list_id,
        vintage=vintage.latest,
        earliest=vintage.earliest,
        publisher=source.publisher,
        files=tuple(SourceFile(name=f.name, sha256=digest_of(f), size=f.stat().st_size) for f in draft.files),
        entries=entries,
        counts=counts_of(entries),
        warnings=(*draft.warnings, *_too_many(draft.list_id, len(entries))),
        lacks=tuple(draft.lacks),
    )


def keep(
    store: ListStore, rosters: list[Roster], stated: Iterable[int | None], *, accepts_fewer: bool
) -> list[Imported]:
    """Hold the counts of rosters against what they should be, then keep them, the oldest first.

    Raises:
        RosterError: One has too few entries, or another number than its file states; none is kept.
    """
    before: dict[str, Roster | Head] = {}
    checked = sorted(zip(rosters, stated, strict=True), key=lambda pair: (pair[0].list, pair[0].vintage))
    for roster, said in checked:
        check_counts(roster, said, before.get(roster.list) or _before(store, roster), is_lax=accepts_fewer)
        before[roster.list] = roster
    return [Imported(roster, store.save(roster)) for roster, _ in checked]


def check_counts(roster: Roster, stated: int | None, before: Roster | Head | None, *, is_lax: bool) -> None:
    """Refuse a roster with another number of entries than its file states, or with too few entries or names.

    Args:
        roster: What was read.
        stated: The number of entries its file gives, if it does.
        before: The vintage before it, if there is one.
        is_lax: Too few is accepted.
    """
    source, found = source_of(roster.list), roster.counts["entries"]
    if stated is not None and stated != found:
        raise _refusal(roster, f"{found} entries", f"{stated}, as the file says")
    if is_lax:
        return
    if found < source.least:
        raise _refusal(roster, f"{found} entries", f"at least {source.least} on {roster.list} {_UNLESS}")
    if before is not None:
        _check_shrinking(roster, before, source.keeps)


def _check_shrinking(roster: Roster, before: Roster | Head, keeps: float) -> None:
    for what in ("entries", "names"):
        had, has = before.counts[what], roster.counts[what]
        is_known = what == "entries" or not {"aliases"} & {*roster.lacks, *before.lacks}
        if is_known and has < keeps * had:
            expected = f"at least {keeps:.0%} of the {had} of {before.vintage} {_UNLESS}"
            raise _refusal(roster, f"{has} {what}", expected)


def _refusal(roster: Roster, found: str, expected: str) -> RosterError:
    return RosterError(file=roster.files[0].name, where="", found=found, expected=expected)


def _before(store: ListStore, roster: Roster) -> Head | None:
    earlier = [day for day in store.vintages(roster.list) if day < roster.vintage]
    return store.opened(roster.list, earlier[-1]).head if earlier else None


def _too_many(list_id: str, found: int) -> tuple[str, ...]:
    most = source_of(list_id).most
    return (f"{found} entries, more than the {most} expected",) if found > most else ()
