from __future__ import annotations

import io
import threading
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from tests.desk.conftest import DAY
from tests.store.databases import KINDS

from penstock.batch.results import DRAWS
from penstock.desk.actors import Actor
from penstock.desk.held import FILE, MOST
from penstock.desk.problems import Problem
from penstock.desk.run_worker import JOB, PROGRESS, write_whole
from penstock.desk.runs import FILES, MOST_WAITING, RunDesk
from penstock.kernel.errors import UnknownId
from penstock.store.matters import Matters
from penstock.store.runs import Runs
from penstock.store.store import Store
from penstock.store.trail import rows_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.store.databases import Databases

GOODS = b"consignment_id,goods_description\nA,acetone\nB,norfentanyl\n"
MINE, OTHER, CHIEF = Actor("mine", "officer"), Actor("other", "officer"), Actor("chief", "approver")


@pytest.fixture(scope="module", params=KINDS)
def store(databases: Databases, request: pytest.FixtureRequest) -> Iterator[Store]:
    with databases.lent(request.param) as url:
        opened = Store.open(url)
        yield opened
        opened.close()


def taken(desk: RunDesk, who: Actor, name: str = "goods.csv", data: bytes = GOODS) -> dict[str, Any]:

    return desk.take(who, name, io.BytesIO(data), DAY)


def finish(desk: RunDesk) -> None:
    """Wait for all that is waiting."""
    desk._one.submit(lambda: None).result(120)  # noqa: SLF001  # it takes one after the other


def test_a_run_is_for_whoever_uploaded_it_and_for_approvers(store: Store, tmp_path: Path) -> None:
    desk = RunDesk(store, tmp_path, None)
    run = taken(desk, MINE, "../../../goods.csv")
    assert (run["file"], run["state"], run["files"]) == ("goods.csv", "queued", [])
    finish(desk)
    done = desk.get(MINE, run["id"])
    assert (done["state"], done["counts"]["rows"]) == ("done", 2)
    assert sum(done["counts"]["outcomes"].values()) == 2
    assert set(done["files"]) == set(FILES) - {DRAWS}
    assert "folder" not in done
    for name in done["files"]:
        assert desk.file(CHIEF, run["id"], name).stat().st_size > 0
        with pytest.raises(UnknownId):
            desk.file(OTHER, run["id"], name)
    with pytest.raises(UnknownId) as hidden:
        desk.get(OTHER, run["id"])
    with pytest.raises(UnknownId) as absent:
        desk.get(OTHER, "f" * 20)
    assert str(hidden.value).replace(run["id"], "") == str(absent.value).replace("f" * 20, "")
    assert run["id"] not in {one["id"] for one in desk.all(OTHER)["runs"]}
    assert run["id"] in {one["id"] for one in desk.all(CHIEF)["runs"]}
    assert ("chief", "saw") in {(row.actor, row.act) for row in rows_of(store, of=run["id"])}
    desk.stop()


def test_what_a_run_holds_is_in_the_queue_and_leads_back(store: Store, tmp_path: Path) -> None:
    desk = RunDesk(store, tmp_path, None)
    held = (
        b'consignment_id,goods_description\nA,steel bolts\nB,"tert-butyl 4-oxopiperidine-1-carboxylate, 79099-07-3"\n'
    )
    run = taken(desk, MINE, data=held)
    finish(desk)
    done = desk.get(MINE, run["id"])
    assert (done["state"], done["counts"]["queue"]) == ("done", {"held": 1, "in_queue": 1, "most": MOST})
    matters = [one for _, one in Matters(store).of_run(run["id"])]
    assert {(one.consignment, one.outcome, one.opened_by) for one in matters} == {("B", "hold", "mine")}
    assert [(one.id, row) for one, row in Runs(store).of_decision(matters[0].decision)] == [(run["id"], 2)]
    desk.stop()


def test_a_run_that_was_ended_while_its_rows_were_kept_is_not_screened_again(store: Store, tmp_path: Path) -> None:
    first = RunDesk(store, tmp_path, None)
    run = taken(first, MINE)
    finish(first)
    done = first.get(MINE, run["id"])
    first.stop()
    again = Runs(store).start("mine", "goods.csv", Runs(store).get(run["id"]).folder)
    Runs(store).change("penstock:", again.id, "running")
    folder = tmp_path / Path(again.folder).name
    (folder / JOB).unlink()  # so that it could not be screened
    assert not (folder / FILE).exists(), "what is kept is not kept twice"
    (folder / FILE).write_bytes(b"")
    second = RunDesk(store, tmp_path, None)
    second.start()
    finish(second)
    counts = second.get(MINE, again.id)["counts"]
    assert (counts["rows"], counts["queue"]) == (done["counts"]["rows"], {"held": 2, "in_queue": 0, "most": MOST})
    second.stop()


@pytest.mark.parametrize("name", ["../job.json", "job.json", "upload.csv", "..", "", "/etc/passwd", "decisions.csv/"])
def test_nothing_else_of_the_folder_can_be_fetched(store: Store, tmp_path: Path, name: str) -> None:
    desk = RunDesk(store, tmp_path, None)
    kept = Runs(store).start("mine", "x.csv", str(tmp_path / "folder"))
    Runs(store).change("penstock:", kept.id, "running")
    Runs(store).change("penstock:", kept.id, "done", {})
    (tmp_path / "folder").mkdir()
    (tmp_path / "folder" / JOB).write_text("{}")
    (tmp_path / "folder" / "upload.csv").write_text("x")
    with pytest.raises(UnknownId):
        desk.file(MINE, kept.id, name)
    desk.stop()


def test_a_file_that_cannot_be_screened_fails_and_says_why(store: Store, tmp_path: Path) -> None:
    desk = RunDesk(store, tmp_path, None)
    run = taken(desk, MINE, "goods.csv", b"colour\nred\n")
    finish(desk)
    failed = desk.get(MINE, run["id"])
    assert failed["state"] == "failed"
    assert failed["counts"]["code"] == "input"
    assert failed["counts"]["remedy"]
    desk.stop()


def test_a_run_that_was_broken_off_begins_anew_with_the_server(store: Store, tmp_path: Path) -> None:
    first = RunDesk(store, tmp_path, None)
    gate = threading.Event()
    first._one.submit(gate.wait)  # noqa: SLF001  # so that the run is waiting when the server ends
    run = taken(first, MINE)
    first._one.shutdown(wait=False, cancel_futures=True)  # noqa: SLF001  # as stop does
    gate.set()
    first.stop()
    assert first.get(MINE, run["id"])["state"] == "queued"
    Runs(store).change("penstock:", run["id"], "running")
    again = RunDesk(store, tmp_path, None)
    again.start()
    finish(again)
    assert again.get(MINE, run["id"])["state"] == "done"
    again.stop()


def test_one_account_cannot_fill_the_queue(store: Store, tmp_path: Path) -> None:
    desk = RunDesk(store, tmp_path, None)
    gate = threading.Event()
    desk._one.submit(gate.wait)  # noqa: SLF001  # so that all of them wait
    greedy = Actor("greedy", "officer")
    ids = [taken(desk, greedy)["id"] for _ in range(MOST_WAITING)]
    with pytest.raises(Problem, match="wait already"):
        taken(desk, greedy)
    for one in ids:
        Runs(store).change("greedy", one, "cancelled")
    desk._stopping.set()  # noqa: SLF001  # what waits is passed over
    gate.set()
    desk.stop()


def test_a_run_that_lies_on_another_machine_is_left_to_it(store: Store, tmp_path: Path) -> None:
    elsewhere = Runs(store).start("mine", "x.csv", "/elsewhere/runs/abc")
    Runs(store).change("penstock:", elsewhere.id, "running")
    desk = RunDesk(store, tmp_path, None)
    desk.start()
    finish(desk)
    assert desk.get(MINE, elsewhere.id)["state"] == "running"
    desk.stop()
    Runs(store).change("penstock:", elsewhere.id, "failed")


def test_a_store_that_fails_under_a_run_is_told(store: Store, tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    desk = RunDesk(store, tmp_path, None)
    gate = threading.Event()
    desk._one.submit(gate.wait)  # noqa: SLF001  # so that the run waits
    run = taken(desk, MINE)
    Runs(store).change("mine", run["id"], "cancelled")
    gate.set()
    finish(desk)
    desk.stop()
    assert "run_failed" in caplog.text
    assert desk.get(MINE, run["id"])["state"] == "cancelled"


def test_it_is_told_how_far_a_run_is(store: Store, tmp_path: Path) -> None:
    desk = RunDesk(store, tmp_path, None)
    kept = Runs(store).start("mine", "x.csv", str(tmp_path / "far"))
    Runs(store).change("penstock:", kept.id, "running")
    assert desk.get(MINE, kept.id)["progress"] is None
    (tmp_path / "far").mkdir()
    write_whole(tmp_path / "far" / PROGRESS, {"rows": 10, "of": 40})
    assert desk.get(MINE, kept.id)["progress"] == {"rows": 10, "of": 40}
    Runs(store).change("penstock:", kept.id, "done", {})
    assert desk.get(MINE, kept.id)["progress"] is None
    desk.stop()
