from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from tests.reading.counted import CHINESE, ENGLISH, grown, story

from penstock.reading.page import read_article_page
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
    return reader.read(read_article_page(text), name, name * 8, published=published)


def test_mentions_are_linked_to_the_register(reader: NewsReader) -> None:
    article = read(reader, STORY)
    things = {one.subject: one for one in article.things}
    assert {"4-piperidone", "tablet_press"} <= set(things)
    start, end = things["4-piperidone"].spans[0]
    assert STORY[start:end] == "4-piperidone"
    assert {one.place for one in article.places} == {"CN", "MX"}
    assert "cn-mps-institute-of-forensic-science" in {one.party for one in article.parties}
    assert any(one.name.startswith("Jinhu Minsheng") or "JINHU" in one.name for one in article.parties)


PAGE = (
    "<html><head><title>Labs</title><script>say('\"No,\" said Kim')</script></head><body>"
    "<header><a href=/>Home</a></header><nav>Top story: &ldquo;Menu,&rdquo; Bob Ray said.</nav><main><p>&ldquo;It is "
    "<b>false</b>&rdquo;, the minister of health told reporters on Jan. 30.</p><p>Treasury sanctioned "
    "Hebei Yaxin&nbsp;Ltd. on Oct. 3, 2023 over 4&#45;piperidone from China.</p></main>"
    "<aside>&ldquo;Read on,&rdquo; Eve Roe said.</aside>"
    "<footer>Published by the China desk</footer></body></html>"
)


def test_of_a_page_the_article_alone_is_read_and_its_spans_count_in_the_clean_text(reader: NewsReader) -> None:
    article = read(reader, PAGE, published=date(2025, 2, 1))
    text = article.text or ""
    assert text == (
        "“It is false”, the minister of health told reporters on Jan. 30.\n\n"
        "Treasury sanctioned Hebei Yaxin\xa0Ltd. on Oct. 3, 2023 over 4-piperidone from China."
    )
    assert article.characters == len(text)
    (found,) = article.quotations
    assert (text[found.start : found.end], found.quote) == ("“It is false”", "It is false")
    assert [(text[one.start : one.end], one.value) for one in article.days] == [
        ("Jan. 30", "2025-01-30"), ("Oct. 3, 2023", "2023-10-03"),
    ]  # fmt: skip
    assert found.day is not None
    assert text[found.day.start : found.day.end] == "Jan. 30"
    assert [text[a:b] for one in article.places for a, b in one.spans] == ["China"]
    assert "4-piperidone" in [text[a:b] for one in article.things for a, b in one.spans]


def test_a_text_is_not_given_again(reader: NewsReader) -> None:
    assert read(reader, STORY).text is None


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


@pytest.mark.parametrize(("shapes", "joint"), [(ENGLISH, "\n\n"), (ENGLISH, " "), (CHINESE, "\n"), (CHINESE, "，")])
def test_a_text_twice_as_long_is_twice_the_work(
    reader: NewsReader, monkeypatch: pytest.MonkeyPatch, shapes: tuple[str, ...], joint: str
) -> None:
    one, two = (story(count * len(shapes), shapes, joint) for count in (8, 16))
    assert grown(monkeypatch, lambda text: read(reader, text), one, two) == []
