"""What a change of a list did to the answers about parties, for people. Nothing here decides anything."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rich.text import Text

from penstock.cli.tables import STYLES, console, line

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from rich.console import Console

    from penstock.batch.rescreen_report import RescreenReport

_SHOWN_PARTIES = 40
_SHOWN_ENTRIES = 5
_SHOWN_REJECTS = 10


def print_rescreening(report: RescreenReport) -> None:
    """Print the parties whose answer differs, those whose verdict is the same, and the rows that were not read."""
    out = console()
    shown = report.as_dict()
    counts = shown["counts"]
    out.print(
        Text.assemble((report.list, "bold"), f" ({report.title}): list of {report.older} to list of {report.newer}")
    )
    read = f"{counts['parties']:,} parties read, {counts['rejects']:,} rows rejected; "
    work = f"{counts['searched']:,} names of the change looked for, {counts['judged']:,} parties judged"
    out.print(read + work, style="dim")
    _print_parties(out, f"{counts['flipped']:,} answers flip", shown["flipped"])
    _print_parties(out, f"{counts['changed']:,} stay, by other entries or programmes", shown["changed"])
    if shown["rejects"]:
        out.print(f"\n{counts['rejects']:,} rows rejected, neither listed nor clear", style="bold")
    for one in shown["rejects"][:_SHOWN_REJECTS]:
        line(out, 2, f"row {one['row']}: {one['code']}: {one['seen']!r}. {one['remedy']}")
    _print_more(out, shown["rejects"], _SHOWN_REJECTS)
    for notice in shown["notices"]:
        line(out, 0, notice, style="italic")


def _print_parties(out: Console, title: str, parties: Sequence[Mapping[str, Any]]) -> None:
    out.print(f"\n{title}", style="bold")
    for one in parties[:_SHOWN_PARTIES]:
        named = f"  row {one['row']}" + (f", {one['id']}" if one["id"] else "") + f": {one['name']}  "
        verdict = Text(one["after"], STYLES[one["after"]])
        if one["before"] != one["after"]:
            verdict = Text.assemble((one["before"], STYLES[one["before"]]), " -> ", verdict)
        out.print(Text.assemble(named, verdict), soft_wrap=True)
        for entry in one["entries"][:_SHOWN_ENTRIES]:
            _print_entry(out, entry)
        _print_more(out, one["entries"], _SHOWN_ENTRIES, 6)
    _print_more(out, parties, _SHOWN_PARTIES)


def _print_entry(out: Console, entry: Mapping[str, Any]) -> None:
    was, now = (_standing(entry[side]) for side in ("before", "after"))
    key = f"uid {entry['uid']}" if entry["uid"] else entry["party"]
    known = "" if entry["known_as"] == entry["name"] else f" = {entry['known_as']}"
    line(out, 6, f"{entry['name']}{known}, {key}, score {entry['score']:.2f}: {was} -> {now}")
    if entry["is_reopened"]:
        line(out, 8, "A pair that was cleared is open again.", style="bold")
    if entry["note"]:
        line(out, 8, entry["note"], style="dim")


def _standing(side: Mapping[str, Any] | None) -> str:
    if side is None:
        return "no match"
    if side["is_cleared"]:
        return "cleared"
    programmes = f" ({', '.join(side['programmes'])})" if side["programmes"] else ""
    return f"{side['verdict'].replace('_', ' ')}{programmes}"


def _print_more(out: Console, every: Sequence[object], shown: int, indent: int = 2) -> None:
    if len(every) > shown:
        line(out, indent, f"and {len(every) - shown:,} more (--json and --out have them)", style="dim")
