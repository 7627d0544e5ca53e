"""The goods a page names, each with its places on the page and the law that speaks of it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from penstock.goods.numbers import number_of
from penstock.law.check import place_answer
from penstock.law.identified import CONFIDENCE, Identified, on_record
from penstock.law.identify import Reading, by_cas, of_mention
from penstock.reading.referral import Goods, GoodsSpan, LawLine, PlaceLaw, Span

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import date

    from penstock.goods import Mention
    from penstock.law.check import PlaceAnswer
    from penstock.law.register import Register
    from penstock.reading.page import Page
    from penstock.reading.passages import Part, Passage
    from penstock.reading.referral import Standing

SCANNED: tuple[Part, ...] = ("title", "body", "hidden", "description", "alt", "data")
"""The parts of a page in which goods are looked for."""


_CUT = re.compile("\n|[^\\W_\u2e80-\U0010ffff]{1000,}")
"""The end of a line, or a word so long that no name is in it."""


@dataclass(slots=True)
class Named:
    """What a page names: goods of the register by record, ordinary goods by count, numbers that nobody knows."""

    mentions: dict[str, list[tuple[Identified, GoodsSpan]]] = field(default_factory=dict)
    ordinary: int = 0
    unknown_numbers: list[Span] = field(default_factory=list)


def named_on(register: Register, page: Page) -> Named:
    """Return what a page names, its parts in their order."""
    named = Named()
    for part in SCANNED:
        passage = page.passage(part)
        for mention in _mentions(register, passage):
            _take(register, named, passage, mention)
    return named


def _mentions(register: Register, passage: Passage) -> Iterator[Mention]:
    """Yield what a passage mentions, line by line: no name runs over the end of one, and many are read fast."""
    text = passage.text
    cuts = [(0, 0), *(match.span() for match in _CUT.finditer(text)), (len(text), len(text))]
    lines = [text[one[1] : other[0]] for one, other in pairwise(cuts)]
    for (_, at), line in zip(cuts, register.scanner.scan_many(lines), strict=False):
        for mention in line:
            yield replace(mention, start=mention.start + at, end=mention.end + at)


def quoted(passage: Passage, start: int, end: int) -> Span:
    """Return a stretch of a passage as a span of the page."""
    begin, finish = passage.span(start, end)
    return Span(part=passage.part, start=begin, end=finish, quote=passage.text[start:end])


def _take(register: Register, named: Named, passage: Passage, mention: Mention) -> None:
    if mention.kind == "code":
        return
    span = quoted(passage, mention.start, mention.end)
    for one in _identified(register, mention):
        if one.subject is not None:
            named.mentions.setdefault(one.subject, []).append((one, _goods_span(span, one.by, mention.undone)))
    if mention.record is None:
        is_known = mention.code is None and (mention.by != "cas" or register.scanner.knows(mention.subject or ""))
        named.ordinary += is_known
        if not is_known:
            named.unknown_numbers.append(span)
    elif mention.ordinary:
        named.ordinary += 1


def _identified(register: Register, mention: Mention) -> Iterator[Identified]:
    """Yield the records a mention may be about; one slip of a digit away is only near."""
    if mention.code == "bad_cas":
        for number in by_cas(register, number_of(mention.text)).suggestions:
            subject, form = register.by_cas[number]
            if register.is_ever_listed(subject):
                yield on_record(register, subject, "slip", CONFIDENCE["slip"], cas=number, form=form)
    elif mention.record is not None and not mention.ordinary:
        if mention.by == "cas":
            yield from by_cas(register, number_of(mention.text)).identified
        else:
            yield of_mention(register, mention)


def _goods_span(span: Span, by: str, undone: Iterable[str]) -> GoodsSpan:
    return GoodsSpan(part=span.part, start=span.start, end=span.end, quote=span.quote, by=by, undone=list(undone))


class LawBook:
    """What the law of some places says of goods on a day; each question is answered once."""

    def __init__(self, register: Register, places: tuple[str, ...], on: date) -> None:
        """Take the register, the places asked about and the day."""
        self._register = register
        self._places = places
        self._on = on
        self._known: dict[tuple[str | None, str | None, bool], list[PlaceLaw]] = {}

    def goods(self, mentions: Mapping[str, Sequence[tuple[Identified, GoodsSpan]]]) -> list[Goods]:
        """Return the goods behind mentions, those that are controlled first."""
        found = [self._one(subject, own) for subject, own in mentions.items()]
        return sorted(found, key=lambda one: (_ORDER.index(one.standing), one.near, one.spans[0].start))

    def _one(self, subject: str, mentions: Sequence[tuple[Identified, GoodsSpan]]) -> Goods:
        best = min((one for one, _ in mentions), key=lambda one: (one.is_near, -one.confidence))
        law = self._law(best)
        return Goods(
            subject=subject,
            name=best.name,
            kind="equipment" if best.kind == "equipment" else "substance",
            cas=best.cas,
            standing=_standing(law),
            near=best.is_near,
            hidden=any(span.part == "hidden" for _, span in mentions),
            spans=[span for _, span in mentions],
            law=law,
        )

    def _law(self, one: Identified) -> list[PlaceLaw]:
        key = (one.subject, one.form, one.is_near)
        if key not in self._known:
            sure = replace(one, near=False, by="name") if one.is_near else one
            reading = Reading("text", (sure,))
            answers = (place_answer(self._register, reading, place, self._on, None) for place in self._places)
            self._known[key] = [_place_law(answer) for answer in answers]
        return self._known[key]


_ORDER: tuple[Standing, ...] = ("controlled", "watched", "open", "unknown", "not_controlled")


def _standing(law: Sequence[PlaceLaw]) -> Standing:
    verdicts = {one.verdict for one in law}
    if "controlled" in verdicts:
        return "controlled"
    if any(one.watch for one in law):
        return "watched"
    if any(one.verdict == "unknown" and one.measures for one in law):
        return "open"
    return "not_controlled" if "not_controlled" in verdicts else "unknown"


def _place_law(answer: PlaceAnswer) -> PlaceLaw:
    return PlaceLaw(
        jurisdiction=answer.jurisdiction,
        verdict=answer.verdict,
        measures=[_law_line(measure) for measure in answer.measures],
        watch=[_law_line(measure) for measure in answer.watch],
        note=answer.note,
    )


def _law_line(measure: Mapping[str, Any]) -> LawLine:
    return LawLine(**{name: measure[name] for name in LawLine.__struct_fields__})
