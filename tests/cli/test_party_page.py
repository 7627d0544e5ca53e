from __future__ import annotations

from typing import TYPE_CHECKING

from click.testing import CliRunner

from penstock.cli.app import app

if TYPE_CHECKING:
    from pathlib import Path


def written(path: Path, *arguments: str) -> str:
    result = CliRunner().invoke(app, ["check", *arguments, "--html", str(path)], catch_exceptions=False)
    assert result.exit_code == 0
    return path.read_text(encoding="utf-8")


def test_the_page_shows_each_list_with_its_matches_links_and_reasons(tmp_path: Path) -> None:
    text = written(tmp_path / "a.html", "HEBEI YAXIN RESTAURANT MANAGEMENT", "--on", "2026-11-25")
    for part in (
        '<span class="verdict listed">listed</span>',
        "listed, since 2023-10-03: HEBEI YAXIN RESTAURANT MANAGEMENT CO., LTD.",
        "ILLICIT-DRUGS-EO14059",
        '<a href="https://ofac.treasury.gov/recent-actions/20231003">',
        "owner: WANG, Tianmin, on this list as well",
        "<summary>score 0.",
        '<span class="verdict unknown">unknown</span>',
        "an officer decides",
    ):
        assert part in text, part
    assert text.count("<ul>") == text.count("</ul>")


def test_what_the_asker_typed_is_escaped(tmp_path: Path) -> None:
    text = written(tmp_path / "a.html", "<b>Odd</b> Umbrella Co., Ltd.", "--kind", "party", "--on", "2026-11-25")
    assert "<b>Odd" not in text
    assert "no party of that name is known" in text


def test_what_may_be_both_has_both_on_one_page(tmp_path: Path) -> None:
    text = written(tmp_path / "a.html", "fentanyl Hubei Amarvel Biotech", "--in", "US", "--on", "2026-11-25")
    assert "It may be the name of a party:" in text
    assert '<span class="verdict charged">charged</span>' in text
