from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


def test_a_listing_is_referred_taken_down_and_known_again(penstock_command: Callable[..., Any], root: Path) -> None:
    page = root / "examples" / "listing.html"
    add = ("referral", "add", page, "--in", "US,CN", "--seller", "Example seller")
    first = json.loads(penstock_command(*add, "--where", "https://a.example/1", "--on", "2026-11-02", "--json").out)
    assert (first["state"], first["again"], first["body"]["outcome"]) == ("found", None, "refer")
    assert "Example seller" in first["body"]["sellers"]
    sent = ("referral", "send", first["id"], "--to", "Example Marketplace", "--on", "2026-11-03", "--due", "2026-11-10")
    assert "  sent  " in penstock_command(*sent, "--note", "by form").out
    assert "due 2026-11-10" in penstock_command("referral", "overdue", "--on", "2026-11-11").out
    assert (
        "  taken_down  " in penstock_command("referral", "down", first["id"], "--on", "2026-11-12", "--note", "x").out
    )
    told = penstock_command(*add, "--where", "https://a.example/2", "--on", "2026-11-20")
    assert "reappeared" in told.out
    assert "the same listing, known by its text, contact, seller" in told.out
    assert len(json.loads(penstock_command("referral", "list", "--json").out)) == 1


def test_a_page_that_cannot_be_read_is_kept_as_unknown_and_one_that_is_not_there_is_refused(
    penstock_command: Callable[..., Any], tmp_path: Path
) -> None:
    (tmp_path / "bytes.html").write_bytes(b"\x00\x01\x02" * 50)
    told = penstock_command("referral", "add", tmp_path / "bytes.html", "--on", "2026-11-02")
    assert (told.status, "bytes.html: no goods known (unknown)" in told.out) == (0, True)
    missing = penstock_command("referral", "add", tmp_path / "none.html")
    assert (missing.status, "cannot be read" in missing.err) == (1, True)
