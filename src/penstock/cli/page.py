"""An answer as one HTML page that needs nothing else: what it is, how it stands in each place, which atoms matched."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Any

from penstock.cli.tables import about, basis_of, unidentified
from penstock.kernel.errors import UsageError
from penstock.law.several import merged
from penstock.substances.drawing import colours, draw

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from penstock.law.check import Answer
    from penstock.law.register import Register

_STYLE = """
body{font:16px/1.5 system-ui,'Noto Sans CJK SC','WenQuanYi Zen Hei',sans-serif}
body{max-width:60rem;margin:2rem auto;padding:0 1rem;color:#1a1a1a}
body{overflow-wrap:anywhere}h1{font-size:1.3rem}
h2{font-size:1.1rem;margin:2rem 0 .3rem;border-top:1px solid #ccc;padding-top:1rem}
.verdict{font-weight:600;padding:.1rem .5rem;border-radius:.3rem;background:#eee}
.controlled,.prohibited,.listed{background:#b3261e;color:#fff}.charged,.named_in_lead{background:#8a5200;color:#fff}.unknown,.invalid{background:#6b3fa0;color:#fff}
.not_controlled,.not_listed{background:#1e6b34;color:#fff}
.key{display:inline-block;width:.9rem;height:.9rem;border:1px solid #666;vertical-align:-.1rem;margin-right:.3rem}
figure{margin:.5rem 0}figcaption span{margin-right:1rem}svg{max-width:100%;height:auto}
small,footer{color:#555}footer{margin-top:2rem;font-size:.85rem}
"""


def page(answer: Answer, register: Register) -> str:
    """Return the page of an answer; everything the asker typed is escaped."""
    shown = answer.as_dict()
    places = (part for place in shown["answers"] for part in _place(answer, register, place))
    body = [*_subject(shown), *places]
    if "parties" in shown:
        from penstock.cli.party_page import list_block  # noqa: PLC0415  # few texts may be a party as well

        body += [
            "<p>It may be the name of a party:</p>",
            *(part for one in shown["parties"] for part in list_block(one)),
        ]
    return document(answer.input, "\n".join(body), shown["as_of"], shown["stamp"])


def document(title: str, body: str, as_of: str, stamp: Mapping[str, Any]) -> str:
    """Return a whole page around the body of an answer."""
    return (
        "<!doctype html>\n"
        f'<html lang="en"><head><meta charset="utf-8"><title>{escape(title)} - Penstock</title>'
        '<meta name="viewport" content="width=device-width,initial-scale=1">'
        f"<style>{_STYLE}</style></head>\n<body>\n{body}\n"
        f"<footer>Law of {as_of}, register {stamp['register']}, penstock {escape(stamp['engine'])}. "
        "It shows texts, days and duties; an officer decides.</footer>\n</body></html>\n"
    )


def _subject(shown: Mapping[str, Any]) -> Iterator[str]:
    subject = shown["subject"]
    yield f"<h1>{escape(subject['input'])}</h1><p>read as {subject['kind']}, law of {shown['as_of']}</p>"
    for one in merged(subject["identified"]):
        by = " and ".join(way["by"] for way in one["ways"])
        parts = [one["name"], one["cas"] and f"CAS {one['cas']}", one.get("form"), f"by {by}"]
        yield f"<p>= {escape(', '.join(part for part in parts if part))}</p>"
    for clash in subject.get("contradictions", []):
        yield f"<p><strong>{clash['code']}</strong>: {escape(clash['message'])}</p>"
    if not subject["identified"]:
        yield f"<p>{escape(unidentified(shown))}</p>"


def _place(answer: Answer, register: Register, place: Mapping[str, Any]) -> Iterator[str]:
    verdict = place["verdict"]
    yield f'<h2>{place["jurisdiction"]} <span class="verdict {verdict}">{verdict}</span></h2>'
    for one in place.get("subjects", ()):
        yield f'<p>{escape(one["name"])}: <span class="verdict {one["verdict"]}">{one["verdict"]}</span></p>'
    for measure in place["measures"]:
        yield from _measure(measure)
        drawing = _drawing(answer, register, measure)
        if drawing:
            yield drawing
    if place["note"]:
        yield f"<p>{escape(place['note'])}</p>"


def _measure(measure: Mapping[str, Any]) -> Iterator[str]:
    basis = basis_of(measure)
    state = "may hold" if measure["open"] else "holds"
    until = f" until {measure['until']}" if measure["until"] else ""
    source = "" if measure["source"] == "official" else f" ({measure['source']})"
    held = f"{state} since {measure['since']}{until}: {escape(measure['list'])}"
    yield f"<p>{escape(about(measure))}<strong>{held}</strong>, {escape(basis)}<br>"
    yield f'{escape(measure["citation"])} <a href="{escape(measure["url"])}">{escape(measure["url"])}</a>{source}</p>'
    words = "".join(f"<li>{escape(clause)}: {escape(said)}</li>" for clause, said in measure["wording"].items())
    if words:
        yield f"<ul>{words}</ul>"
    if measure["open"]:
        yield f"<p>{escape(measure['open'])}</p>"
    rows = (f"<li>{d['stage']}: {d['duty']} - {escape(d['text'])}</li>" for d in measure["obligations"])
    duties = "".join(rows)
    yield f"<ul>{duties}</ul>" if duties else ""


def _drawing(answer: Answer, register: Register, measure: Mapping[str, Any]) -> str | None:
    """Draw what was asked about, or the record it was recognised as, with the atoms this measure rests on."""
    structure = _structure(answer, register)
    if not measure["atoms"] or structure is None:
        return None
    try:
        svg = draw(structure, measure["atoms"])
    except UsageError:
        return None
    svg = svg[svg.index("<svg") :]
    keys = "".join(
        f'<span><span class="key" style="background:{colour}"></span>{escape(name)}</span>'
        for name, colour in colours(measure["atoms"]).items()
        if name in measure["atoms"]
    )
    return f"<figure>{svg}<figcaption>{keys}</figcaption></figure>"


def _structure(answer: Answer, register: Register) -> str | None:
    if answer.reading.kind == "structure":
        return answer.input
    for one in answer.reading.identified:
        if one.smiles is not None:
            return one.smiles
        record = register.packed.substances.get(one.subject or "")
        if record is not None and record.smiles is not None:
            return record.smiles
    return None
