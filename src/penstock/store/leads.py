"""Leads in the store: drafted, tested, sent, answered, scored, and given to a recipient."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

import msgspec

from penstock.cases.disclosure import Form, disclosed
from penstock.cases.duplicates import Earlier, party_key
from penstock.cases.holds import draft_of
from penstock.cases.kinds import read_body
from penstock.cases.leads import Lead
from penstock.cases.precheck import Known, precheck
from penstock.cases.scores import By, Past, Score, scores
from penstock.cases.states import table_of
from penstock.kernel.errors import UsageError
from penstock.screening.asking import Imported
from penstock.store.cases import Case, Cases, Link
from penstock.store.decisions import Decisions
from penstock.store.matters import Matters

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from penstock.cases.extracts import Extract
    from penstock.cases.verification import Verification
    from penstock.law.register import Register
    from penstock.store.store import Store


def lead_of(case: Case) -> Lead:
    """Return the lead of a case.

    Raises:
        UsageError: The case is none of a lead.
    """
    if case.kind != "lead":
        message = f"The case {case.id} is no lead but of the kind {case.kind}."
        raise UsageError(message, remedy="Take the id from 'penstock lead list'.")
    return msgspec.convert(case.body, type=Lead)


@dataclass(frozen=True, slots=True)
class Answered:
    """A lead after an answer; ``is_late`` where it was closed already and the answer was put beside it."""

    case: Case
    is_late: bool


@dataclass(frozen=True, slots=True)
class Leads:
    """The leads of a store."""

    store: Store

    @property
    def cases(self) -> Cases:
        """The cases of the store."""
        return Cases(self.store)

    def draft(self, actor: str, fields: Mapping[str, Any], *, matter: str | None = None) -> Case:
        """Keep a draft; one of the same sender and reference is there once, and returned with ``is_new`` false.

        Args:
            actor: Who drafts it.
            fields: Fields of a lead; texts are read as days and numbers where a field is one.
            matter: The held matter it comes from, which says what ``fields`` do not.

        Raises:
            UsageError: It is no lead, is about nobody, or tells of days that have not come.
            UnknownId: There is no such matter.
        """
        told, links = dict(fields), list[Link]()
        if matter is not None:
            held = Matters(self.store).get(matter)
            decision = Decisions(self.store).get(held.decision)
            self.store.saw(actor, matter, decision.id)
            told = draft_of(decision.question, consignment=held.consignment, item=held.item, about=held.about) | told
            links = [Link("matter", held.id), Link("decision", decision.id)]
        body = read_body("lead", told)
        if key := party_key(str(body["subject"]["name"])):
            links.append(Link("party", key))
        name = " ".join(f"{body['from_authority']} / {body['reference']}".split()).casefold()
        return self.cases.open(actor, "lead", body, key=name, links=links)

    def get(self, lead: str) -> Case:
        """Return a lead's case. It is sensitive: the caller says who saw it, with ``store.saw``.

        Raises:
            UnknownId: There is none of that id.
            UsageError: The case is none of a lead.
        """
        case = self.cases.get(lead)
        lead_of(case)
        return case

    def test(  # noqa: PLR0913  # what a test goes by
        self,
        actor: str,
        lead: str,
        register: Register,
        on: date,
        *,
        engine: str,
        extracts: Sequence[Extract] = (),
        imported: Imported | None = None,
    ) -> Case:
        """Put a lead to every test; it is ready afterwards, or stopped where one failed.

        Args:
            actor: Who tests it.
            lead: The id.
            register: The law.
            on: The day of the test.
            engine: Version of the program, for the stamp.
            extracts: What company registers gave.
            imported: The party lists.

        Raises:
            UnknownId: There is none of that id.
            UsageError: It was sent already.
        """
        case = self.get(lead)
        others = [Earlier(one.id, one.state, lead_of(one)) for one in self.cases.every("lead") if one.id != lead]
        known = Known(
            register=register, engine=engine, extracts=extracts, imported=imported or Imported(), others=others
        )
        found = precheck(lead_of(case), known, on)
        step = "stop" if found.failed else "pass_precheck"
        said = {"precheck": msgspec.to_builtins(found)}
        return self.cases.take(actor, lead, step, version=case.version, detail=said)

    def answer(self, actor: str, lead: str, answer: Verification) -> Answered:
        """Keep the answer to a lead; one that is closed or withdrawn stays so, and the answer stands beside it.

        Raises:
            UnknownId: There is none of that id.
            UsageError: It was not sent, or the answer says too little.
        """
        case = self.get(lead)
        is_late = case.state in table_of("lead").closed
        told = msgspec.to_builtins(answer)
        said = {"late_answers": [told]} if is_late else {"verification": told}
        step = "late_answer" if is_late else "answer"
        return Answered(self.cases.take(actor, lead, step, version=case.version, detail=said), is_late)

    def scores(self, by: By, on: date) -> list[Score]:
        """Return how leads fared, by source or by another field."""
        past = (
            Past(lead_of(one), one.state, date.fromisoformat(one.changed_at[:10])) for one in self.cases.every("lead")
        )
        return scores(past, by, on)

    def disclose(self, actor: str, lead: str, recipient: str) -> Form:
        """Return the form of a lead for a recipient; that it was made, and for whom, stands in the trail.

        Raises:
            UnknownId: There is none of that id.
            UsageError: It is not ready, or would tell what the recipient is not told.
            NotAllowed: Its label keeps it from this recipient.
        """
        case = self.get(lead)
        form = disclosed(lead_of(case), case.state, recipient)
        with self.store.act(actor, "lead.disclosed", lead, {"to": recipient, "version": case.version}):
            return form
