from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING

import pytest

from penstock.batch.articles import PROPOSALS, READINGS, read_articles
from penstock.kernel.errors import BadDay, InputError, OutputError, UsageError

if TYPE_CHECKING:
    from pathlib import Path

STORY = (
    'Port opens\n\nOn Monday, Ann Lee said the port was "open for business" and that 4-piperidone '
    "was found. The crane is old."
)
TODAY = date(2026, 11, 29)


def write(folder: Path, name: str, content: bytes | str) -> Path:
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


@pytest.mark.parametrize(
    ("name", "content", "speaker"),
    [
        ("utf8.txt", STORY, "Ann Lee"),
        (
            "latin.txt",
            "La ministra dijo que la situación está «bajo control» según el informe de la región.".encode("latin-1"),
            "La ministra",
        ),
        (
            "gb.txt",
            (
                "外交部发言人林静表示：“不对。”她强调，中国是世界上禁毒政策最严格的国家之一，希望美方停止甩锅推责。" * 3
            ).encode("gb18030"),
            "林静",
        ),
        ("page.html", f"<html><body><p>{STORY}</p></body></html>", "Ann Lee"),
    ],
)
def test_encodings_and_formats(tmp_path: Path, name: str, content: bytes | str, speaker: str) -> None:
    run = read_articles([write(tmp_path, name, content)], published="2024-01-03", today=TODAY)
    assert run.reads[0].article.quotations[0].speaker.name == speaker


def test_bad_files_are_marked_and_nothing_is_lost(tmp_path: Path) -> None:
    files = [
        write(tmp_path, "a.txt", STORY),
        write(tmp_path, "again.txt", STORY),
        write(tmp_path, "near.txt", STORY + " It rained."),
        write(tmp_path, "empty.txt", ""),
        write(tmp_path, "binary.txt", bytes(range(256)) * 4),
        write(tmp_path, "finnish.txt", "Ministeriö kertoi eilen, että lista ei ole vielä valmis ja että työ jatkuu."),
    ]
    run = read_articles(files, tmp_path / "out", published="2024-01-03", today=TODAY)
    statuses = [one.article.status for one in run.reads]
    assert statuses == ["read", "repeated", "near_duplicate", "empty", "unreadable", "unknown_language"]
    assert all(one.article.reasons for one in run.reads[1:])
    lines = (tmp_path / "out" / READINGS).read_text(encoding="utf-8").splitlines()
    assert [json.loads(line)["file"] for line in lines] == [file.name for file in files]
    proposals = [json.loads(line) for line in (tmp_path / "out" / PROPOSALS).read_text(encoding="utf-8").splitlines()]
    assert {one["kind"] for one in proposals} == {"statement"}
    assert run.as_dict()["counts"]["statuses"]["repeated"] == 1


def test_what_a_page_proposes_has_no_markup_and_its_day_is_of_its_own_paragraph(tmp_path: Path) -> None:
    page = (
        "<html><body><nav>&ldquo;Menu,&rdquo; Bob Ray said.</nav><p>&ldquo;This is false,&rdquo; Ann Lee told "
        "reporters on Jan. 30.</p><p>Treasury sanctioned <i>Hebei Yaxi</i> &amp; two on Oct. 3, 2023.</p></body></html>"
    )
    (one,) = read_articles([write(tmp_path, "en.html", page)], published="2025-02-01", today=TODAY).reads
    assert [(act.day, act.what) for act in one.acts] == [
        ("2023-10-03", "Treasury sanctioned Hebei Yaxi & two on Oct. 3, 2023.")
    ]
    assert [(said.speaker, said.day, said.quote) for said in one.statements] == [
        ("Ann Lee", "2025-01-30", "This is false,")
    ]
    origin = one.acts[0].origin
    assert origin is not None
    assert one.text[origin.start : origin.end] == one.acts[0].what


def test_progress_is_told_in_bytes(tmp_path: Path) -> None:
    files = [write(tmp_path, "a.txt", STORY), write(tmp_path, "b.txt", b"x")]
    told: list[tuple[int, int | None]] = []
    read_articles(files, today=TODAY, progress=lambda done, size: told.append((done, size)))
    size = len(STORY)
    assert told == [(0, size + 1), (size, size + 1), (size + 1, size + 1)]


def test_the_same_files_give_the_same_bytes(tmp_path: Path) -> None:
    file = write(tmp_path, "a.txt", STORY)
    for name in ("one", "two"):
        read_articles([file], tmp_path / name, published="2024-01-03", today=TODAY)
    assert (tmp_path / "one" / READINGS).read_bytes() == (tmp_path / "two" / READINGS).read_bytes()


def test_questions_that_are_put_wrongly(tmp_path: Path) -> None:
    file = write(tmp_path, "a.txt", STORY)
    with pytest.raises(UsageError, match="No article"):
        read_articles([])
    with pytest.raises(BadDay):
        read_articles([file], published="June")
    with pytest.raises(InputError, match="cannot be read"):
        read_articles([tmp_path / "none.txt"])
    with pytest.raises(OutputError, match="cannot be written"):
        read_articles([file], file)
