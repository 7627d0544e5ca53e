"""Write what is learnt into docs/names.md: the table of measures, and the two explanations printed there.

Run it by ``make method`` after ``train_names.py`` has written new weights. All other words of the page stay.
"""

from __future__ import annotations

import re
from pathlib import Path

from penstock.parties.compare import compare, weights_of
from penstock.parties.explain import explain
from penstock.parties.features import FEATURES

PAGE = Path(__file__).parent.parent / "docs" / "names.md"
_COMPARED = re.compile(r"(?<=^<!-- compare: )(.+?) \| (.+?)( -->\n\n```text\n).*?(?=^```)", re.MULTILINE | re.DOTALL)
_TABLE = re.compile(r"(?<=^\| measure \| person \| company \|\n\|---\|---\|---\|\n)(?:\|.*\n)*", re.MULTILINE)


def written(page: str) -> str:
    """Return the page with its table and its explanations as the program has them."""
    page = _TABLE.sub(lambda _: "".join(f"{row}\n" for row in measures()), page)
    return _COMPARED.sub(lambda found: f"{found[1]} | {found[2]}{found[3]}{printed(found[1], found[2])}", page)


def printed(one: str, other: str) -> str:
    """Return two names, their score and every part of it, a line each."""
    found = compare(one, other)
    lines = [f"{one} | {other}", f"score {found.score:.3f}: {'a match' if found.is_match else 'no match'}"]
    for part in found.explanation:
        said = " | ".join(filter(None, (part.left, part.right)))
        effect = f"{part.effect:+.3f}" if part.effect else ""
        lines.append(f"  {effect:>6}  {f'{said}: ' if said else ''}{part.note}")
    return "".join(f"{line}\n" for line in lines)


def measures() -> list[str]:
    """Return a row a measure: what it is, and the most it adds for a person and for a company at the value 1."""
    every = compare("A b", "A c", "person")
    every.values = [1.0] * len(FEATURES)
    notes = {part.measure: part.note for part in explain(every, every.values) if part.effect}
    person, company = weights_of("person"), weights_of("company")
    return [
        f"| {notes[name]} | {person[place] or '-'} | {company[place] or '-'} |"
        for place, name in enumerate(FEATURES)
        if person[place] or company[place]
    ]


if __name__ == "__main__":
    PAGE.write_text(written(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
