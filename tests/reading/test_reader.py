from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from penstock.reading.page import read_page
from penstock.reading.reader import NewsReader

if TYPE_CHECKING:
    from penstock.law.register import Register
    from penstock.reading.article import Article

STORY = (
    "Port opens boxes\n\nThe port authority opened four hundred boxes of 4-piperidone and tablet presses from Mexico. "
    '"We looked into every one of them," Ann Lee of the Chinese Embassy said on Monday. Jinhu Minsheng Pharmaceutical '
    "Machinery Co., Ltd. was named, and so was the Ministry of Public Security’s Institute of Forensic Science."
)


@pytest.fixture
def reader(register: Register) -> NewsReader:
    return NewsReader(register, "0", date(2026, 11, 29))


def read(reader: NewsReader, text: str, name: str = "a.txt", published: date | None = date(2024, 1, 3)) -> Article:
    return reader.read(read_page(text), name, name * 8, published=published)


def test_mentions_are_linked_to_the_register(reader: NewsReader) -> None:
    article = read(reader, STORY)
    things = {one.subject: one for one in article.things}
    assert {"4-piperidone", "tablet_press"} <= set(things)
    start, end = things["4-piperidone"].spans[0]
    assert STORY[start:end] == "4-piperidone"
    assert {one.place for one in article.places} == {"CN", "MX"}
    assert "cn-mps-institute-of-forensic-science" in {one.party for one in article.parties}
    assert any(one.name.startswith("Jinhu Minsheng") or "JINHU" in one.name for one in article.parties)


def test_spans_of_a_page_count_in_the_page_with_its_tags(reader: NewsReader) -> None:
    page = "<html><body><p>It was <b>&ldquo;late&rdquo;</b>, the minister of health said.</p></body></html>"
    (found,) = read(reader, page).quotations
    assert page[found.start : found.end] == "&ldquo;late&rdquo;"
    assert found.quote == "late"


def test_the_same_text_again_is_marked_and_one_with_small_changes_too(reader: NewsReader) -> None:
    assert read(reader, STORY, "a.txt").status == "read"
    again = read(reader, STORY, "b.txt")
    assert (again.status, again.twin and again.twin.file) == ("repeated", "a.txt")
    near = read(reader, STORY.replace("Monday", "Tuesday") + " The pier is closed.", "c.txt")
    assert near.status == "near_duplicate"
    assert near.quotations


def test_what_cannot_be_read_is_marked_with_the_reason(reader: NewsReader) -> None:
    assert read(reader, "  \n ").status == "empty"
    other = read(reader, "Ministeriö kertoi eilen, että lista ei ole vielä valmis ja että työ jatkuu.")
    assert other.status == "unknown_language"
    assert other.reasons


def test_without_a_day_relative_days_stay_unknown_and_it_says_so(reader: NewsReader) -> None:
    article = read(reader, STORY, published=None)
    assert article.published == "unknown"
    assert any("--published" in one for one in article.reasons)
    assert [one.value for one in article.days] == ["unknown"]
