"""One question about anything: a thing, a party, or a text that may be either; where both are possible both answer."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, get_args

from penstock.kernel.errors import UnreadableName, UsageError
from penstock.law.check import Answer, stamp
from penstock.law.check import check as check_thing
from penstock.law.identify import KINDS, identify
from penstock.law.identify import Kind as ThingKind

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from datetime import date

    from penstock.law.register import Register
    from penstock.law.routes import Route
    from penstock.lists.clearings import Clearings
    from penstock.screening.parties import PartyJudge
    from penstock.screening.party_answers import ListAnswer, PartyMatch, PartyQuestion
    from penstock.screening.rosters import RosterBook

PartyKind = Literal["party", "person", "company", "vessel"]
Kind = ThingKind | PartyKind
PARTY_KINDS: tuple[PartyKind, ...] = get_args(PartyKind)
EVERY_KIND: tuple[str, ...] = (*KINDS, *PARTY_KINDS)


_BIRTH = re.compile(r"\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?")


def read_birth(text: str | None) -> str | None:
    """Return a birth date written as a day, a month or a year.

    Raises:
        UsageError: It is none of them.
    """
    if text is None or _BIRTH.fullmatch(text):
        return text
    message = f"{text!r} is no birth date."
    raise UsageError(message, remedy="Write it as YYYY-MM-DD, YYYY-MM or YYYY.")


@dataclass(frozen=True, slots=True)
class PartyAnswer:
    """What every list says of a name on a day, and the stamp that replays it."""

    input: str
    as_of: date
    answers: tuple[ListAnswer, ...]
    stamp: dict[str, Any]

    def identified(self) -> list[dict[str, Any]]:
        """Return the parties the name may be, the best match first; ``id`` is the register's, or list and number.

        ``is_same`` tells that the name that matches, ``matched``, has the same words; ``because`` is the first reason.
        """
        from penstock.screening.party_findings import is_same  # noqa: PLC0415  # few questions need it

        found: dict[str, dict[str, Any]] = {}
        for answer in self.answers:
            for match in answer.matches:
                if match.is_near:
                    continue
                key = match.hit.party or f"{answer.list}:{match.hit.uid}"
                score = round(match.hit.comparison.score, 3)
                found.setdefault(
                    key,
                    {
                        "id": key,
                        "name": match.known_as or match.hit.name,
                        "cas": None,
                        "by": "name",
                        "confidence": score,
                        "matched": match.hit.name,
                        "is_same": is_same(self.input, match.hit.name),
                        "because": _because(match),
                    },
                )
        return sorted(found.values(), key=lambda one: -one["confidence"])

    def as_dict(self) -> dict[str, Any]:
        """Return the object that ``penstock check --json`` prints."""
        return {
            "subject": {"input": self.input, "kind": "party", "identified": self.identified()},
            "as_of": self.as_of.isoformat(),
            "answers": [answer.as_dict() for answer in self.answers],
            "stamp": self.stamp,
        }


def _because(match: PartyMatch) -> str:
    """Return the first reason of a match: the words that stand for one another, and by what."""
    part = match.hit.comparison.explanation[0]
    pair = " = ".join(word for word in (part.left, part.right) if word)
    return f"{pair}: {part.note}" if pair else part.note


@dataclass(frozen=True, slots=True)
class EitherAnswer(Answer):
    """The answer about a text that may be a thing as well as a party."""

    parties: tuple[ListAnswer, ...] = ()

    def as_dict(self) -> dict[str, Any]:
        """Return the answer about the thing, with that about the party under ``parties``."""
        shown = Answer.as_dict(self)
        stamp_of = shown.pop("stamp")
        return {**shown, "parties": [answer.as_dict() for answer in self.parties], "stamp": stamp_of}


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """What an asker knows of a party beside its name, and the imported lists; they are read only if needed."""

    country: str | None = None
    born: str | None = None
    lists: Callable[[], Imported] | None = None


@dataclass(frozen=True, slots=True)
class Imported:
    """The imported lists, the pairs of a name and an entry that were cleared, and a judge by them that is ready."""

    rosters: Sequence[RosterBook] = ()
    clearings: Clearings | None = None
    judge: PartyJudge | None = None


def ask(  # noqa: PLR0913  # the parts of a question
    register: Register,
    subject: str,
    *,
    kind: Kind | None,
    places: Iterable[str] | None,
    on: date,
    route: Route | None,
    engine: str,
    about: About | None = None,
) -> Answer | PartyAnswer:
    """Answer a question about a thing or a party on a day.

    Args:
        register: The register to read.
        subject: What is asked about.
        kind: What it is, when the reader knows; otherwise it is found out.
        places: Jurisdictions asked about.
        on: The day asked about.
        route: Where goods start, pass and end; of no matter to a party.
        engine: Version of the program, for the stamp.
        about: What else is known of a party.

    Raises:
        UnknownPlace: A jurisdiction the register holds no law of.
        UnreadableName: A party's name that tells nobody from another.
    """
    asked = None if places is None else list(places)
    case = _Case(register, subject, kind, asked, on, engine, about or About())
    if kind in PARTY_KINDS:
        return case.party()
    found = None
    reading = identify(register, subject) if kind is None else None
    if reading is not None and reading.kind == "text":
        found = case.if_party(is_thing=bool(reading.identified))
        if found is not None and not reading.identified:
            return found
    thing = next((known for known in KINDS if known == kind), None)
    answer = check_thing(register, subject, kind=thing, places=asked, on=on, route=route, engine=engine, read=reading)
    if found is None:
        return answer
    told = answer.contradictions
    return EitherAnswer(answer.input, answer.reading, answer.as_of, answer.answers, found.stamp, told, found.answers)


@dataclass(frozen=True, slots=True)
class _Case:
    """One question, as far as it may be about a party."""

    register: Register
    subject: str
    kind: Kind | None
    places: list[str] | None
    on: date
    engine: str
    about: About

    def party(self) -> PartyAnswer:
        """Answer for the party of that name."""
        return self._answered(*self._ready())

    def if_party(self, *, is_thing: bool) -> PartyAnswer | None:
        """Answer for a party if the text is the name of one that is known, or can hardly be anything else."""
        from penstock.parties.names import take_apart  # noqa: PLC0415  # few questions need it

        judge, question, imported = self._ready()
        try:
            is_party = judge.is_known(question) or (not is_thing and bool(take_apart(question.name).forms))
        except UnreadableName:
            return None
        return self._answered(judge, question, imported) if is_party else None

    def _ready(self) -> tuple[PartyJudge, PartyQuestion, Imported]:
        from penstock.screening.parties import PartyJudge  # noqa: PLC0415  # few questions need it
        from penstock.screening.party_answers import PartyQuestion  # noqa: PLC0415  # as above

        name, about = self.subject.strip(), self.about
        imported = about.lists() if about.lists is not None else Imported()
        compared_as = _COMPARED_AS.get(self.kind or "party")
        question = PartyQuestion(name=name, kind=compared_as, country=about.country, born=about.born)
        judge = imported.judge or PartyJudge(self.register, imported.rosters, imported.clearings)
        return judge, question, imported

    def _answered(self, judge: PartyJudge, question: PartyQuestion, imported: Imported) -> PartyAnswer:
        places = None if self.places is None else self.register.places(self.places)
        stamped = stamp(self.register, self.on, self.engine)
        stamped["rosters"] = {book.list: book.digest for book in imported.rosters}
        return PartyAnswer(self.subject, self.on, judge.answers(question, self.on, places), stamped)


_COMPARED_AS: dict[str, Literal["person", "company", "vessel"]] = {
    "person": "person",
    "company": "company",
    "vessel": "vessel",
}
