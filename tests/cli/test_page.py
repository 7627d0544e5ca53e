from __future__ import annotations

from html.parser import HTMLParser
from typing import TYPE_CHECKING

from click.testing import CliRunner

from penstock.cli.app import app

if TYPE_CHECKING:
    from pathlib import Path

MEMBER = "CC(=O)N(c1ccc(F)cc1)C1CCN(CCc2ccccc2)CC1"


class Tags(HTMLParser):
    """Counts what a page opens and does not close."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.seen: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002  # its signature
        self.seen.append(tag)
        if tag not in {"meta", "br", "rect", "path", "ellipse"}:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in self.open:
            self.open.reverse()
            self.open.remove(tag)
            self.open.reverse()


def written(path: Path, *arguments: str) -> str:
    result = CliRunner().invoke(app, ["check", *arguments, "--html", str(path)], catch_exceptions=False)
    assert result.exit_code == 0
    return path.read_text(encoding="utf-8")


def test_the_page_shows_verdicts_clauses_and_a_drawing_for_each_measure(tmp_path: Path) -> None:
    text = written(tmp_path / "a.html", MEMBER, "--in", "US,CN", "--on", "2019-05-01")
    tags = Tags()
    tags.feed(text)
    assert tags.open == []
    assert tags.seen.count("svg") == 2
    for part in (
        "class of fentanyl-related substances (clause D, E)",
        "(clause 一, 二)",
        "monocycle",
        "83 FR 5188",
        "controlled",
    ):
        assert part in text, part


def test_what_the_asker_typed_is_escaped(tmp_path: Path) -> None:
    text = written(tmp_path / "a.html", "<script>alert(1)</script>", "--in", "US", "--on", "2026-01-01")
    assert "<script>" not in text
    assert "&lt;script&gt;" in text


def test_a_recorded_substance_is_drawn_as_its_record(tmp_path: Path) -> None:
    assert "<svg" in written(tmp_path / "a.html", "benzylfentanyl", "--in", "CN", "--on", "2026-01-01")


def test_a_page_that_cannot_be_written_is_an_error_with_a_remedy(tmp_path: Path) -> None:
    target = tmp_path / "no" / "a.html"
    result = CliRunner().invoke(app, ["check", "79099-07-3", "--on", "2026-01-01", "--html", str(target)])
    assert result.exit_code == 1
    assert not target.exists()
