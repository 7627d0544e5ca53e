"""What the lists say of a name, for people: a block a list, best match first. Nothing here decides anything."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rich.text import Text

from penstock.cli.tables import STYLES, console, cut, line

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from rich.console import Console

    from penstock.screening.asking import PartyAnswer

_SHOWN_MATCHES = 5
_SHOWN_REASONS = 3


def print_party_answer(answer: PartyAnswer) -> None:
    """Print the answer about a party: who it may be, then one block a list."""
    out = console()
    shown = answer.as_dict()
    out.print(Text.assemble((answer.input, "bold"), f"  read as party, lists of {shown['as_of']}"))
    for one in shown["subject"]["identified"][:_SHOWN_MATCHES]:
        out.print(Text(f"  {identity(one)}"), soft_wrap=True)
    if not shown["subject"]["identified"]:
        out.print("  no party of that name is known")
    print_lists(out, shown["answers"])
    stamp = shown["stamp"]
    rosters = ", ".join(f"{name} {digest[:12]}" for name, digest in stamp["rosters"].items()) or "no roster imported"
    out.print(Text(f"register {stamp['register'][:12]}, {rosters}, penstock {stamp['engine']}", style="dim"))


def print_lists(out: Console, answers: Sequence[Mapping[str, Any]]) -> None:
    """Print a block a list."""
    if not answers:
        out.print("  no list of these places is held or was imported")
    for answer in answers:
        verdict = (answer["verdict"], STYLES[answer["verdict"]])
        age = f"  list of {answer['vintage']}, {answer['vintage_age_days']} days old" if answer["vintage"] else ""
        out.print(Text.assemble("\n", (answer["list"], "bold"), f" ({answer['title']})  ", verdict, (age, "dim")))
        for match in answer["matches"][:_SHOWN_MATCHES]:
            _print_match(out, match)
        if len(answer["matches"]) > _SHOWN_MATCHES:
            line(out, 4, f"and {len(answer['matches']) - _SHOWN_MATCHES} more (--json has them)")
        if answer["note"]:
            line(out, 4, cut(answer["note"]), style="italic")


def _print_match(out: Console, match: Mapping[str, Any]) -> None:
    programmes = f", {', '.join(match['programmes'])}" if match["programmes"] else ""
    line(out, 4, f"{standing_of(match)}: {named(match)}{programmes}")
    read = "" if match["source"] in {"official", None} else f" ({match['source']})"
    uid = f"  uid {match['uid']}" if match["uid"] else ""
    line(out, 6, f"{match['citation'] or 'no citation'}  {match['url'] or ''}{read}{uid}", style="dim")
    line(out, 6, f"score {match['score']:.2f}: {'; '.join(reasons(match)[:_SHOWN_REASONS])}", style="dim")
    for owner in match["ownership"]:
        line(out, 6, owned(owner))
    if match["note"]:
        line(out, 6, cut(match["note"]), style="italic")


def named(match: Mapping[str, Any]) -> str:
    """Return the name that matches, with the one its entry stands under where that is another."""
    return str(match["name"]) if match["name"] == match["known_as"] else f"{match['name']} = {match['known_as']}"


def identity(one: Mapping[str, Any]) -> str:
    """Say who a name may be: ``=`` before a party of the same name, ``~`` before one of a like name, and why."""
    sign = "=" if one["is_same"] else "~"
    matched = "" if one["matched"] == one["name"] else f" by {one['matched']}"
    return f"{sign} {one['name']}, id {one['id']}, by name ({one['confidence']:.2f}){matched}: {one['because']}"


def standing_of(match: Mapping[str, Any]) -> str:
    """Say how a match stands on its list: its verdict and the days it has."""
    near = "near, may be chance: " if match["is_near"] else ""
    words = near + ("cleared" if match["is_cleared"] else match["verdict"].replace("_", " "))
    if match["verdict"] == "not_listed" and match["until"] is None and match["since"] == "unknown":
        return str(words)
    basis = ", by its vintages" if match["since_basis"] == "vintage" else ""
    since = "an unknown day" if match["since"] == "unknown" else match["since"]
    until = f" until {match['until']}" if match["until"] else ""
    if match["verdict"] in {"not_listed", "delisted"}:
        return f"{words} on this day; listed since {since}{until}{basis}"
    return f"{words}, since {since}{until}{basis}"


def reasons(match: Mapping[str, Any]) -> list[str]:
    """Return the parts of a score in words, those that pair or part words first."""
    said = []
    for part in match["explanation"]:
        pair = " = ".join(word for word in (part["left"], part["right"]) if word)
        effect = f" {part['effect']:+.1f}" if part["effect"] else ""
        said.append(f"{pair}: {part['note']}{effect}" if pair else f"{part['note']}{effect}")
    return said


def owned(owner: Mapping[str, Any]) -> str:
    """Say what another party is to this one."""
    share = f" of {owner['percent']} percent" if owner["percent"] is not None else ""
    listed = ", on this list as well" if owner["is_listed"] else ""
    return f"{owner['role'].replace('-', ' ')}{share}: {owner['name']}{listed} ({owner['citation']})"
