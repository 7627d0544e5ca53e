from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING

import pytest

from penstock.batch import pages
from penstock.batch.pages import REFERRALS, decode_page, screen_pages
from penstock.kernel.errors import BadDay, InputError, OutputError, UnknownPlace, UsageError

if TYPE_CHECKING:
    from pathlib import Path

    from penstock.law.register import Register

DAY = "2026-11-22"


@pytest.fixture
def page(tmp_path: Path) -> Path:
    path = tmp_path / "page.html"
    path.write_text("<title>t</title><p>4-piperidone $5", encoding="utf-8")
    return path


def test_a_record_a_page_is_written_one_a_line(page: Path, tmp_path: Path, register: Register) -> None:
    other = tmp_path / "other.txt"
    other.write_bytes(b"sodium chloride, $5")
    run = screen_pages([page, other], tmp_path / "new" / "out", jurisdictions=["US"], on=DAY, register=register)
    written = (tmp_path / "new" / "out" / REFERRALS).read_text(encoding="utf-8").splitlines()
    assert [json.loads(line) for line in written] == [one.as_dict() for one in run.referrals]
    assert [(one.page, one.outcome, one.format) for one in run.referrals] == [
        ("page.html", "refer", "html"),
        ("other.txt", "nothing_found", "text"),
    ]
    assert run.referrals[0].sha256 == hashlib.sha256(page.read_bytes()).hexdigest()
    assert run.as_dict()["counts"] == {
        "pages": 2,
        "outcomes": {"nothing_found": 1, "unknown": 0, "review": 0, "refer": 1},
    }


def test_a_second_run_gives_the_same_bytes_and_leaves_no_scratch(
    page: Path, tmp_path: Path, register: Register
) -> None:
    out = tmp_path / "out"
    screen_pages([page], out, on=DAY, register=register)
    first = (out / REFERRALS).read_bytes()
    screen_pages([page], out, on=DAY, register=register)
    assert (out / REFERRALS).read_bytes() == first
    assert [path.name for path in out.iterdir()] == [REFERRALS]


def test_progress_is_told(page: Path, register: Register) -> None:
    told: list[tuple[int, int]] = []
    screen_pages([page, page], on=DAY, register=register, progress=lambda done, total: told.append((done, total)))
    assert told == [(1, 2), (2, 2)]


@pytest.mark.parametrize(
    ("data", "encoding", "text"),
    [
        ("压片机".encode(), "utf-8", "压片机"),
        (b"\xef\xbb\xbf" + "压片机".encode(), "utf-8-sig", "压片机"),
        ("压片机".encode("utf-16"), "utf-16", "压片机"),
        ("<meta charset=gbk>压片机".encode("gbk"), "gb18030", "<meta charset=gbk>压片机"),
        ('<meta charset="ISO-8859-1">caf\xe9'.encode("latin-1"), "cp1252", '<meta charset="ISO-8859-1">caf\xe9'),
        ("<meta charset=windows-1251>цена".encode("cp1251"), "cp1251", "<meta charset=windows-1251>цена"),
        ("<meta charset=gbk>压片机".encode(), "utf-8", "<meta charset=gbk>压片机"),
        (
            "厂家直销压片机，欢迎来电咨询，质量保证，价格优惠。".encode("gb18030"),
            "gb18030",
            "厂家直销压片机，欢迎来电咨询，质量保证，价格优惠。",
        ),
    ],
)
def test_a_page_is_decoded(data: bytes, encoding: str, text: str) -> None:
    decoded = decode_page("p", data)
    assert (decoded.encoding, decoded.text) == (encoding, text)


def test_a_declaration_that_is_wrong_is_passed_over() -> None:
    data = b"<meta charset=gbk>" + "cr\xe8me br\xfbl\xe9e caf\xe9 na\xefve".encode("latin-1")
    assert decode_page("p", data).encoding == "latin-1"


def test_what_cannot_be_decoded_is_unknown_and_not_lost(tmp_path: Path, register: Register) -> None:
    path = tmp_path / "x.html"
    path.write_bytes(b"\0\1\2\0" * 50)
    (one,) = screen_pages([path], on=DAY, register=register).referrals
    assert (one.outcome, one.format) == ("unknown", None)
    assert one.reasons == ["x.html is no text, or UTF-16 without a byte order mark."]


def test_a_page_too_large_is_unknown(page: Path, register: Register, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pages, "LONGEST", 10)
    (one,) = screen_pages([page], on=DAY, register=register).referrals
    assert one.reasons == ["page.html has 34 bytes; a page of more than 10 is not read."]


def test_wrong_questions_are_refused(page: Path, tmp_path: Path, register: Register) -> None:
    with pytest.raises(UsageError, match="No page to screen"):
        screen_pages([], register=register)
    with pytest.raises(BadDay):
        screen_pages([page], on="yesterday", register=register)
    with pytest.raises(UnknownPlace):
        screen_pages([page], jurisdictions=["XX"], on=DAY, register=register)
    with pytest.raises(InputError, match="cannot be read"):
        screen_pages([tmp_path / "none.html"], on=DAY, register=register)


def test_a_folder_that_cannot_be_written_is_told(page: Path, register: Register) -> None:
    with pytest.raises(OutputError, match="cannot be written"):
        screen_pages([page], page, on=DAY, register=register)
