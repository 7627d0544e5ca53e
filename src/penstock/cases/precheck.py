"""The tests of a lead before it is sent: is there such a party, still in business, in that line, and is it new.

Each test passed, failed or stays unknown, with why and what to do. One that failed stops the lead until it is
overridden; unknown never stops it and is never shown as passed. Pure: evidence, register and day are handed in.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from penstock.cases.duplicates import Earlier, duplicates, party_key, same_name, same_subject
from penstock.cases.extracts import Company, Extract, business_fit, rules, standing_of
from penstock.cases.identifiers import soundness
from penstock.cases.leads import Identifier, Lead, Precheck, Subject, Tried
from penstock.cases.local_law import Local, LocalLaw
from penstock.kernel.errors import UnreadableName
from penstock.law.check import stamp
from penstock.screening.asking import Imported
from penstock.screening.parties import PartyJudge
from penstock.screening.party_answers import PartyQuestion

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from penstock.cases.extracts import GoodsKind
    from penstock.cases.leads import Goods
    from penstock.law.register import Register

TESTS = ("exists", "in_business", "business_fits", "identifiers_sound", "controlled_there", "not_listed_yet", "new")
"""The tests, in the order they are shown."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What the tests go by: extracts of company registers, the law, the party lists, and the leads made before."""

    register: Register
    engine: str
    extracts: Sequence[Extract] = ()
    imported: Imported = Imported()  # noqa: RUF009  # frozen
    others: Sequence[Earlier] = ()


def precheck(lead: Lead, known: Known, on: date) -> Precheck:
    """Put a lead to every test.

    Args:
        lead: The lead, not sent yet.
        known: What the tests go by.
        on: The day of the test.
    """
    case = _Case(lead, known, on)
    tests = (
        case.exists(),
        case.in_business(),
        case.business_fits(),
        case.identifiers_sound(),
        case.controlled_there(),
        case.not_listed_yet(),
        case.new(),
    )
    extracts = [f"{one.register} of {one.extracted_on}" for one in known.extracts]
    return Precheck(checked_on=on, tests=tests, stamp=case.stamp | {"extracts": extracts})


def _unknown(test: str, why: str, remedy: str) -> Tried:
    return Tried(test=test, result="unknown", why=why, remedy=remedy)


def _failed(test: str, why: str, remedy: str) -> Tried:
    return Tried(test=test, result="failed", why=why, remedy=remedy)


def _passed(test: str, why: str) -> Tried:
    return Tried(test=test, result="passed", why=why, remedy="Nothing.")


class _Case:
    """One lead under test."""

    def __init__(self, lead: Lead, known: Known, on: date) -> None:
        self.lead, self.known, self.on = lead, known, on
        self.days = (lead.period.since, lead.period.until) if lead.period is not None else (on, on)
        self.stamp: dict[str, Any] = stamp(known.register, self.days[0], known.engine)
        self.stamp["rosters"] = {book.list: book.digest for book in known.imported.rosters}
        self.found = [
            (extract, company)
            for extract in known.extracts
            for company in extract.companies
            if same_subject(lead.subject, _as_subject(company, lead.subject)) == "same"
        ]
        self.found.sort(key=lambda one: one[0].extracted_on, reverse=True)
        self.law = LocalLaw(known.register, known.engine)

    def exists(self) -> Tried:
        """Is there such a party."""
        name = "exists"
        if self.lead.subject.kind != "party":
            return self._no_party(name)
        if self.found:
            extract, company = self.found[0]
            if all(same_name(self.lead.subject.name, one) == "other" for one in (company.name, *company.other_names)):
                why = f"{extract.register} has the number under another name, {company.name!r}"
                return _unknown(name, why, "See which is wrong, the name or the number, and correct the lead.")
            if (other := _other_number(self.lead.subject, company)) is not None:
                why = f"{extract.register} has {company.name!r} under another {other.scheme}, {company.number}"
                return _unknown(name, why, "See which is wrong, the name or the number, and correct the lead.")
            return _passed(name, f"{extract.register} holds {company.name!r} on {extract.extracted_on}")
        asked = [extract for extract in self.known.extracts if self._was_searched(extract)]
        if asked:
            told = " and ".join(f"{one.register} on {one.extracted_on}" for one in asked)
            why = f"it was looked for in {told}, which does not hold it"
            return _failed(name, why, "Look for other names and numbers of the party, and correct the lead.")
        why = "no extract given holds it, and none says it was looked for"
        return _unknown(name, why, "Have the company register of its place searched for it, and give the extract.")

    def in_business(self) -> Tried:
        """Is it still in business, and was it on the days the lead is about."""
        name = "in_business"
        if not self.found:
            return self._no_extract(name)
        extract, company = self.found[0]
        where = f"{extract.register} on {extract.extracted_on}"
        if company.ended_on is not None:
            return self._ended(company.ended_on, where)
        if company.registered_on is not None and company.registered_on > self.days[1]:
            why = f"{where} says it was registered on {company.registered_on}, after the days the lead is about"
            return _failed(name, why, "Look for the party that traded on those days.")
        return self._by_status(extract, company, where)

    def _by_status(self, extract: Extract, company: Company, where: str) -> Tried:
        name, standing, said = "in_business", standing_of(company.status), f"{where} says {company.status!r}"
        if standing == "ended":
            if extract.extracted_on <= self.days[0]:
                return _failed(name, f"{said}, before the days the lead is about", _DEFUNCT)
            return _unknown(name, f"{said}, but not since when", "Ask the register for the day it ended.")
        if standing == "barred":
            return _failed(name, f"{said}: it may not trade", "Say so in the lead, or name who trades in its place.")
        if standing == "unknown":
            return _unknown(name, f"{where} gives no standing that is known here: {company.status!r}", _ASK_STANDING)
        age = (self.on - extract.extracted_on).days
        if age > rules().fresh_days:
            return _unknown(name, f"{said}, but that was {age} days ago", "Get an extract of these days.")
        return _passed(name, said)

    def _ended(self, ended: date, where: str) -> Tried:
        name, why = "in_business", f"{where} says it ended on {ended}"
        if ended > self.days[1] or (self.lead.period is not None and ended > self.days[0]):
            remedy = "Say in the lead that it has ended since, and who holds its records."
            return _unknown(name, f"{why}: it was there on days the lead is about and may be no more", remedy)
        return _failed(name, f"{why}, before the days the lead is about", _DEFUNCT)

    def business_fits(self) -> Tried:
        """Does its line of business fit the goods."""
        name = "business_fits"
        kinds = sorted({kind for one in self.lead.goods for kind in self._local(one, self.days[0]).kinds})
        if self.lead.subject.kind != "party":
            return self._no_party(name)
        if not kinds:
            return _unknown(name, "nothing says what the goods are", "Name them by CAS number or by name.")
        scopes = [company.business_scope for _, company in self.found if company.business_scope]
        if not scopes:
            return self._by_name(kinds[0])
        fits = [business_fit(scopes[0], kind) for kind in kinds]
        words = ", ".join(dict.fromkeys(word for one in fits for word in one.words))
        if any(one.fit == "fits" for one in fits):
            return _passed(name, f"its business scope says {words}")
        if all(one.fit == "does_not_fit" for one in fits):
            why = f"its business scope says {words}, which does not fit goods of the kind {' and '.join(kinds)}"
            return _failed(name, why, "See that it is the right party, and say what ties it to the goods.")
        why = f"its business scope says {words}" if words else "its business scope names no line of goods"
        return _unknown(name, f"{why}: it may or may not deal in the goods", "Look at its licences and invoices.")

    def _by_name(self, kind: GoodsKind) -> Tried:
        told = business_fit(self.lead.subject.name, kind)
        of_name = f"; its name speaks of {', '.join(told.words)}" if told.words else ""
        why = f"no extract gives its business scope{of_name}, and a name alone settles nothing"
        return _unknown("business_fits", why, "Get its business scope from the company register.")

    def identifiers_sound(self) -> Tried:
        """Do the check digits of its numbers, and of the goods', hold."""
        name = "identifiers_sound"
        numbers = [soundness(one) for one in self.lead.subject.identifiers]
        numbers += [soundness(Identifier(scheme="cas", value=one.cas)) for one in self.lead.goods if one.cas]
        wrong = [one for one in numbers if one.state == "unsound"]
        if wrong:
            told = "; ".join(f"{one.identifier.scheme} {one.identifier.value}: {one.why}" for one in wrong)
            return _failed(name, told, "Read the numbers again where they were taken from.")
        sound = [one for one in numbers if one.state == "sound"]
        if not sound:
            why = "; ".join(f"{one.identifier.scheme}: {one.why}" for one in numbers) or "the lead gives no number"
            return _unknown(name, why, "Add a number that has a check digit, where there is one.")
        return _passed(name, "; ".join(f"{one.identifier.scheme} {one.identifier.value}: {one.why}" for one in sound))

    def controlled_there(self) -> Tried:
        """Were the goods controlled at the recipient's place on the days the lead is about."""
        name, place = "controlled_there", self.lead.place
        if not self.lead.goods:
            return _unknown(name, "the lead names no goods", "Name them by CAS number or by name.")
        if not self.law.has(place):
            return _unknown(name, f"the register holds no law of {place}", "Say which law of that place applies.")
        days = tuple(dict.fromkeys(self.days))
        told = [(one.description, day, self._local(one, day).verdict) for one in self.lead.goods for day in days]
        cited = {cite for one in self.lead.goods for day in days for cite in self._local(one, day).citations[:1]}
        law = f" ({'; '.join(sorted(cited))})" if cited else ""
        why = "; ".join(f"{what}: {verdict} in {place} on {day}" for what, day, verdict in told) + law
        verdicts = {verdict for _, _, verdict in told}
        if "controlled" in verdicts:
            whole = any(
                all(verdict == "controlled" for what, _, verdict in told if what == one.description)
                for one in self.lead.goods
            )
            if whole:
                return _passed(name, why)
            return _unknown(name, why, "Say on which day it was shipped: on some it was not controlled there.")
        if verdicts == {"not_controlled"}:
            remedy = "Say which law of the recipient's place applies, or send it as a notice for information."
            return _failed(name, why, remedy)
        return _unknown(name, why, "Give a CAS number, or ask the recipient which of its laws applies.")

    def not_listed_yet(self) -> Tried:
        """Is the party on a list, or charged, already: then the listing is cited, and the lead says what is new."""
        name, subject = "not_listed_yet", self.lead.subject
        if subject.kind != "party":
            return self._no_party(name)
        imported = self.known.imported
        judge = imported.judge or PartyJudge(self.known.register, imported.rosters, imported.clearings)
        try:
            answers = judge.answers(PartyQuestion(name=subject.name, country=subject.country), self.on)
        except UnreadableName as error:
            return _unknown(name, error.message, "Give the whole name of the party.")
        on_list = [one for one in answers if one.verdict in {"listed", "charged", "named_in_lead"}]
        if on_list:
            told = "; ".join(f"{one.list}: {one.verdict}" for one in on_list)
            why = f"a party of such a name stands on {told}"
            return _unknown(name, why, "See whether it is the same party; if so cite it, and say what is new.")
        looked = [one.list for one in answers if one.verdict != "unknown"]
        if not looked:
            return _unknown(name, "no party list was looked at", "Import the lists with 'penstock lists update'.")
        return _passed(name, f"looked for in {', '.join(looked)}")

    def new(self) -> Tried:
        """Was the same asked before."""
        name = "new"
        found = duplicates(self.lead, self.known.others, self._names)
        if not found:
            return _passed(name, f"none of {len(self.known.others)} leads at hand is about the same")
        first = found[0]
        told = f"lead {first.earlier.id} ({first.earlier.lead.reference}), which is {first.earlier.state}"
        if first.is_sure:
            why = f"the same party, goods and days are in {told}"
            return _failed(name, why, "Add what is new to that lead instead of sending another.")
        why = f"a party of a name near it, with the same goods and days, is in {told}"
        return _unknown(name, why, "See whether they are one party.")

    def _no_party(self, name: str) -> Tried:
        return _unknown(name, f"the lead is about a {self.lead.subject.kind}, not a party", "Name the party if known.")

    def _no_extract(self, name: str) -> Tried:
        if self.lead.subject.kind != "party":
            return self._no_party(name)
        return _unknown(name, "no extract given holds it", _ASK_STANDING)

    def _was_searched(self, extract: Extract) -> bool:
        numbers = {one.value.casefold() for one in self.lead.subject.identifiers}
        asked = {one.casefold() for one in extract.searched}
        return self.lead.subject.name.casefold() in asked or bool(numbers & asked)

    def _local(self, goods: Goods, day: date) -> Local:
        return self.law.of(goods.cas or goods.description, self.lead.place, day)

    def _names(self, goods: Goods) -> frozenset[str]:
        return self._local(goods, self.days[0]).names | {" ".join(goods.description.split()).casefold()}


_DEFUNCT = "Do not ask after it: say who holds its records, or name who trades in its place."
_ASK_STANDING = "Ask the company register of its place for an extract with its standing, and give it."


def _other_number(asked: Subject, company: Company) -> Identifier | None:
    """Return the number asked about that the entry contradicts: it has another sound one of the same kind."""
    if company.number is None or any(_same(one.value, company.number) for one in asked.identifiers):
        return None
    number = company.number
    return next(
        (one for one in asked.identifiers if soundness(Identifier(scheme=one.scheme, value=number)).state == "sound"),
        None,
    )


def _same(one: str, other: str) -> bool:
    return party_key(one) == party_key(other)


def _as_subject(company: Company, asked: Subject) -> Subject:
    """Return the entry as a subject of the name that is nearest to the one asked about."""
    if company.number is not None:
        scheme = next((one.scheme for one in asked.identifiers if _same(one.value, company.number)), None)
        if scheme is not None:
            return Subject(
                kind="party", name=company.name, identifiers=(Identifier(scheme=scheme, value=company.number),)
            )
    names = (company.name, *company.other_names)
    same = next(
        (name for name in names if same_subject(_bare(asked), Subject(kind="party", name=name)) == "same"), None
    )
    return Subject(kind="party", name=same or company.name)


def _bare(subject: Subject) -> Subject:
    return Subject(kind=subject.kind, name=subject.name)
