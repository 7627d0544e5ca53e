"""Kill -9 in the middle of what the desk writes loses nothing that was acknowledged and leaves no half of anything."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
from collections import Counter
from dataclasses import dataclass, field
from itertools import count
from queue import Queue
from random import Random
from typing import TYPE_CHECKING, NamedTuple

import httpx
import pytest
from sqlalchemy import func, select
from tests.desk.office import PIPERIDONE, form_token_in
from tests.desk.serving import Served, penstock_serve
from tests.store.databases import KINDS, Databases, Kind

from penstock.desk.entry import COOKIE
from penstock.desk.keeping import held_in
from penstock.store.accounts import Accounts
from penstock.store.decisions import Decisions
from penstock.store.keys import ApiKeys
from penstock.store.matters import Matters
from penstock.store.runs import Runs
from penstock.store.sessions import Sessions
from penstock.store.store import Store
from penstock.store.tables import sessions
from penstock.store.trail import rows_of, verify

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

ROUNDS = 2
PASSWORD = "the password of officer"  # noqa: S105  # of a test
FILE = b"consignment_id,goods_description\nA,steel pipes\n"
EVERYTHING = 10**6
RECORDS = ("decision", "matter", "run", "session", "key")


class Told(NamedTuple):
    """What a writer was told: the kind of record, and which."""

    kind: str
    record: str
    version: int = 0


@dataclass
class Writers:
    """Writes of every kind at the same time, until the server is gone; each says what was acknowledged."""

    address: str
    url: str
    name: str
    key: str
    told: Queue[Told] = field(default_factory=Queue)
    commands: list[subprocess.Popen[str]] = field(default_factory=list)
    is_over: threading.Event = field(default_factory=threading.Event)

    def start(self) -> dict[str, threading.Thread]:
        """Start one for each kind of record."""
        kinds: list[Callable[[], None]] = [self.keep, self.decide, self.upload, self.sign_in, self.make_keys]
        told = zip(RECORDS, kinds, strict=True)
        threads = {kind: threading.Thread(target=self._until_gone, args=(one,)) for kind, one in told}
        for thread in threads.values():
            thread.start()
        return threads

    def _until_gone(self, write: Callable[[], None]) -> None:
        try:
            write()
        except httpx.TransportError:
            assert self.is_over.wait(120), "the server is gone before it was killed"

    def _client(self) -> httpx.Client:
        return httpx.Client(base_url=self.address, headers={"Authorization": f"ApiKey {self.key}"}, timeout=120)

    def _kept(self, client: httpx.Client, name: str) -> str:
        party = {"consignee_name": "Hubei Amarvel Biotech"}  # so that there is more than one matter of it
        item = {"consignment_id": name, "goods_description": PIPERIDONE, "destination_country": "MX", **party}
        answer = client.post("/api/screen", json={"items": [item], "keep": True})
        assert answer.status_code == 200, answer.text
        decision: str = answer.headers["penstock-decision"]
        return decision

    def keep(self) -> None:
        """Keep decisions."""
        with self._client() as client:
            for number in count():
                self.told.put(Told("decision", self._kept(client, f"{self.name} {number}")))

    def decide(self) -> None:
        """Take steps in a matter."""
        with self._client() as client:
            decision = self._kept(client, f"{self.name} to decide")
            matter = client.get(f"/api/decisions/{decision}").json()["matters"][0]["id"]
            for version in count(1):
                step = {"step": "note", "version": version, "note": f"{version}"}
                answer = client.post(f"/api/matters/{matter}/steps", json=step)
                assert answer.status_code == 200, answer.text
                self.told.put(Told("matter", matter, answer.json()["version"]))

    def upload(self) -> None:
        """Upload files, as many as one account may."""
        with self._client() as client:
            while (answer := client.post("/api/runs", files={"file": ("x.csv", FILE)})).status_code == 200:
                self.told.put(Told("run", answer.json()["id"]))

    def sign_in(self) -> None:
        """Sign in, as often as one address may."""
        while True:
            with httpx.Client(base_url=self.address, timeout=120) as client:
                page = client.get("/sign-in", headers={"accept": "text/html"}).text
                form = {"name": self.name, "password": PASSWORD, "csrf": form_token_in(page), "next": "/"}
                if client.post("/sign-in", data=form).status_code != 303:
                    return
                self.told.put(Told("session", client.cookies[COOKIE]))

    def make_keys(self) -> None:
        """Make keys by the command, which writes into the same database."""
        while not self.is_over.is_set():
            making = [sys.executable, "-m", "penstock", "user", "key", self.name, "of a test", "--database", self.url]
            with subprocess.Popen(making, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as command:
                self.commands.append(command)
                said, _ = command.communicate()
            for line in said.splitlines(keepends=True):
                if line.startswith("key ") and line.endswith("\n"):
                    self.told.put(Told("key", line.split()[1]))


def written(server: Served, url: str, name: str, key: str, number: int) -> set[Told]:
    """Write until a moment that the number of the round chooses, kill, and return what was acknowledged."""
    writers = Writers(server.address, url, name, key)
    threads = writers.start()
    told: set[Told] = set()
    try:
        while missing := set(RECORDS) - {one.kind for one in told}:
            ended = {kind for kind in missing if not threads[kind].is_alive()}
            assert not ended or not writers.told.empty(), f"nothing was acknowledged of {ended}"
            told.add(writers.told.get(timeout=120))
        told |= {writers.told.get(timeout=120) for _ in range(Random(number).randint(1, 25))}  # noqa: S311  # no secret
    finally:
        writers.is_over.set()
        server.kill()
        for command in writers.commands:
            command.kill()
        for thread in threads.values():
            thread.join(120)
    while not writers.told.empty():
        told.add(writers.told.get())
    return told


def check_nothing_is_lost(store: Store, told: set[Told]) -> None:
    decisions, matters, runs = Decisions(store), Matters(store), Runs(store)
    for one in told:
        if one.kind == "decision":
            assert decisions.get(one.record)
        elif one.kind == "matter":
            assert matters.get(one.record).version >= one.version
        elif one.kind == "run":
            assert runs.get(one.record).file == "x.csv"
        elif one.kind == "session":
            assert Sessions(store).account_of(one.record)
        else:
            assert ApiKeys(store).account_of(one.record)


def check_nothing_is_half(store: Store) -> None:
    """See that each record, its parts and its rows of the trail are there together."""
    assert verify(store) == []
    rows = rows_of(store, limit=EVERYTHING)
    acts = Counter(row.act for row in rows)
    kept = {one for row in rows if row.act == "decision.kept" for one in json.loads(row.detail)["ids"]}
    assert Decisions(store).count() == len(kept)
    for decision in kept:
        held = set(held_in(json.loads(Decisions(store).get(decision).answer)))
        assert len(held) > 1
        assert {one.about for one in Matters(store).of_decision(decision)} == {one.about for one in held}
    for matter in Matters(store).queue(limit=EVERYTHING):
        said = [row.act for row in rows if row.of == matter.id and row.act.startswith("matter.")]
        assert len(said) == len(Matters(store).history(matter.id)) == matter.version
    assert len(ApiKeys(store).all()) == acts["key.made"]
    assert len(Runs(store).all(limit=EVERYTHING)) == acts["run.queued"] - requeued(store)
    with store.reading() as connection:
        assert connection.execute(select(func.count()).select_from(sessions)).scalar_one() == acts["session.began"]


def requeued(store: Store) -> int:
    """Return how often a run that was broken off was taken up again, which is told as a run that is queued is."""
    rows = [row for row in rows_of(store, limit=EVERYTHING) if row.act == "run.queued"]
    return len(rows) - len({row.of for row in rows})


def check_files_are_whole(store: Store, folder: Path) -> None:
    for run in Runs(store).all(limit=EVERYTHING):
        (file,) = (folder / "runs" / run.folder.rpartition("/")[2]).glob("upload.*")
        assert file.read_bytes() == FILE


def check_it_is_shown(server: Served, key: str, told: set[Told]) -> None:
    """See that the server that was started again shows what the one that was killed acknowledged."""
    places = {"decision": "/api/decisions/", "matter": "/api/matters/", "run": "/api/runs/"}
    with httpx.Client(base_url=server.address, headers={"Authorization": f"ApiKey {key}"}, timeout=120) as client:
        for kind, place in places.items():
            some = [one.record for one in told if one.kind == kind]
            assert client.get(place + some[0]).status_code == 200
    for one in told:
        if one.kind == "session":
            page = httpx.get(f"{server.address}/queue", cookies={COOKIE: one.record}, headers={"accept": "text/html"})
            assert page.status_code == 200


@pytest.fixture(params=KINDS)
def url(request: pytest.FixtureRequest, databases: Databases) -> Iterator[str]:
    kind: Kind = request.param
    with databases.lent(kind) as url:
        yield url


def test_what_the_desk_acknowledged_before_it_was_killed_is_there(url: str, tmp_path: Path) -> None:
    store, key = Store.open(url), ""
    told: set[Told] = set()
    for number in range(ROUNDS):
        server = penstock_serve(url, tmp_path)
        try:
            if told:
                check_it_is_shown(server, key, told)
            name = f"officer {number}"  # another account, since so many runs may wait of each
            Accounts(store).add("shell:test", name, "officer", PASSWORD)
            key = ApiKeys(store).make("shell:test", name, "test").key
            told |= written(server, url, name, key, number)
        finally:
            if server.process.poll() is None:
                server.kill()
        check_nothing_is_lost(store, told)
        check_nothing_is_half(store)
        check_files_are_whole(store, tmp_path)
    store.close()
