from __future__ import annotations

import csv
import random
from datetime import date
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import pytest

from penstock.batch.kept_parties import kept_parties
from penstock.batch.past_list import book_of, past_list
from penstock.batch.rescreen import Change, pair, rescreen
from penstock.batch.rescreen_report import ABSENCE
from penstock.kernel.errors import BadDay, InputError, ListMissing, UsageError
from penstock.lists.clearings import Clearings
from penstock.lists.importing import import_path
from penstock.lists.records import ListedName
from penstock.lists.store import ListStore
from penstock.screening.parties import PartyJudge
from penstock.screening.party_answers import PartyQuestion
from penstock.screening.rescreening import Recorded, Rescreening

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from pathlib import Path

    from penstock.batch.rescreen_report import RescreenReport
    from penstock.law.register import Register
    from penstock.screening.party_answers import ListAnswer

SDN = "us-ofac-sdn"
OLDER, NEWER = "2024-01-01", "2025-01-01"

BEFORE: dict[str, Any] = {
    "1": {"names": ("KESTREL BAY SHIPPING CO LTD",), "programmes": ("X",)},
    "2": {"names": ("AMBER RIDGE TEXTILES LLC",)},
    "3": {"names": ("SORREL MOUNTAIN MINING",), "programmes": ("X",)},
    "4": {"names": ("SORREL MOUNTAIN MINING HOLDING",)},
    "5": {"names": ("ORIOLE GRAIN TERMINAL",), "remarks": "old"},
    "6": {"names": ("TAMARISK FREIGHT LINES",)},
}
AFTER: dict[str, Any] = {
    "2": {"names": ("AMBER RIDGE TEXTILES LLC", "CELANDINE WEAVING MILL")},
    "3": {"names": ("SORREL MOUNTAIN MINING",), "programmes": ("X", "Y")},
    "5": {"names": ("ORIOLE GRAIN TERMINAL",), "remarks": "new"},
    "6": {"names": ("TAMARISK FREIGHT LINES",)},
    "7": {"names": ("JUNIPER DELTA PETROCHEMICALS", ListedName(text="JUNIPER", kind="weak"))},
}
PARTIES = [
    "Kestrel Bay Shipping",  # its entry is gone
    "Celandine Weaving Mill",  # by an alias that came
    "Sorrel Mountain Mining",  # by an entry that is gone, still by another, whose programmes changed
    "Oriole Grain Terminal",  # cleared, and the entry changes
    "Tamarisk Freight Lines",  # nothing changes
    "Juniper Delta Petrochemicals",  # listed anew
    "Quince Hollow Bakery",  # nobody
    "CO LTD",
]


@pytest.fixture
def store(save_list: Callable[..., ListStore]) -> ListStore:
    store = save_list(OLDER, BEFORE)
    (oriole,) = [entry for entry in store.roster(SDN).entries if entry.uid == "5"]
    Clearings(store.folder).clear(PARTIES[3], oriole, reason="another port", by="an officer", on=date(2024, 2, 1))
    return save_list(NEWER, AFTER)


@pytest.fixture
def write(tmp_path: Path) -> Callable[..., Path]:
    """Return ``write(names)``, which writes a file of parties."""

    def put(names: Iterable[str] = PARTIES, name: str = "parties.csv") -> Path:
        with (tmp_path / name).open("w", encoding="utf-8", newline="") as stream:
            table = csv.writer(stream)
            table.writerow(("id", "name"))
            table.writerows((f"P{number}", one) for number, one in enumerate(names))
        return tmp_path / name

    return put


def flips(report: RescreenReport) -> dict[str | None, tuple[str, str]]:
    return {one.id: (one.outcome.before, one.outcome.after) for one in report.flipped}


def plainly(
    store: ListStore, register: Register, questions: Sequence[PartyQuestion], *days: date
) -> list[tuple[str, ...]]:
    """Screen every party at each vintage by itself, as it was known then, and return the verdicts of each."""
    answers = []
    for day in days:
        judge = PartyJudge(register, [book_of(past_list(store, SDN, day, {}))], Clearings(store.folder))
        found = (judge.answers(question, day) for question in questions)
        answers.append([next(one.verdict for one in several if one.list == SDN) for several in found])
    return list(zip(*answers, strict=True))


def test_exactly_the_answers_that_differ_are_told(
    store: ListStore, write: Callable[..., Path], register: Register
) -> None:
    report = rescreen(write(), SDN, lists=store.folder, register=register)
    assert flips(report) == {
        "P0": ("listed", "not_listed"),
        "P1": ("not_listed", "listed"),
        "P3": ("not_listed", "listed"),
        "P5": ("not_listed", "listed"),
    }
    assert [one.id for one in report.changed] == ["P2"]
    questions = [PartyQuestion(name=name) for name in PARTIES[:-1]]
    verdicts = plainly(store, register, questions, date(2024, 1, 1), date(2025, 1, 1))
    assert {f"P{place}": told for place, told in enumerate(verdicts) if told[0] != told[1]} == flips(report)
    assert report.stamp["older"] != report.stamp["newer"] == store.digests()[SDN]


def test_an_entry_that_is_gone_is_absent_and_not_removed(
    store: ListStore, write: Callable[..., Path], register: Register
) -> None:
    report = rescreen(write(PARTIES[:1]), SDN, lists=store.folder, register=register)
    (entry,) = report.as_dict()["flipped"][0]["entries"]
    assert (entry["uid"], entry["before"]["verdict"], entry["after"]["verdict"]) == ("1", "listed", "not_listed")
    assert entry["note"].startswith("Absent from the list of 2025-01-01; last on the list of 2024-01-01.")
    assert ABSENCE in report.notices


def test_a_party_still_matched_by_another_entry_is_told_apart(
    store: ListStore, write: Callable[..., Path], register: Register
) -> None:
    report = rescreen(write(PARTIES[2:3]), SDN, lists=store.folder, register=register)
    assert report.flipped == ()
    ((three, four),) = ([move.as_dict() for move in one.outcome.moves] for one in report.changed)
    assert (three["uid"], three["before"]["programmes"], three["after"]["programmes"]) == ("3", ["X"], ["X", "Y"])
    assert (four["uid"], four["before"]["verdict"], four["after"]["verdict"]) == ("4", "listed", "not_listed")


def test_a_cleared_pair_that_the_change_opens_again_is_told(
    store: ListStore, write: Callable[..., Path], register: Register
) -> None:
    report = rescreen(write(PARTIES[3:4]), SDN, lists=store.folder, register=register)
    (entry,) = report.as_dict()["flipped"][0]["entries"]
    assert (entry["is_reopened"], entry["before"]["is_cleared"]) == (True, True)
    assert "The entry has changed since this pair was cleared by an officer" in entry["note"]
    assert report.as_dict()["counts"]["reopened"] == 1


def test_what_cannot_be_read_is_rejected_and_not_clear(
    store: ListStore, write: Callable[..., Path], register: Register
) -> None:
    report = rescreen(write(), SDN, lists=store.folder, register=register)
    assert [(one.row, one.code, one.seen) for one in report.rejects] == [(8, "unreadable_name", "CO LTD")]
    assert report.rows + len(report.rejects) == len(PARTIES)


def test_the_work_follows_the_change_and_not_the_file(
    store: ListStore, write: Callable[..., Path], register: Register, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    answers = PartyJudge.answers

    def counted(judge: PartyJudge, question: PartyQuestion, day: date) -> tuple[ListAnswer, ...]:
        asked.append(question.name)
        return answers(judge, question, day)

    monkeypatch.setattr(PartyJudge, "answers", counted)
    few = rescreen(write(PARTIES[:6]), SDN, lists=store.folder, register=register)
    count = len(asked)
    innocent = [f"Quince Hollow Bakery {number} of Marigold {number % 7}" for number in range(600)]
    many = rescreen(write([*PARTIES[:6], *innocent]), SDN, lists=store.folder, register=register)
    assert (many.searched, many.judged) == (few.searched, few.judged)
    change = Change(store, SDN, date(2024, 1, 1), date(2025, 1, 1), register)
    recorded = {*Recorded(register, SDN, *change.seen).names(())}
    assert few.searched == len(recorded) + 7  # those of 1, 3, 4 and 7, the new one of 2, and of 5, which was cleared
    assert (few.judged, count, len(asked)) == (5, 10, 20)
    assert [one.as_dict() for one in many.outcomes] == [one.as_dict() for one in few.outcomes]


def test_vintages_between_and_days_between_them(
    store: ListStore, save_list: Callable[..., ListStore], write: Callable[..., Path], register: Register
) -> None:
    save_list("2026-01-01", BEFORE)
    over = rescreen(write(), SDN, older="2024-06-01", newer="2026-06-01", lists=store.folder, register=register)
    assert (over.older, over.newer) == (date(2024, 1, 1), date(2026, 1, 1))
    assert flips(over) == {"P1": ("not_listed", "listed")}  # an alias that one list had still finds its entry
    back = rescreen(write(), SDN, older=date(2025, 1, 1), lists=store.folder, register=register)
    assert flips(back)["P0"] == ("not_listed", "listed")
    assert rescreen(write(), SDN, newer="2025-12-31", lists=store.folder, register=register).older == date(2024, 1, 1)


def test_a_delivery_that_came_without_aliases_takes_none_away(
    save_list: Callable[..., ListStore], write: Callable[..., Path], register: Register
) -> None:
    save_list(OLDER, {"2": {"names": ("AMBER RIDGE TEXTILES LLC", "CELANDINE WEAVING MILL")}})
    store = save_list(NEWER, {"2": "AMBER RIDGE TEXTILES LLC"}, lacks=("aliases",))
    report = rescreen(write(["Celandine Weaving Mill"]), SDN, lists=store.folder, register=register)
    assert report.outcomes == ()
    assert "The list of 2025-01-01 came without aliases: those of earlier lists still count." in report.notices


@pytest.mark.parametrize(
    ("days", "error", "said"),
    [
        ({"older": "2025-03-01"}, UsageError, "That is one vintage of us-ofac-sdn, of 2025-01-01"),
        ({"older": "2025-03-01", "newer": "2024-03-01"}, UsageError, "The days are turned round"),
        ({"newer": "2024-03-01"}, UsageError, "That is one vintage of us-ofac-sdn, of 2024-01-01"),
        ({"older": "2020-01-01"}, ListMissing, "was never imported as of 2020-01-01"),
        ({"older": "June"}, BadDay, "'June' is not a day"),
    ],
)
def test_days_that_mean_no_two_vintages_are_refused(
    store: ListStore, days: dict[str, str], error: type[Exception], said: str
) -> None:
    with pytest.raises(error, match=said):
        pair(store, SDN, days.get("older"), days.get("newer"))


def test_a_list_or_a_file_that_is_not_there_is_refused(
    store: ListStore, write: Callable[..., Path], tmp_path: Path, register: Register
) -> None:
    with pytest.raises(ListMissing, match="The list un-sc was never imported"):
        rescreen(write(), "un-sc", lists=store.folder, register=register)
    with pytest.raises(InputError, match="does not exist"):
        rescreen(tmp_path / "none.csv", SDN, lists=store.folder, register=register)


def test_parties_of_the_register_are_touched_by_its_own_notices(
    save_list: Callable[..., ListStore], write: Callable[..., Path], register: Register
) -> None:
    """The notice is of 3 October; a list of some day of October may be older, one of January that lacks it counts."""
    days = [date(2023, 9, 30), date(2023, 10, 31), date(2024, 1, 31)]
    save_list("2023-09-30", BEFORE)
    save_list("2023-10-31", BEFORE, earliest=date(2023, 10, 1))
    store = save_list("2024-01-31", BEFORE)
    question = PartyQuestion(name="Hebei Yaxin Restaurant Management")
    (verdicts,) = plainly(store, register, [question], *days)
    assert verdicts == ("not_listed", "listed", "not_listed")
    for older, newer, expected in zip(days, days[1:], pairwise(verdicts), strict=False):
        report = rescreen(write([question.name]), SDN, older=older, newer=newer, lists=store.folder, register=register)
        assert flips(report) == {"P0": expected}
    assert report.outcomes[0].outcome.moves[0].as_dict()["party"] == "cn-hebei-yaxin-restaurant-management"


def test_a_name_the_register_alone_has_is_touched_by_the_entry(
    save_list: Callable[..., ListStore], write: Callable[..., Path], register: Register
) -> None:
    save_list("2026-01-01", BEFORE)
    store = save_list("2026-02-01", {**BEFORE, "45407": "ZEBRA QUARTZ OBSERVATORY"})  # the number of Hebei Yaxin
    questions = [PartyQuestion(name=name) for name in ("河北雅新餐饮管理有限公司", "Zebra Quartz Observatory")]
    report = rescreen(write(one.name for one in questions), SDN, lists=store.folder, register=register)
    verdicts = plainly(store, register, questions, date(2026, 1, 1), date(2026, 2, 1))
    assert {f"P{place}": told for place, told in enumerate(verdicts) if told[0] != told[1]} == flips(report)
    assert "P1" in flips(report)


# --- the real vintages


@pytest.fixture(scope="module")
def ofac(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> ListStore:
    folder = shared / "lists" / "ofac"
    if not folder.is_dir():
        pytest.skip("the real lists, ../shared/lists, are absent")
    store = ListStore.open(tmp_path_factory.mktemp("ofac"))
    for vintage in ("2021-07", "2023-01", "2026-07"):
        import_path(store, folder / vintage, today=date(2026, 11, 25))
    return store


@pytest.fixture(scope="module")
def file(ofac: ListStore, register: Register, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Write a file of names that are listed, rewritten or innocent, of every kind and none, and of the register."""
    rng = random.Random(11)  # noqa: S311  # a sample, no secret
    listed: dict[str, str] = {}
    for day in ofac.vintages(SDN):
        listed |= {name.text: entry.kind or "" for entry in ofac.roster(SDN, day).entries for name in entry.names}
    names = sorted(listed)
    words = sorted({word for name in names for word in name.split() if len(word) > 3})
    rows = [(name, rng.choice(("", listed[name]))) for name in rng.sample(names, 75)]
    rows += [(_rewritten(name, rng), rng.choice(("", listed[name]))) for name in rng.sample(names, 75)]
    rows += [(" ".join(rng.sample(words, 3)), rng.choice(("", "", "company"))) for _ in range(50)]
    recorded = sorted(name.name for party in register.packed.parties.values() for name in party.names)
    rows += [(name, "") for name in rng.sample(recorded, 30)]
    path = tmp_path_factory.mktemp("parties") / "parties.csv"
    with path.open("w", encoding="utf-8", newline="") as stream:
        table = csv.writer(stream)
        table.writerow(("name", "kind"))
        table.writerows(rows)
    return path


def _rewritten(name: str, rng: random.Random) -> str:
    place = rng.randrange(len(name))
    slipped = name[:place] + rng.choice(("", "a", "e")) + name[place + 1 :]
    turned = " ".join(reversed(name.replace(",", "").split()))
    return rng.choice((slipped, turned, name.title())) or name


@pytest.mark.parametrize(
    ("older", "newer"),
    [("2021-07-31", "2023-01-31"), ("2023-01-31", "2026-07-31"), ("2021-07-31", "2026-07-31")],
)
def test_rescreening_equals_screening_everything_again(
    ofac: ListStore, file: Path, register: Register, older: str, newer: str
) -> None:
    days = date.fromisoformat(older), date.fromisoformat(newer)
    change, kept = Change(ofac, SDN, *days, register), kept_parties(file, ofac.folder)
    parties = kept.parties()
    both = Rescreening(SDN, parties, *change.sides)
    found, everything = both.by_change(change.names()), both.everything()
    assert {place: one.as_dict() for place, one in found.outcomes.items()} == {
        place: one.as_dict() for place, one in everything.outcomes.items()
    }
    asked = [place for place in range(len(parties)) if place not in parties.index.unreadable]
    verdicts = plainly(ofac, register, [parties.question(place) for place in asked], *days)
    plain = {place: told for place, told in zip(asked, verdicts, strict=True) if told[0] != told[1]}
    assert {place: (one.before, one.after) for place, one in found.outcomes.items() if one.is_flip} == plain
    assert len(plain) > 20
    assert len(found.outcomes) > len(plain)
    assert found.judged < everything.judged * 0.8
