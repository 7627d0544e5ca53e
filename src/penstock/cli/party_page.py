"""What the lists say of a name, as one HTML page that needs nothing else."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Any

from penstock.cli.page import document
from penstock.cli.party_tables import identity, named, owned, reasons, standing_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from penstock.screening.asking import PartyAnswer


def party_page(answer: PartyAnswer) -> str:
    """Return the page of an answer; everything the asker typed, or a list says, is escaped."""
    shown = answer.as_dict()
    parts = [f"<h1>{escape(answer.input)}</h1><p>read as party, lists of {shown['as_of']}</p>"]
    parts += (f"<p>{escape(identity(one))}</p>" for one in shown["subject"]["identified"])
    if not shown["subject"]["identified"]:
        parts.append("<p>no party of that name is known</p>")
    parts += (part for one in shown["answers"] for part in list_block(one))
    return document(answer.input, "\n".join(parts), shown["as_of"], shown["stamp"])


def list_block(answer: Mapping[str, Any]) -> Iterator[str]:
    """Yield the lines of one list's answer."""
    verdict, age = answer["verdict"], f" list of {answer['vintage']}" if answer["vintage"] else ""
    head = f"{escape(answer['list'])} ({escape(answer['title'])})"
    yield f'<h2>{head} <span class="verdict {verdict}">{verdict}</span>{age}</h2>'
    for match in answer["matches"]:
        yield from _match(match)
    if answer["note"]:
        yield f"<p>{escape(answer['note'])}</p>"


def _match(match: Mapping[str, Any]) -> Iterator[str]:
    programmes = f", {', '.join(match['programmes'])}" if match["programmes"] else ""
    read = "" if match["source"] in {"official", None} else f" ({match['source']})"
    link = f' <a href="{escape(match["url"])}">{escape(match["url"])}</a>{read}' if match["url"] else ""
    yield f"<p><strong>{escape(standing_of(match))}: {escape(named(match))}</strong>{escape(programmes)}<br>"
    yield f"{escape(match['citation'] or 'no citation')}{link}</p>"
    parts = "".join(f"<li>{escape(reason)}</li>" for reason in reasons(match))
    yield f"<details><summary>score {match['score']:.2f}</summary><ul>{parts}</ul></details>"
    links = "".join(f"<li>{escape(owned(owner))}: {escape(owner['words'])}</li>" for owner in match["ownership"])
    yield f"<ul>{links}</ul>" if links else ""
    if match["note"]:
        yield f"<p>{escape(match['note'])}</p>"
