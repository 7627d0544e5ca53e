from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.desk.office import SCRIPT

import penstock.desk
from penstock.desk.limits import HEADERS
from penstock.desk.pages import safe_path

if TYPE_CHECKING:
    from tests.desk.office import Office

PATHS = ["/", "/answer?q=4-piperidone", "/answer?q=Hubei+Amarvel+Biotech", "/timeline/4-piperidone", "/changes",
         "/queue", "/runs"]  # fmt: skip


class Reader(HTMLParser):
    """Collects what a page must not have, and what it must."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.faults: list[str] = []
        self.ids: list[str] = []
        self.labelled: set[str] = set()
        self.fields: list[dict[str, str | None]] = []
        self.tags: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = dict(attrs)
        self.tags.append(tag)
        self.faults += [f"{tag} {name}" for name in told if name.startswith("on") or name == "style"]
        if tag == "style" or (tag == "script" and told.get("src") != "/static/desk.js"):
            self.faults.append(tag)
        if (told.get("href") or "").startswith("javascript"):
            self.faults.append("javascript")
        if tag == "img" and not told.get("alt"):
            self.faults.append("img without alt")
        if told.get("id"):
            self.ids.append(str(told["id"]))
        if tag == "label" and told.get("for"):
            self.labelled.add(str(told["for"]))
        if tag in {"input", "select", "textarea"} and told.get("type") not in {"hidden", "checkbox"}:
            self.fields.append(told)


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("language", ["en", "zh-Hans", "es"])
def test_a_page_is_sound_in_each_language(office: Office, path: str, language: str) -> None:
    page = office.browser("officer").get(path, headers={"accept-language": language})
    assert page.status_code == 200
    assert f'<html lang="{language}">' in page.text
    read = Reader(page.text)
    assert read.faults == []
    assert len(read.ids) == len(set(read.ids))
    assert [field for field in read.fields if field.get("id") not in read.labelled] == []
    assert read.tags.count("h1") == read.tags.count("main") == 1
    for name, value in HEADERS.items():
        assert page.headers[name] == value
    assert "unsafe-inline" not in page.headers["content-security-policy"]


@pytest.mark.parametrize("path", PATHS)
def test_a_page_has_a_twin_that_says_the_same(office: Office, path: str) -> None:
    way, _, query = path.partition("?")
    officer = office.browser("officer")
    twin = officer.get(f"{'/index' if way == '/' else way}.json?{query}")
    assert (twin.status_code, twin.headers["content-type"]) == (200, "application/json")
    assert isinstance(twin.json(), dict)
    assert officer.csrf not in twin.text


@pytest.mark.parametrize(
    "text", [SCRIPT, '"><img src=x onerror=alert(1)>', "{{ 7*7 }}", "javascript:alert(1)", "\x00", "\ud83d"]
)
def test_what_is_typed_is_shown_as_text(office: Office, text: str) -> None:
    page = office.browser("officer").get("/answer", params={"q": text.encode("utf-8", "replace").decode()})
    assert page.status_code in {200, 422}
    assert Reader(page.text).faults == []
    assert "<script>alert" not in page.text
    assert "49" not in re.findall(r"<h1>(.*?)</h1>", page.text)


def test_the_language_that_was_chosen_is_remembered(office: Office) -> None:
    client = office.stranger()
    assert '<html lang="es">' in client.get("/sign-in?lang=es").text
    assert '<html lang="es">' in client.get("/sign-in", headers={"accept-language": "zh"}).text
    assert '<html lang="en">' in client.get("/sign-in?lang=nix", headers={"accept-language": "xx"}).text.replace(
        '"es"', '"en"'
    )


def test_a_problem_is_a_page_for_readers_and_json_for_programs(office: Office) -> None:
    officer = office.browser("officer")
    page = officer.get("/timeline/nix")
    assert (page.status_code, page.headers["content-type"]) == (404, "text/html; charset=utf-8")
    assert "nix" in page.text
    assert Reader(page.text).faults == []
    for path, headers in (("/timeline/nix.json", {}), ("/timeline/nix", {"accept": "*/*"}), ("/api/matters/nix", {})):
        told = officer.get(path, headers=headers)
        assert (told.status_code, told.headers["content-type"]) == (404, "application/problem+json"), path
    assert officer.get("/nowhere").headers["content-type"] == "text/html; charset=utf-8"


def test_a_viewer_is_shown_no_door_that_is_shut(office: Office) -> None:
    viewer = office.browser("viewer")
    page = viewer.get("/answer?q=acetone")
    assert 'action="/answer"' in page.text
    assert 'href="/queue"' not in page.text
    assert 'method="post" action="/answer"' not in page.text
    assert viewer.get("/queue").status_code == viewer.get("/runs").status_code == 403
    assert viewer.send("/answer", q="acetone").status_code == 403


@given(st.text())
def test_a_path_to_go_on_to_is_of_this_desk(text: str) -> None:
    for told in (text, f"/{text}"):
        path = safe_path(told)
        assert re.match(r"/(?![/\\])", path)
        assert not re.search(r"[\\\r\n\t]", path)


def luminance(colour: str) -> float:
    """Return the relative luminance of a colour, as WCAG 2.2 defines it."""
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (one / 12.92 if one <= 0.04045 else ((one + 0.055) / 1.055) ** 2.4 for one in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def test_colours_are_told_apart_by_those_who_see_little() -> None:
    css = Path(penstock.desk.__file__).with_name("static").joinpath("desk.css").read_text(encoding="utf-8")
    white = "#ffffff"
    named = {name: f"#{code}" for name, code in re.findall(r"--(\w+): #(\w{6})\b", css)}
    for name in ("red", "green", "violet", "brown", "accent", "ink", "quiet"):
        assert contrast(named[name], white) >= 4.5, name
    for name in ("ink", "quiet", "accent"):
        assert contrast(named[name], named["tint"]) >= 4.5, name
    bars = re.findall(r"\.bar\.\w+ \{ fill: (#\w{6}); \}", css)
    assert len(bars) == 4
    assert all(contrast(one, white) >= 3 for one in bars)
