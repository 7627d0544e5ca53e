"""Judge a name: on which list is a party of that name, since when, by which notice; each list answers by itself.

A name alone never convicts and never clears: what else is known of the party is held against what the asker knows.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

from msgspec import to_builtins

from penstock.kernel.errors import UnreadableName
from penstock.parties.asked import Asker
from penstock.parties.names import looks_like
from penstock.screening.books import Hit, Indexed, RegisterBook, Search, best, uid_of
from penstock.screening.cautions import Record, cautions, code_of, contradicts
from penstock.screening.ownership import owners, ruled_by
from penstock.screening.party_answers import ListAnswer, PartyMatch, PartyQuestion, by_score
from penstock.screening.stands import CHARGES, VERDICTS, Stand, joined, stands_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from penstock.law.party_records import Party
    from penstock.law.register import Register
    from penstock.lists.clearings import Clearing, Clearings
    from penstock.lists.records import Entry
    from penstock.parties import Kind
    from penstock.parties.asked import Asked
    from penstock.screening.rosters import RosterBook
    from penstock.screening.stands import Verdict

    Keep = Callable[[Asked], None]

    _Found = dict[str | None, list[Hit]] | UnreadableName

UID_LIST = "us-ofac-sdn"
"""The list whose numbers the register's parties carry."""

WEAK = "Only a weak name matches, and a weak name settles nothing."
CONTRADICTED = "The birth date given contradicts the record: this is probably somebody else."

MOST_FOUND = 100_000
"""Names whose matches are remembered; beyond, those that are asked about again are searched for again."""

NEAR = "Those shown are only near: what agrees may be chance."

_NEARLY_THE_SAME = 0.8
"""Likeness from which a name that looks like a company's counts for a ship or a person as well."""


class PartyJudge:
    """Judges names by one register and the rosters at hand; remembers what it already found for equal names."""

    def __init__(
        self,
        register: Register,
        rosters: Sequence[RosterBook] = (),
        clearings: Clearings | None = None,
        search: Callable[[list[str], list[Kind | None]], Search] = Indexed.over,
    ) -> None:
        """Prepare for a run.

        Args:
            register: The register whose parties are searched.
            rosters: The lists that were imported.
            clearings: The pairs that somebody looked into and cleared.
            search: What makes a search over the register's names.
        """
        self._register = register
        self._clearings = clearings
        self._rosters = {book.list: book for book in rosters}
        self._book = RegisterBook(register, search)
        self._search = lru_cache(maxsize=65536)(self._search_all)
        self._days_of = lru_cache(maxsize=None)(self._days_of_party)
        self._found: dict[str, _Found] = {}
        self._asker = Asker()
        self._uids = {uid: key for key, party in register.packed.parties.items() if (uid := uid_of(party)) is not None}

    def lists(self) -> tuple[str, ...]:
        """Return the ids of the lists that answer: those of the register, then imported ones it does not hold."""
        known = sorted(self._register.packed.party_lists, key=lambda key: (key == CHARGES, key != UID_LIST, key))
        return tuple(dict.fromkeys([*known, *sorted(self._rosters)]))

    def answers(
        self, question: PartyQuestion, day: date, places: Iterable[str] | None = None
    ) -> tuple[ListAnswer, ...]:
        """Answer a question: one answer a list, those with a match first and of them the gravest.

        Args:
            question: The name, and what else is known.
            day: The day asked about.
            places: Answer for the lists of these jurisdictions only.

        Raises:
            UnreadableName: The name says nothing that tells one party from another.
        """
        wanted = None if places is None else frozenset(places)
        found = [
            self._answer(list_id, question, day)
            for list_id in self.lists()
            if wanted is None or self.place_of(list_id) in wanted
        ]
        return tuple(sorted(found, key=lambda answer: (not answer.has_match, VERDICTS.index(answer.verdict))))

    def is_known(self, question: PartyQuestion) -> bool:
        """Tell whether some party has such a name, on whatever list and day.

        Raises:
            UnreadableName: The name says nothing that tells one party from another.
        """
        hits = self._hits(question.name, question.kind).values()
        return any(not hit.is_near for several in hits for hit in several)

    def party_of(self, list_id: str, uid: str) -> str | None:
        """Return the id of the register's party that an entry of a list is; ``None`` where it has none."""
        return self._uids.get(uid) if list_id == UID_LIST else None

    def stand(self, list_id: str, party_id: str | None, uid: str | None, day: date) -> Stand | None:
        """Return how a party stands on a list on a day, by the register and the roster; ``None`` where neither says."""
        party, roster = self._register.packed.parties.get(party_id or ""), self._rosters.get(list_id)
        stand = stands_of(self._register, party, day).get(list_id) if party else None
        entry = roster.entry(uid, day) if roster and uid else None
        if roster is None or uid is None or (entry is None and stand is None):
            return stand
        return joined(stand, roster.standing(uid, day), entry, roster.edition(day))

    def place_of(self, list_id: str) -> str | None:
        """Return the jurisdiction of a list, ``None`` where it belongs to none."""
        head = self._register.packed.party_lists.get(list_id)
        place = list_id.split("-", maxsplit=1)[0].upper()
        return head.jurisdiction if head else place if place in self._register.packed.jurisdictions else None

    def read_ahead(self, names: Iterable[str]) -> None:
        """Search for many names together, before they are asked about."""
        if len(self._found) > MOST_FOUND:
            self._found.clear()
        self._found |= self._look_up(names)

    def are_known(self, names: Sequence[str], keep: Keep | None = None) -> list[bool]:
        """Search for many names together: tell which are known or cannot be read, and remember what was found of those.

        Args:
            names: The names.
            keep: Called with the names that were read for it.

        Returns:
            Whether each name is.
        """
        if len(self._found) > MOST_FOUND:
            self._found.clear()
        self._found |= ((name, found) for name, found in self._look_up(names, keep) if _says_something(found))
        return [name in self._found and _says_something(self._found[name]) for name in names]

    def _look_up(self, names: Iterable[str], keep: Keep | None = None) -> Iterator[tuple[str, _Found]]:
        """Yield what is found of the names that nothing was found of before."""
        sought = list(dict.fromkeys(name for name in names if name not in self._found))
        for asked in self._asker.asked(sought):
            if keep is not None:
                keep(asked)
            by_list = {list_id: book.many(asked) for list_id, book in self._books()}
            for place, name in enumerate(asked.names):
                error = asked.errors.get(place)
                yield name, error or {list_id: hits.get(place, []) for list_id, hits in by_list.items()}

    def _books(self) -> Iterator[tuple[str | None, RegisterBook | RosterBook]]:
        """Yield what is searched, the register's parties under ``None``."""
        yield None, self._book
        yield from self._rosters.items()

    def days(self, name: str) -> frozenset[date]:
        """Return the days that count in answers about a name: on others, or the days after these, nothing changes."""
        try:
            found = self._hits(name, None)
        except UnreadableName:
            return frozenset()
        parties = {hit.party for hit in found[None]}
        days: set[date] = set()
        for list_id, roster in self._rosters.items():
            days.update(roster.days_of_vintages())
            for hit in found.get(list_id, ()):
                days.update(roster.days_of(hit.uid or ""))
                parties.add(self._uids.get(hit.uid or "") if list_id == UID_LIST else None)
        return frozenset(days.union(*(self._days_of(party) for party in parties if party)))

    def _days_of_party(self, party_id: str) -> frozenset[date]:
        """Return every day in the record of a party, of those it is linked to, and of what is said of lists."""
        packed = self._register.packed
        told = [packed.parties[party_id], *(packed.parties[link.party] for link in packed.parties[party_id].links)]
        return self._days_of_lists.union(*map(days_in, told))

    @cached_property
    def _days_of_lists(self) -> frozenset[date]:
        return frozenset(day for head in self._register.packed.party_lists.values() for day in days_in(head))

    def _hits(self, name: str, kind: Kind | None) -> dict[str | None, list[Hit]]:
        """Return the hits by list; those on parties of the register stand under ``None``."""
        found = self._found.get(name) if kind is None else None
        if isinstance(found, UnreadableName):
            raise found
        hits = found if found is not None else self._search(name, kind)
        if not any(hits.values()):
            return hits
        looks = looks_like(name) if kind is None else None
        if looks is None:
            return hits
        return {list_id: [hit for hit in several if _may_be(hit, looks)] for list_id, several in hits.items()}

    def _search_all(self, name: str, kind: Kind | None) -> dict[str | None, list[Hit]]:
        (asked,) = self._asker.asked([name], [kind])
        if asked.errors:
            raise asked.errors[0]
        return {list_id: book.many(asked).get(0, []) for list_id, book in self._books()}

    def _answer(self, list_id: str, question: PartyQuestion, day: date) -> ListAnswer:
        head, roster = self._register.packed.party_lists.get(list_id), self._rosters.get(list_id)
        matches = sorted(self._matches(list_id, question, day), key=by_score)
        vintage = roster.vintage(day) if roster else None
        silent: Verdict = "not_listed" if vintage is not None else "unknown"
        verdicts = [_said_of_list(match, silent) for match in matches if not match.is_cleared and not match.is_near]
        verdict = min(verdicts, key=VERDICTS.index, default=silent)
        return ListAnswer(
            list=list_id,
            title=head.name if head else roster.title if roster else list_id,
            jurisdiction=self.place_of(list_id),
            verdict=verdict,
            matches=tuple(matches),
            vintage=vintage,
            age=(day - vintage).days if vintage is not None else None,
            note=self._note(list_id, day, vintage, verdict, matches),
        )

    def _note(
        self, list_id: str, day: date, vintage: date | None, verdict: Verdict, matches: Sequence[PartyMatch]
    ) -> str | None:
        head = self._register.packed.party_lists.get(list_id)
        if vintage is not None:
            near = f" {NEAR}" if matches else ""
            is_silent = all(match.is_near for match in matches)
            return f"No name on the list of {vintage} reaches the alert line.{near}" if is_silent else None
        said = [f"No roster of a day up to {day} was imported."] if list_id in self._rosters else []
        if head is not None and verdict == "unknown":
            said.append(head.coverage)
        if head is not None and matches and day > head.checked_on:
            said.append(f"The register last looked on {head.checked_on}.")
        return " ".join(said) or None

    def _matches(self, list_id: str, question: PartyQuestion, day: date) -> Iterator[PartyMatch]:
        """Yield the matches on one list; an entry of a roster and the register's record of it are one match."""
        hits = self._hits(question.name, question.kind)
        roster = self._rosters.get(list_id)
        by_record: dict[str, list[Hit]] = {}
        for hit in hits.get(list_id, []):
            by_record.setdefault(self._record_key(list_id, hit.uid), []).append(hit)
        for hit in hits[None] if list_id in self._register.packed.party_lists else []:
            party = self._register.packed.parties[hit.party or ""]
            uid = uid_of(party) if list_id == UID_LIST else None
            by_record.setdefault(f"party {hit.party}", []).append(replace(hit, uid=uid))
        for key, several in by_record.items():
            uid = next((one.uid for one in several if one.uid), None)
            party_id = key.removeprefix("party ") if key.startswith("party ") else None
            match = self._match(list_id, roster, question, replace(best(several), party=party_id, uid=uid), day)
            if match is not None:
                yield match

    def _record_key(self, list_id: str, uid: str | None) -> str:
        party_id = self.party_of(list_id, uid or "")
        return f"party {party_id}" if party_id else f"uid {uid}"

    def _match(
        self, list_id: str, roster: RosterBook | None, question: PartyQuestion, hit: Hit, day: date
    ) -> PartyMatch | None:
        party = self._register.packed.parties.get(hit.party or "")
        entry = roster.entry(hit.uid, day) if roster and hit.uid else None
        stand = self.stand(list_id, hit.party, hit.uid, day)
        owned = tuple(owners(self._register, hit.party, list_id, day)) if hit.party else ()
        rule = ruled_by(self._register, owned, list_id, day)
        if stand is None and rule is None:
            return None
        stand = stand or Stand(verdict="unknown")
        if rule is not None and stand.verdict != "listed":
            stand = replace(stand, verdict="unknown", notes=(rule, *stand.notes))
        record = _record(party, entry, reads_countries=question.country is not None)
        match = _weighed(PartyMatch(hit, stand, owned, record.kind, record.name, record.countries), question, record)
        clearing = self._clearings.of(question.name, entry) if self._clearings and entry else None
        return match if clearing is None or entry is None else _cleared(match, clearing, entry)


def _says_something(found: _Found) -> bool:
    return isinstance(found, UnreadableName) or any(found.values())


def days_in(record: object) -> Iterator[date]:
    """Yield every day that stands anywhere in a record of the register."""
    told: object = to_builtins(record, builtin_types=(date,))
    rest = [told]
    while rest:
        one = rest.pop()
        if isinstance(one, date):
            yield one
        elif isinstance(one, dict):
            rest += one.values()
        elif isinstance(one, list | tuple):
            rest += one


def _may_be(hit: Hit, looks: Kind) -> bool:
    """Tell whether a hit counts for a name that looks like another kind of party: only where it is nearly the same."""
    return hit.comparison.right.kind == looks or hit.comparison.likeness >= _NEARLY_THE_SAME


def _said_of_list(match: PartyMatch, silent: Verdict) -> Verdict:
    """Return what a match says of its list: that one person was not on a list read in part clears no namesake."""
    is_person = match.kind == "person" and match.stand.verdict == "not_listed"
    return silent if is_person else match.stand.verdict


def _cleared(match: PartyMatch, clearing: Clearing, entry: Entry) -> PartyMatch:
    """Say that somebody cleared the pair; it is open again when the entry has changed since."""
    said = f"cleared by {clearing.by} on {clearing.on} because: {clearing.reason.rstrip('.')}."
    if clearing.holds_for(entry):
        return replace(match, is_cleared=True, stand=match.stand.noting(f"{said[0].upper()}{said[1:]}"))
    return replace(match, stand=match.stand.noting(f"The entry has changed since this pair was {said} Look again."))


def _weighed(match: PartyMatch, question: PartyQuestion, record: Record) -> PartyMatch:
    """Weigh what else is known: a weak name or another birth date leaves open what a name alone would say."""
    hit, stand = match.hit, match.stand
    said = list(cautions(question, record)) if stand.verdict != "not_listed" else []
    doubts = [WEAK] * hit.is_weak + [CONTRADICTED] * contradicts(question, record)
    if doubts and stand.verdict in {"listed", "charged"}:
        stand = replace(stand, verdict="unknown")
    return replace(match, stand=replace(stand, notes=(*stand.notes, *doubts, *said)))


def _record(party: Party | None, entry: Entry | None, *, reads_countries: bool) -> Record:
    """Put together what the register and a roster know of one party; its countries only where one was given."""
    countries = {party.country, *(address.country for address in party.addresses)} if party else set()
    listed = {code_of(country) for country in entry.countries} if entry and reads_countries else set()
    births = {day.isoformat() for day in party.born} if party else set()
    return Record(
        kind=party.kind if party else entry.kind if entry else None,
        has_common_name=bool(party and party.common_name),
        countries=frozenset(countries | {code for code in listed if code is not None}),
        births=frozenset(births | set(entry.birth_dates if entry else ())),
        note=party.note if party else None,
        name=party.name if party else entry.name if entry else None,
    )
