from __future__ import annotations

import csv
import io
import json
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pytest
import stix2
from followthemoney import model
from tests.cases.samples import lead_body

from penstock.desk.dossiers import ENDINGS, Dossiers, Question, ending_of, is_as_written, read, written
from penstock.kernel.errors import BadDay, InputError, UnknownId, UnknownPlace, UsageError
from penstock.store.cases import Cases
from penstock.store.store import Store
from penstock.store.trail import rows_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from penstock.cases.document import Dossier
    from penstock.law.register import Register

SUBJECT = "1-boc-4-piperidone"
PERIOD = (date(2026, 1, 1), date(2026, 11, 22))


class Clock:
    """A clock that stands until it is put forward."""

    def __init__(self) -> None:
        self.at = datetime(2026, 11, 22, 12, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.at


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def store(tmp_path: Path, clock: Clock) -> Iterator[Store]:
    found = Store.open(f"sqlite:///{tmp_path}/store.sqlite", clock=clock)
    for number, tlp in enumerate(("amber", "amber", "red")):
        handling = {"tlp": tlp, "purpose": "verification"}
        goods = [{"description": "=HYPERLINK(1)", "cas": "79099-07-3"}]
        body = lead_body(reference=f"=EX-{number}", handling=handling, goods=goods)
        Cases(found).open("shell:tester", "lead", body, key=f"EX-{number}")
    yield found
    found.close()


@pytest.fixture
def dossiers(register: Register, store: Store) -> Dossiers:
    return Dossiers(register, store)


class MadeBy(NamedTuple):
    """What a document is made by."""

    dossiers: Dossiers
    store: Store
    register: Register


@pytest.fixture
def made_by(dossiers: Dossiers, store: Store, register: Register) -> MadeBy:
    return MadeBy(dossiers, store, register)


@pytest.fixture
def made(dossiers: Dossiers) -> Dossier:
    return dossiers.make("shell:tester", Question("substance", SUBJECT))


def leads(dossier: Dossier) -> float | None:
    return next(one.value for one in dossier.figures() if one.key == "leads" and not one.of)


def test_that_a_document_was_made_and_what_it_shows_stand_in_the_trail(made: Dossier, store: Store) -> None:
    assert leads(made) == 2
    acts = [row.act for row in rows_of(store, actor="shell:tester", limit=3)]
    assert sorted(acts) == ["dossier.made", "saw", "saw"]
    seen = {row.of for row in rows_of(store, limit=10) if row.act == "saw"}
    assert seen == set(made.records), "and nobody saw the red one"


@pytest.mark.parametrize("ending", [".json", ".html"])
def test_a_document_is_counted_again_after_the_store_has_gone_on(
    made_by: MadeBy, made: Dossier, tmp_path: Path, ending: str
) -> None:
    dossiers, store, register = made_by
    file = tmp_path / f"x{ending}"
    file.write_bytes(written(register, made, ending))
    clock = store.clock
    assert isinstance(clock, Clock)
    clock.at = datetime(2026, 12, 1, tzinfo=UTC)
    case = Cases(store).queue("lead")[0]
    Cases(store).take("shell:tester", case.id, "withdraw", version=1, detail={"note": "mistake"})
    Cases(store).open("shell:tester", "lead", lead_body(reference="new"), key="new")
    found = dossiers.verify("shell:tester", read(file))
    assert found.is_same, found
    later = dossiers.make("shell:tester", Question("substance", SUBJECT))
    assert leads(later) == 3


def test_a_number_that_was_changed_in_the_file_is_found(
    dossiers: Dossiers, made: Dossier, register: Register, tmp_path: Path
) -> None:
    file = tmp_path / "x.json"
    told = json.loads(written(register, made, ".json"))
    section = next(one for one in told["sections"] if one["name"] == "leads")
    section["figures"][0]["value"] = 0
    file.write_text(json.dumps(told), encoding="utf-8")
    found = dossiers.verify("shell:tester", read(file))
    assert [(one.key, one.was, one.now) for one in found.differences] == [("leads", 0, 2)]


def test_a_page_that_shows_another_number_than_it_holds_is_found(
    made: Dossier, register: Register, tmp_path: Path
) -> None:
    file = tmp_path / "x.html"
    file.write_bytes(written(register, made, ".html", "es"))
    assert is_as_written(file, read(file)) is True
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace('<td class="right">2</td>', '<td class="right">0</td>', 1), encoding="utf-8")
    assert is_as_written(file, read(file)) is False
    assert is_as_written(tmp_path / "x.json", made) is None


def test_the_moment_gives_the_same_bytes_again(
    dossiers: Dossiers, made: Dossier, clock: Clock, register: Register
) -> None:
    clock.at = datetime(2026, 12, 1, tzinfo=UTC)
    question = Question("substance", SUBJECT, as_of=date(2026, 11, 22), known_at=made.head.known_at)
    again = dossiers.make("shell:tester", question)
    for ending in (".json", ".html", ".csv", ".ftm.json", ".stix.json"):
        assert written(register, again, ending) == written(register, made, ending), ending
    by_day = dossiers.make("shell:tester", question._replace(known_at="2026-11-22"))
    assert leads(by_day) == 2


def test_each_format_is_read_by_those_who_read_it(made: Dossier, register: Register) -> None:
    stix2.parse(written(register, made, ".stix.json").decode(), version="2.1")
    for line in written(register, made, ".ftm.json").decode().splitlines():
        assert model.get_proxy(json.loads(line)).schema is not None
    told = list(csv.DictReader(io.StringIO(written(register, made, ".csv").decode())))
    assert len([line for line in told if line["table"] == "numbers"]) == len(made.figures())
    assert [line["days"] for line in told if line["place"] == "US" and line["table"] == "lag"] == ["-571"]


def test_no_cell_of_a_csv_is_a_formula(made: Dossier, register: Register) -> None:
    told = csv.DictReader(io.StringIO(written(register, made, ".csv").decode()))
    cells = [cell for line in told for cell in line.values() if cell]
    assert "'=EX-0" in cells
    assert not [cell for cell in cells if cell[0] in "=+@" or (cell[0] == "-" and not cell[1:].isdigit())]


def test_what_cannot_be_asked_is_refused(dossiers: Dossiers) -> None:
    for question, error in (
        (Question("substance", "no such thing"), UnknownId),
        (Question("party", "Example Nobody Trading"), UnknownId),
        (Question("period", None, PERIOD[1], PERIOD[0]), BadDay),
        (Question("pack", None, PERIOD[0], date(2027, 1, 1)), BadDay),
        (Question("substance", SUBJECT, places=("XX",)), UnknownPlace),
        (Question("substance", SUBJECT, known_at="yesterday"), UsageError),
    ):
        with pytest.raises(error):
            dossiers.make("shell:tester", question)


@pytest.mark.parametrize("ending", ENDINGS)
def test_the_name_of_a_file_says_its_format(ending: str) -> None:
    assert ending_of(Path(f"a.b{ending}")) == ending
    assert ending_of(Path(f"A{ending.upper()}")) == ending


def test_a_file_of_no_format_or_that_is_no_document_is_refused(
    tmp_path: Path, made: Dossier, register: Register
) -> None:
    with pytest.raises(UsageError, match="says no format"):
        ending_of(Path("x.docx"))
    for name, content in (("a.json", b"{}"), ("b.json", b"\xff"), ("c.html", b"<html>"), ("d.pdf", b"%PDF-1.7")):
        (tmp_path / name).write_bytes(content)
        with pytest.raises(InputError):
            read(tmp_path / name)
    with pytest.raises(InputError, match="cannot be read"):
        read(tmp_path / "none.json")
    newer = json.loads(written(register, made, ".json")) | {"format": 99}
    (tmp_path / "e.json").write_text(json.dumps(newer), encoding="utf-8")
    with pytest.raises(InputError, match="of the format 99"):
        read(tmp_path / "e.json")
