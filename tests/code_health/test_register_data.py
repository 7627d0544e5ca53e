"""The health of the shipped register: every fact cited, every reading dated, nothing said that is no law."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from penstock.law.packed import REGISTER_FOLDER
from penstock.law.sources import read_sources

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from penstock.law.records import Obligation, Source

SOURCES = read_sources(REGISTER_FOLDER)
FILES = sorted(path for path in REGISTER_FOLDER.rglob("*") if path.is_file())
ADDRESS = re.compile(r"https?://[^\s/]+\.[^\s/]+(?:/\S*)?")
PRIVATE = re.compile(
    r"(?<![:/\w.-])/[a-z]+/[\w.]|\bhelpers?\b|\b(?:this|my|our|previous|another|last|next) session\b",
    re.IGNORECASE,
)
"""A path on somebody's disk, or a word about those who wrote the register."""

LOOKS = [file.list.checked_on for file in SOURCES.lists.values()]
LAST_LOOK = max(
    *LOOKS,
    *(head.checked_on for head in SOURCES.party_lists.values()),
    *(file.publication.checked_on for file in SOURCES.red_flags.values()),
    *(day for day in (SOURCES.phrases_checked_on,) if day is not None),
)


def dated_facts() -> Iterator[tuple[str, date | None, str]]:
    """Yield ``(what it is, its day, the text it cites)`` for every day the lists hold."""
    for list_id, file in SOURCES.lists.items():
        for coverage in file.list.coverage:
            yield f"{list_id} coverage", coverage.since, coverage.by
        for duty in duties(list_id):
            yield f"{list_id} {duty.stage} {duty.duty}", duty.since, duty.by
        for key, entry in file.entries.items():
            for span in entry.spans:
                yield f"{list_id}.{key} since", span.since, span.by
                if span.until is not None:
                    yield f"{list_id}.{key} until", span.until, span.ended_by or ""
            for absence in entry.not_listed:
                yield f"{list_id}.{key} not listed", absence.since, absence.by


def duties(list_id: str) -> list[Obligation]:
    file = SOURCES.lists[list_id]
    own = [duty for entry in file.entries.values() for duty in entry.obligations or []]
    return [*file.list.obligations, *own]


def sources_of_records() -> Iterator[tuple[str, list[Source]]]:
    for substance_id, substance in SOURCES.substances.items():
        yield substance_id, substance.sources
    for kind, equipment in SOURCES.equipment.items():
        yield kind, equipment.sources
    for class_id, described in SOURCES.classes.items():
        yield class_id, described.sources
    for code_id, code in SOURCES.codes.items():
        yield code_id, code.sources


def test_the_whole_register_was_read() -> None:
    assert SOURCES.errors == []
    assert list(dated_facts())
    assert list(sources_of_records())


def test_every_date_is_cited_to_a_text_that_was_seen() -> None:
    uncited = [
        f"{what} {day}: {text_id!r}"
        for what, day, text_id in dated_facts()
        if text_id not in SOURCES.texts or not SOURCES.texts[text_id].seen
    ]
    assert uncited == []


def test_every_end_names_the_text_that_ended_it() -> None:
    for list_id, file in SOURCES.lists.items():
        for key, entry in file.entries.items():
            for span in entry.spans:
                assert (span.until is None) is (span.ended_by is None), f"{list_id}.{key}"


def test_every_first_day_that_is_unknown_is_bounded_or_explained() -> None:
    silent = [
        f"{list_id}.{key}"
        for list_id, file in SOURCES.lists.items()
        for key, entry in file.entries.items()
        for span in entry.spans
        if span.since is None and not (span.not_before or span.known_by or span.note or entry.note)
    ]
    assert silent == []


def test_every_text_has_an_address_that_was_really_read_and_the_day_of_reading() -> None:
    for text_id, text in SOURCES.texts.items():
        assert text.seen, text_id
        for seen in text.seen:
            assert ADDRESS.fullmatch(seen.url), f"{text_id}: {seen.url!r}"
            assert seen.on <= LAST_LOOK, f"{text_id}: read on {seen.on}, after the last look at any list"
        if text.url is not None:
            assert ADDRESS.fullmatch(text.url), f"{text_id}: {text.url!r}"


def test_no_text_was_read_before_it_was_made() -> None:
    for text_id, text in SOURCES.texts.items():
        made = min((day for day in (text.adopted, text.published) if day is not None), default=None)
        assert made is None or made <= max(seen.on for seen in text.seen), text_id
        if text.adopted is not None and text.published is not None:
            assert text.adopted <= text.published, text_id


def test_every_list_says_when_it_was_last_checked_and_how_much_of_it_is_held() -> None:
    for list_id, file in SOURCES.lists.items():
        assert file.list.coverage, list_id
        for coverage in file.list.coverage:
            assert coverage.since <= file.list.checked_on, list_id
            assert coverage.extent == "complete" or coverage.note, f"{list_id}: partial, and no note says why"


def test_every_list_of_control_is_held_over_some_days_up_to_the_last_look() -> None:
    for list_id, file in SOURCES.lists.items():
        assert any(c.until is None or c.until > file.list.checked_on for c in file.list.coverage), list_id


def test_every_subject_and_code_has_sources_of_its_own() -> None:
    for record, sources in sources_of_records():
        assert sources, record
        for source in sources:
            if source.text is not None:
                assert source.text in SOURCES.texts, record
            else:
                assert source.url is not None, record
                assert ADDRESS.fullmatch(source.url), f"{record}: {source.url!r}"
                assert source.kind is not None, f"{record}: {source.url} is official, a copy or secondary?"
            assert source.shows, f"{record}: a source that shows nothing"


def test_every_cas_number_is_shown_by_a_source_or_a_note_says_where_it_was_read() -> None:
    unshown = [
        key
        for key, substance in SOURCES.substances.items()
        if substance.cas is not None
        and not any("cas" in source.shows for source in substance.sources)
        and "CAS" not in (substance.note or "")
    ]
    assert unshown == []


def test_every_place_has_law_and_every_list_is_in_its_folder() -> None:
    places = {file.list.jurisdiction for file in SOURCES.lists.values()}
    assert places == set(SOURCES.jurisdictions)
    for list_id, file in SOURCES.lists.items():
        assert list_id.startswith(f"{file.list.jurisdiction.lower()}."), list_id


def test_every_party_list_has_parties_and_every_listing_shows_where_it_was_read() -> None:
    listed = {listing.of for party in SOURCES.parties.values() for listing in party.listings}
    charged = {"us-charges" for party in SOURCES.parties.values() if party.charged}
    assert listed | charged == set(SOURCES.party_lists)
    for key, party in SOURCES.parties.items():
        assert key.startswith(f"{party.country.lower()}-"), key
        for listing in party.listings:
            assert all(span.since or span.known_by for span in listing.spans), key


def test_no_party_is_named_whose_listing_rests_on_a_report_of_the_press_alone() -> None:
    for key, party in SOURCES.parties.items():
        for listing in party.listings:
            texts = [SOURCES.texts[text_id] for text_id in (listing.spans[0].by, *listing.vintages)]
            assert any(seen.kind != "secondary" for text in texts for seen in text.seen), key


def test_the_register_keeps_of_persons_what_tells_them_apart_and_no_more() -> None:
    persons = [party for party in SOURCES.parties.values() if party.kind == "person"]
    assert persons
    assert {number.scheme for party in persons for number in party.identifiers} == {"ofac-uid"}
    assert not [
        a.text
        for party in persons
        for a in party.addresses
        if re.search(r"\d|street|road|village", a.text, re.IGNORECASE)
    ]


def test_the_register_speaks_of_law_and_not_of_how_it_was_written() -> None:
    found = [
        f"{path.relative_to(REGISTER_FOLDER)}:{number}: {line.strip()}"
        for path in FILES
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1)
        if PRIVATE.search(line)
    ]
    assert found == []


@pytest.mark.parametrize(
    ("line", "is_private"),
    [
        ("note: Not before is the first day of the session of the Commission", False),
        ("url: https://example.org/workers/tmpfile", False),
        ("note: found in the previous session", True),
        ("note: see /srv/notes.txt", True),
        ("note: a helper read it", True),
    ],
)
def test_the_pattern_tells_a_session_of_a_commission_from_one_of_an_author(line: str, *, is_private: bool) -> None:
    assert (PRIVATE.search(line) is not None) is is_private
