from __future__ import annotations

import stat
from typing import TYPE_CHECKING, Any

import pytest
from tests.desk.test_case_story import ARTICLE

from penstock.desk.articles import LARGEST, SHOWN, name_of
from penstock.desk.problems import Problem

if TYPE_CHECKING:
    from tests.desk.office import Office

PAGE = (
    "<html><head><title>T</title><script>let x = 'norfentanyl'</script></head><body><p>&quot;We sold "
    "4-piperidone&amp;more,&quot; <b>Jane</b> Doe said on Tuesday in China.</p></body></html>"
)


def read(office: Office, text: str, name: str, published: str | None = "2023-06-21") -> dict[str, Any]:
    """Read an article and return its reading as it is shown."""
    officer = office.browser("officer")
    told = officer.ask("/api/readings", {"text": text, "name": name, "published": published})
    assert told.status_code == 200, told.text
    shown: dict[str, Any] = officer.get(f"/api/readings/{told.json()['id']}").json()
    return shown


def test_the_pieces_are_the_text_and_marks_lie_on_what_they_name(office: Office) -> None:
    pieces = read(office, ARTICLE, "pieces.txt")["article"]["pieces"]
    assert "".join(one["text"] for one in pieces) == ARTICLE
    marked = {one["text"]: one["kind"] for one in pieces if one["kind"]}
    assert marked["4-piperidone"] == marked["norfentanyl"] == "substance"
    assert (marked["China"], marked["Wednesday"]) == ("place", "day")
    quoted = "".join(one["text"] for one in pieces if one["quote"] == 1)
    assert quoted.strip('",') == ARTICLE.split('"')[1].strip(",")


def test_of_a_page_its_words_are_shown_and_not_its_markup(office: Office) -> None:
    shown = read(office, PAGE, "page.html")
    text = "".join(one["text"] for one in shown["article"]["pieces"])
    assert '"We sold 4-piperidone&more," Jane Doe said on Tuesday in China.' in text
    assert "let x" not in text
    assert {one["text"] for one in shown["article"]["pieces"] if one["kind"] == "place"} == {"China"}


def test_days_count_from_the_day_of_publication_and_stay_unknown_without_it(office: Office) -> None:
    told = '"We will look into it," said John Roe, a spokesman of the Foreign Ministry, on Tuesday, for the {} time.'
    dated = read(office, told.format("first"), "dated.txt", "2023-06-21")["article"]["quotations"]
    assert dated[0]["day"]["value"] == "2023-06-20"
    undated = read(office, told.format("second"), "undated.txt", None)
    assert {one["body"]["day"] for one in undated["proposals"]} == {"unknown"}
    assert any("published" in reason for reason in undated["article"]["reasons"])


def test_a_language_that_is_not_read_is_said(office: Office) -> None:
    text = "Это статья на языке, который здесь не читается. «Мы этого не делали», сказал он. " * 9
    shown = read(office, text, "other.txt")
    assert shown["case"]["body"]["status"] == "unknown_language"
    assert shown["proposals"] == []
    assert (
        "in a language that is not read" in office.browser("officer").get(f"/cases/reading/{shown['case']['id']}").text
    )


@pytest.mark.parametrize(
    ("data", "name", "code"),
    [
        (b"", "a.txt", "invalid"),
        (b" \n ", "a.txt", "invalid"),
        (b"x", "a.exe", "invalid"),
        (b"x", ".txt.pdf", "invalid"),
        (b"x" * (LARGEST + 1), "a.txt", "too_large"),
    ],
)
def test_what_is_no_article_is_refused(office: Office, data: bytes, name: str, code: str) -> None:
    officer = office.browser("officer")
    told = officer.client.post(
        "/api/readings", files={"file": (name, data)}, data={"csrf": officer.csrf}, headers={"accept": "*/*"}
    )
    assert told.json()["code"] == code


def test_bytes_that_are_no_text_are_kept_as_unreadable(office: Office) -> None:
    officer = office.browser("officer")
    told = officer.client.post(
        "/api/readings", files={"file": ("odd.txt", b"\x00\x01\xff\xfe\x00" * 50)}, data={"csrf": officer.csrf}
    )
    assert told.status_code in {200, 422}, told.text
    if told.status_code == 200:
        assert officer.get(f"/cases/reading/{told.json()['id']}").status_code == 200


def test_the_texts_are_for_the_owner_alone_and_a_lost_one_is_said(office: Office) -> None:
    shown = read(office, f"{ARTICLE}lost", "lost.txt")
    folder = next(office.folder.rglob(shown["case"]["body"]["sha256"]))
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    (folder / SHOWN).unlink()
    officer = office.browser("officer")
    assert officer.get(f"/api/readings/{shown['case']['id']}").json()["article"] is None
    assert "is not kept at this desk" in officer.get(f"/cases/reading/{shown['case']['id']}").text


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("a.txt", "a.txt"),
        ("../../etc/passwd.txt", "passwd.txt"),
        ("..\\x.HTML", "x.html"),
        ("a b/c;d.htm", "c_d.htm"),
        ("/.txt", "txt"),
    ],
)
def test_a_name_leads_nowhere(name: str, kept: str) -> None:
    if not kept.endswith((".txt", ".html", ".htm")):
        with pytest.raises(Problem):
            name_of(name)
        return
    assert name_of(name) == kept
