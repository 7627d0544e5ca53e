"""Judge goods items: what they are, what contradicts what, which law speaks of them, what must happen first."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache, partial
from operator import attrgetter
from typing import TYPE_CHECKING

from penstock.goods.numbers import number_of
from penstock.law.contradictions import contradictions
from penstock.law.hits import Hit, Line, Place, codes_in
from penstock.law.identified import UNLISTED
from penstock.law.identify import by_cas, drawn_in, of_mention
from penstock.law.naming import by_systematic_name
from penstock.law.standing import Measure, Standing, standing
from penstock.law.structures import by_structure, by_structures
from penstock.screening.cumulation import Cumulation
from penstock.screening.decide import Decision, Finding, Table, refuse_conflicts
from penstock.screening.flags import RedFlags
from penstock.screening.hits import (
    about,
    bad_cas,
    bad_structure,
    basis_of,
    baskets,
    cited,
    clear,
    contradicting,
    disguised,
    is_confirmed,
    near,
    relative,
    strongest,
    unidentified,
)
from penstock.screening.mass import WHOLE
from penstock.screening.party_findings import GOODS, Judged
from penstock.screening.route import places_of, route_of
from penstock.screening.thresholds import is_exempt
from penstock.substances.structure import Unreadable

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import date

    from penstock.goods import Mention
    from penstock.law.identified import Identified
    from penstock.law.register import Register
    from penstock.law.routes import Route
    from penstock.screening.consignment import Consignment, GoodsItem
    from penstock.screening.party_findings import PartyFindings

FEW = 100
"""Structures that are as well read one by one: making ready to read many at once takes as long."""

MOST_READ, MOST_DRAWN = 30_000, 200_000
"""Descriptions, and structures, that are remembered; beyond, those that are asked for again are read again."""

_SAYING = attrgetter("cas_number", "smiles", "goods_description", "commodity_code", "quantity_unit")


@dataclass(frozen=True, slots=True)
class Stance:
    """How one subject stands in all places of a question.

    ``is_settled`` tells whether some measure holds or may hold, ``is_loud`` whether some place has anything to say;
    ``kin`` are the controlled subjects it is near to when none does; ``read``: where it is not; ``unknown``: open.
    """

    standings: dict[str, Standing]
    is_settled: bool
    is_loud: bool
    kin: tuple[str, ...]
    read: tuple[str, ...]
    unknown: tuple[str, ...]


class Judge:
    """Judges items by one register; remembers what it already worked out for equal values."""

    def __init__(
        self,
        register: Register,
        places: Iterable[str] | None = None,
        *,
        names: Mapping[str, str] | None = None,
        parties: PartyFindings | None = None,
    ) -> None:
        """Prepare for a run.

        Args:
            register: The register to judge by.
            places: Jurisdictions to judge in; by default those of each item's route with the UN, and all of
                the register for an item without a route.
            names: ``{goods_description: SMILES}`` for descriptions that are a systematic name and nothing else; a
                judge reads no names by itself.
            parties: Who judges the parties of an item; they are not looked at when ``None``.

        Raises:
            UnknownPlace: A jurisdiction the register holds no law of.
            ConflictError: The decision table contradicts itself.
        """
        self._register = register
        self._cited = partial(cited, register)
        self._asked = None if places is None else register.places(places)
        self._names = {} if names is None else names
        self._parties = parties
        self.table = Table(register.packed.decision_table)
        self.flags = RedFlags(register)
        self.cumulation = Cumulation(register)
        self._structure = lru_cache(maxsize=65536)(self._read_structure)
        self._structures: dict[str, tuple[Identified, ...] | str] = {}
        self._texts: dict[str, Sequence[Mention]] = {}
        self._named = lru_cache(maxsize=65536)(lambda smiles: by_systematic_name(register, smiles))
        self.number = lru_cache(maxsize=65536)(lambda text: by_cas(register, text))
        self.baskets = lru_cache(maxsize=4096)(lambda text: baskets(register, text))
        self._scanned = lru_cache(maxsize=65536)(register.scanner.scan)
        self._stance = lru_cache(maxsize=65536)(self._work_out)
        self._recognised = lru_cache(maxsize=16384)(self._recognise)
        self._places = lru_cache(maxsize=4096)(self._find_places)

    def read_ahead(self, structures: Iterable[str]) -> None:
        """Read the structures of many items together, before they are judged; a few are as well read one by one."""
        if len(texts := list(dict.fromkeys(structures))) < FEW:
            return
        if len(self._structures) > MOST_DRAWN:
            self._structures.clear()
        for text, found in zip(texts, by_structures(self._register, texts), strict=True):
            self._structures[text] = str(found) if isinstance(found, Unreadable) else found

    def read_texts(self, texts: Sequence[str], *, keeps_all: bool = False) -> list[list[Mention]]:
        """Scan many descriptions together, to be remembered: those that mention something, or all (``keeps_all``)."""
        if len(self._texts) > MOST_READ:
            self._texts.clear()
        found = self._register.scanner.scan_many(texts)
        self._texts |= {text: mentions for text, mentions in zip(texts, found, strict=True) if mentions or keeps_all}
        return found

    def remember_texts(self, texts: Iterable[str]) -> None:
        """Scan together those of many descriptions of which nothing is remembered; a few are as well scanned alone."""
        if len(some := [text for text in dict.fromkeys(texts) if text not in self._texts]) >= FEW:
            self.read_texts(some)

    def structure(self, text: str) -> tuple[Identified, ...]:
        """Return what a structure is; nothing where it cannot be read."""
        return () if isinstance(found := self._identified(text), str) else found

    def is_named(self, text: str) -> bool:
        """Tell whether a description was read as a systematic name."""
        return text in self._names

    def consignment(self, consignment: Consignment, on: date) -> tuple[str, tuple[Decision, ...]]:
        """Judge every item of a consignment; its outcome is the strictest of theirs, and an empty one is held."""
        decisions = tuple(self.item(item, on) for item in consignment.items)
        return self.table.strictest([d.outcome for d in decisions] or ["hold"]), decisions

    def item(self, item: GoodsItem, on: date) -> Decision:
        """Judge one goods item by the law of its own day, or of ``on`` where it has none."""
        day = item.date or on
        route = route_of(item)
        places = self._places(route)
        hits, findings = self.recognise(item)
        weak = [hit for hit in hits if hit.is_near or hit.is_unconfirmed]
        sure = [hit for hit in hits if hit not in weak] if weak else hits
        settled = {hit.one.subject for hit in sure}
        for hit in weak:
            if hit.is_unconfirmed and not is_confirmed(hit, sure):
                findings += self._unconfirmed(item, hit, self._stance(hit.one, places, day, route))
            elif hit.is_near and hit.one.subject not in settled and self._is_watched(hit, places, day):
                findings.append(near(hit))
        unknown: dict[str, None] = {}
        for hit in strongest(sure):
            stance = self._stance(UNLISTED if hit.one.is_unlisted else hit.one, places, day, route)
            unknown |= dict.fromkeys(stance.unknown)
            said = tuple(self._law(item, hit, stance))
            refuse_conflicts(said)  # here, because structures that no record holds are alike in their findings
            findings += said
        judged = self._parties.of(item, day, places) if self._parties is not None else Judged()
        if not judged.findings or any(getattr(item, column) for column in GOODS):
            findings += self._unsaid(item, hits, findings)
        findings += judged.findings
        unknown |= dict.fromkeys(judged.unknown)
        flagged = self.flags.of(item, hits, findings, day)
        outcome, ordered = self.table.decide([*findings, *flagged.findings] if flagged.findings else findings)
        return Decision(item.consignment_id, item.item_no, outcome, ordered, tuple(unknown), flagged.not_evaluated)

    def _find_places(self, route: Route | None) -> tuple[str, ...]:
        return places_of(self._register, self._asked, route)

    def recognise(self, item: GoodsItem) -> tuple[list[Hit], list[Finding]]:
        """Return the subjects that an item's fields name, and what was found of them before any law is asked."""
        percent = item.concentration_percent
        hits, findings = self._recognised(*_SAYING(item), percent is not None and percent < WHOLE)
        return [*hits], [*findings]

    def _recognise(  # noqa: PLR0913, PLR0917  # the fields that can say what the goods are
        self,
        number: str | None,
        smiles: str | None,
        text: str | None,
        code: str | None,
        unit: str | None,
        is_dilute: bool,  # noqa: FBT001  # one of them
    ) -> tuple[list[Hit], list[Finding]]:
        """Read every field of an item that can say what the goods are, and what contradicts what."""
        hits, findings = list[Hit](), list[Finding]()
        if number:
            hits += self._from_cas(number, findings)
        if smiles:
            hits += self._from_structure(smiles, findings)
        if text:
            hits += self._from_text(text, findings)
        if code:
            findings += self.baskets(code)
        mentions = self.mentions(text) if text else []
        codes = codes_in(text, mentions) if text and hits else []
        if code:
            codes.append(Place.whole("commodity_code", code))
        line = Line(
            hits=hits,
            text=text,
            mentions=len(mentions),
            codes=codes,
            unit=Place.whole("quantity_unit", unit) if unit else None,
            is_dilute=is_dilute,
        )
        findings += [contradicting(clash) for clash in contradictions(self._register, line)]
        return hits, findings

    def _from_cas(self, text: str, findings: list[Finding]) -> list[Hit]:
        reading = self.number(text)
        if reading.invalid:
            findings.append(bad_cas(self._register, reading, "cas_number", text))
        return [Hit(one, "cas_number", text, 0, len(text)) for one in reading.identified]

    def _from_structure(self, text: str, findings: list[Finding]) -> list[Hit]:
        identified = self._identified(text)
        if isinstance(identified, str):
            findings.append(bad_structure(text, identified))
            return []
        return [Hit(one, "smiles", text, 0, len(text)) for one in identified]

    def _identified(self, text: str) -> tuple[Identified, ...] | str:
        return self._structures[text] if text in self._structures else self._structure(text)

    def mentions(self, text: str) -> Sequence[Mention]:
        """Return what a description mentions."""
        return self._texts[text] if text in self._texts else self._scanned(text)

    def _read_structure(self, text: str) -> tuple[Identified, ...] | str:
        try:
            return by_structure(self._register, text)
        except Unreadable as error:
            return str(error)

    def _from_text(self, text: str, findings: list[Finding]) -> list[Hit]:
        hits = []
        mentions = self.mentions(text)
        if text in self._names and not any(
            mention.stand == "whole" and mention.record is not None for mention in mentions
        ):
            found = self._named(self._names[text])
            hits += [Hit(one, "goods_description", text, 0, len(text)) for one in found]
        for mention in mentions:
            if mention.by == "cas":
                hits += self._from_cas_in_text(mention, findings)
            elif mention.record is not None:
                one = of_mention(self._register, mention)
                hits.append(Hit(one, "goods_description", mention.text, mention.start, mention.end))
                if mention.undone and not mention.ordinary:
                    findings.append(disguised(hits[-1], mention.undone))
        return hits + self._drawn_in(text)

    def _drawn_in(self, text: str) -> list[Hit]:
        """Read the structures that are drawn in a text; one that no record and no rule knows may be no structure."""
        words = [(word, self._structure(word[0])) for word in drawn_in(text)]
        return [
            Hit(one, "goods_description", word[0], word.start(), word.end())
            for word, found in words
            for one in (() if isinstance(found, str) else found)
            if not one.is_unlisted
        ]

    def _from_cas_in_text(self, mention: Mention, findings: list[Finding]) -> list[Hit]:
        number = number_of(mention.text)
        reading = self.number(number)
        if reading.invalid:
            findings.append(bad_cas(self._register, reading, "goods_description", mention.text, mention.start))
        elif not reading.identified and not self._register.scanner.knows(number):
            findings.append(unidentified(reading, "goods_description", mention.text, mention.start))
        return [Hit(one, "goods_description", mention.text, mention.start, mention.end) for one in reading.identified]

    def _is_watched(self, hit: Hit, places: tuple[str, ...], day: date) -> bool:
        """A near name matters when the subject it is near to is controlled or watched anywhere asked about."""
        standings = self._stance(hit.one, places, day, None).standings.values()
        return any(s.measures or s.open or s.watch for s in standings)

    def _work_out(self, one: Identified, places: tuple[str, ...], day: date, route: Route | None) -> Stance:
        standings = {place: standing(self._register, one, place, day, route) for place in places}
        is_settled = any(s.measures or s.open for s in standings.values())
        kin = next((k for s in standings.values() if (k := s.kin(self._register))), ())
        return Stance(
            standings=standings,
            is_settled=is_settled,
            kin=() if is_settled else kin,
            is_loud=is_settled
            or any(s.watch or s.doubts for s in standings.values())
            or self._register.is_ever_listed(one.subject or ""),
            read=tuple(place for place, s in standings.items() if s.verdict == "not_controlled"),
            unknown=tuple(place for place, s in standings.items() if s.verdict == "unknown"),
        )

    def _unconfirmed(self, item: GoodsItem, hit: Hit, stance: Stance) -> Iterator[Finding]:
        """What a structure read from a name alone may fall under: it is open, asks for no duty and clears nothing."""
        said = f"{hit.one.name} (by name, unconfirmed)"
        hit = replace(hit, one=replace(hit.one, name=said))
        for place, result in stance.standings.items():
            for measure in (*result.measures, *result.open, *result.watch):
                duties = measure.obligations if measure.open is None else ()
                code = "exempt_quantity" if duties and all(is_exempt(item, duty) for duty in duties) else "open"
                listed = (
                    f"{said} may be on {measure.placed.file.list.name} in {place}{basis_of(self._register, measure)}"
                )
                yield self._cited(hit, place, measure, code, listed)
            if not result.measures:
                yield from self._gaps(hit, place, result)
        if stance.kin:
            yield relative(self._register, hit, stance.kin)

    def _law(self, item: GoodsItem, hit: Hit, stance: Stance) -> Iterator[Finding]:
        if stance.is_loud:
            for place, result in stance.standings.items():
                yield from self._in_place(item, hit, place, result)
        if stance.kin:
            yield relative(self._register, hit, stance.kin)
        if not stance.is_settled:
            yield clear(hit, stance.read, stance.unknown)

    def _in_place(self, item: GoodsItem, hit: Hit, place: str, result: Standing) -> Iterator[Finding]:
        for measure in result.measures:
            yield from self._of_measure(item, hit, place, measure)
        for measure in result.watch:
            yield self._cited(hit, place, measure, "watch", f"{hit.one.name} is on {measure.placed.file.list.name}")
        if result.measures:
            return
        for measure in result.open:
            yield self._cited(hit, place, measure, "open", f"{hit.one.name} in {place}: {measure.open}")
        yield from self._gaps(hit, place, result)

    def _gaps(self, hit: Hit, place: str, result: Standing) -> Iterator[Finding]:
        for doubt in result.doubts:
            yield about(hit, "open", f"{hit.one.name} in {place}: {doubt}", place)
        if result.gaps and self._register.is_ever_listed(hit.one.subject or "") and not (result.open or result.doubts):
            yield about(hit, "open", f"{hit.one.name} in {place}: {result.gaps[0]}", place)

    def _of_measure(self, item: GoodsItem, hit: Hit, place: str, measure: Measure) -> Iterator[Finding]:
        basis = basis_of(self._register, measure)
        listed = f"{hit.one.name} is controlled in {place} ({measure.placed.file.list.name}{basis})"
        if not measure.obligations:
            yield self._cited(hit, place, measure, "controlled", listed)
        for duty in measure.obligations:
            limited = duty if duty.threshold and duty.threshold.quantity is not None else None
            if is_exempt(item, duty):
                said = f"{listed}; below the threshold: {duty.text}"
                yield self._cited(hit, place, measure, "exempt_quantity", said, limited=limited)
            else:
                said = f"{listed}: {duty.text}"
                yield self._cited(hit, place, measure, "obligation", said, duty=duty, limited=limited)

    def _unsaid(self, item: GoodsItem, hits: list[Hit], findings: list[Finding]) -> Iterator[Finding]:
        """What the fields leave unsaid: an identifier nobody knows, a text without a mention, an empty row."""
        unknown_cas = item.cas_number and not any(hit.field == "cas_number" for hit in hits)
        codes = {finding.code for finding in findings}
        is_ordinary = bool(item.cas_number) and self._register.scanner.knows(number_of(item.cas_number or ""))
        if unknown_cas and item.cas_number and not item.smiles and "bad_cas" not in codes and not is_ordinary:
            yield unidentified(self.number(item.cas_number), "cas_number", item.cas_number)
        elif not codes:
            text = item.goods_description or (item.cas_number if is_ordinary else None)
            yield Finding(
                code="no_mention" if text else "nothing_to_go_on",
                message=text or "No description, CAS number, structure or known code.",
            )
        elif codes == {"code_basket"} and not item.goods_description and not is_ordinary:
            yield Finding(code="nothing_to_go_on", message="Only a customs code, which decides nothing.")
