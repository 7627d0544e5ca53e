"""Write the tables of docs/method.md from the register: scope words, words of chemistry, and every class.

Run it by ``make method`` after a change of ``classes/``, ``words.yaml``, ``scope_rules.yaml`` or of the days of a
class. What stands between the tables is written by hand and stays.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from penstock.law.register import Register

if TYPE_CHECKING:
    from collections.abc import Iterator

    from penstock.law.records import ControlList, Entry, Source, SpanRecord, SubstanceClass

PAGE = Path(__file__).parent.parent / "docs" / "method.md"
UNJUDGED = "No structure is judged by this wording yet: it marks close relatives for review, and the answer is open."


def written(page: str, register: Register) -> str:
    """Return the page with its tables as the register has them."""
    page = _with_table(page, "Scope words", _scope_rows(register))
    page = _with_table(page, "Words of chemistry", _word_rows(register))
    head, title, section = page.partition("## The classes\n")
    introduction = section.partition("\n### ")[0].rstrip()
    return "\n".join([f"{head}{title}{introduction}", *_classes(register)])


def _with_table(page: str, heading: str, rows: list[str]) -> str:
    """Put rows under the head of the first table below a heading."""
    before, title, section = page.partition(f"## {heading}\n")
    text, rule, rest = section.partition("---|\n")
    after = rest[rest.index("\n\n") :] if not rest.startswith("\n") else rest
    return "".join([before, title, text, rule, "\n".join(rows), after])


def _scope_rows(register: Register) -> list[str]:
    """Return a row a scope word: what it says, and what some text may mean by it or not."""
    found = []
    for word, rule in sorted(register.packed.scope_rules.items()):
        doubts = dict.fromkeys(step.open for step in rule.undo if step.open)
        found.append(_row(word, rule.says, "; ".join(doubts) or "-"))
    return found


def _word_rows(register: Register) -> list[str]:
    return [_row(word, record.note) for word, record in sorted(register.packed.words.items()) if record.note]


def _classes(register: Register) -> Iterator[str]:
    """Yield the lines on every class, in the order of their ids."""
    for key, record in sorted(register.packed.classes.items()):
        yield from ("", f"### {record.names['en'][0]} (`{key}`)", "")
        yield from _spans(register, key)
        yield from ("", "| clause | wording |", "|---|---|")
        yield from (_row(one.clause, f"{one.text} ({one.en})" if one.en else one.text) for one in record.wording)
        yield from ("", _open_words(record))
        if record.note:
            yield from ("", record.note)
        yield from ("", f"Sources: {'; '.join(dict.fromkeys(_source(register, one) for one in record.sources))}.")
    yield ""


def _spans(register: Register, subject: str) -> Iterator[str]:
    """Yield a line a span in which some list holds a class."""
    for listed, entry in _entries(register, subject):
        for span in entry.spans:
            until = f" until {span.until}" if span.until else ""
            by = register.text(span.by).citation
            yield f"- {listed.jurisdiction}: from {span.since or _unsettled(span)}{until} by {by}"


def _entries(register: Register, subject: str) -> Iterator[tuple[ControlList, Entry]]:
    for file in register.packed.lists.values():
        for key, entry in file.entries.items():
            if (entry.subject or key) == subject:
                yield file.list, entry


def _unsettled(span: SpanRecord) -> str:
    bounds = (("not before", span.not_before), ("in force by", span.known_by))
    known = ", ".join(f"{words} {day}" for words, day in bounds if day)
    return f"a day that is not settled ({known})" if known else "a day that is not settled"


def _open_words(record: SubstanceClass) -> str:
    """Return the line on the words that can be read both ways, with their clauses."""
    if not record.frames:
        return UNJUDGED
    found: dict[str, None] = {}
    for frame in record.frames:
        rules = [rule for site in frame.sites for rule in site.rules]
        found |= dict.fromkeys(f"{one.clause}: {one.open}" for one in frame.skeletons if one.open)
        found |= dict.fromkeys(f"{rule.clause}: {rule.open}" for rule in rules if rule.open)
    return f"Open: {'; '.join(found)}." if found else "Open: no word."


def _source(register: Register, source: Source) -> str:
    return register.text(source.text).citation if source.text else f"<{source.url}>"


def _row(*cells: str | None) -> str:
    one_line = (" ".join((cell or "").split()).replace("|", r"\|") for cell in cells)
    return f"| {' | '.join(one_line)} |"


if __name__ == "__main__":
    PAGE.write_text(written(PAGE.read_text(encoding="utf-8"), Register.load()), encoding="utf-8")
