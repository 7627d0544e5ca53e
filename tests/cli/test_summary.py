from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from penstock.batch.run import Run, screen
from penstock.cli.summary import print_rows, print_run

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from penstock.law.register import Register

GOODS = """consignment_id,date,from,via,to,goods_description,cas_number,net_mass_kg
A,2026-11-01,CN,US,DE,4-哌啶酮,41661-47-6,25
B,,CN,,DE,[red]toy[/red] parts,,
C,,CN,,DE,urea,,a lot
"""


@pytest.fixture
def printed(tmp_path: Path, register: Register, capsys: pytest.CaptureFixture[str]) -> Callable[..., str]:
    """Return ``printed(text, show_rows=...)``: the summary of screening that text, spaces joined."""

    def show(text: str = GOODS, *, show_rows: bool) -> str:
        path = tmp_path / "goods.csv"
        path.write_text(text, encoding="utf-8")
        run: Run = screen([path], on="2026-10-31", register=register)
        if show_rows:
            print_rows(run)
        print_run(run.as_dict(), run.rejects, tmp_path / "out")
        return " ".join(capsys.readouterr().out.split())

    return show


def test_the_counts_add_up_and_the_strictest_stand_first(printed: Callable[..., str]) -> None:
    summary = printed(show_rows=False)
    assert "3 rows = 2 decisions + 1 rejects, law of 2026-10-31" in summary
    assert summary.index("prohibited 0") < summary.index("licence 1") < summary.index("clear 1")


def test_rejects_say_what_was_seen_and_what_to_do(printed: Callable[..., str]) -> None:
    summary = printed(show_rows=False)
    assert "row 3, net_mass_kg: bad_number, seen 'a lot'. Line 4: Write digits" in summary


def test_only_the_first_ten_rejects_are_shown_and_all_are_counted(printed: Callable[..., str]) -> None:
    rows = "".join(f"C{n},,CN,,DE,urea,,a lot\n" for n in range(12))
    summary = printed(GOODS + rows, show_rows=False)
    assert "15 rows = 2 decisions + 13 rejects" in summary
    assert summary.count("seen 'a lot'") == 10


def test_rows_show_route_day_outcome_and_the_text_behind_it(printed: Callable[..., str]) -> None:
    table = printed(show_rows=True)
    assert "A/1" in table
    assert "CN-US-DE" in table
    assert "2026-10-31" in table
    assert "CN: licence to export" in table
    assert "cn.precursors-category-2.4-piperidone" in table
    assert "A/1" not in printed(show_rows=False)


def test_what_the_shipper_wrote_is_printed_as_written(printed: Callable[..., str]) -> None:
    assert "[red]toy[/red] parts" in printed(show_rows=True)


def test_what_was_detected_is_said(printed: Callable[..., str]) -> None:
    assert "no consignment_id column" in printed("goods_description\nurea\n", show_rows=False)


def test_rows_of_near_names_nobody_watches_are_printed(printed: Callable[..., str]) -> None:
    assert "row-1/1" in printed("goods_description\nbenzyl-urea\n", show_rows=True)


def test_red_flags_are_counted_and_a_raised_one_says_its_reason(printed: Callable[..., str]) -> None:
    row = "FINE TEXTILE CO LTD,1 Street,CN,MX,4-anilinopiperidine"
    summary = printed(f"consignor_name,consignor_address,from,to,goods_description\n{row}\n", show_rows=True)
    assert "red flags: 1 raised, " in summary
    assert "times not evaluated for want of a column" in summary
    assert "Fentanyl precursors o" in summary
    assert "[FIN-2024-A002" in summary
    assert "(None)" not in summary
