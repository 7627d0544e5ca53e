"""The published client of yente, unchanged, against a running server."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from tests.desk.conftest import DAY, FREELY
from tests.desk.serving import serving
from yente_client import (  # type: ignore[import-untyped]  # it ships no mark of its types
    AuthenticationError,
    Client,
    Company,
    NotFoundError,
    Person,
    Vessel,
)
from yente_client.exceptions import APIError  # type: ignore[import-untyped]  # as above

from penstock.desk.actors import Actor
from penstock.desk.answering import Answering
from penstock.desk.app import Settings, create_app
from penstock.desk.matching import Choice, Example, match
from penstock.desk.problems import Problem
from penstock.lists.clearings import Clearings
from penstock.lists.records import Address, Entry, Identifier, ListedName, Roster, counts_of, sealed
from penstock.lists.store import ListStore

if TYPE_CHECKING:
    from collections.abc import Iterator

    from starlette.requests import Request

    from penstock.law.register import Register

AMARVEL = "Hubei Amarvel Biotech Co., Ltd."
KEY = "pk_test"


def entry(uid: str, name: str, kind: Any, **told: Any) -> Entry:  # noqa: ANN401  # fields of a record
    names = (ListedName(text=name, kind="primary"), *told.pop("more", ()))
    return sealed(Entry(list="us-ofac-sdn", uid=uid, kind=kind, names=names, **told))


@pytest.fixture(scope="module")
def lists(tmp_path_factory: pytest.TempPathFactory) -> ListStore:
    """Return a folder of lists with three entries that the register does not hold."""
    store = ListStore.open(tmp_path_factory.mktemp("lists"))
    entries = (
        entry("90001", "Velkarien Chemicals Trading LLC", "company", programmes=("SDNTK",), countries=("Mexico",),
              addresses=(Address(text="Calle 1, Culiacan", country="Mexico"),), remarks="<script>alert(1)</script>",
              more=(ListedName(text="Quimica Velkarien", kind="alias"),)),
        entry("90002", "Oskar Tremblinde", "person", birth_dates=("1961-02-03",), countries=("Canada",),
              identifiers=(Identifier(kind="Passport", value="X123"),)),
        entry("90003", "Sea Grackle Nine", "vessel"),
    )  # fmt: skip
    vintage = date(2026, 11, 20)
    store.save(
        Roster(
            list="us-ofac-sdn",
            vintage=vintage,
            earliest=vintage,
            publisher="OFAC",
            files=(),
            entries=entries,
            counts=counts_of(entries),
        )
    )
    return store


async def who(request: Request) -> Actor:
    """Let in whoever has the key."""
    if request.headers.get("authorization") != f"ApiKey {KEY}":
        raise Problem.of(code="not_signed_in", headers={"WWW-Authenticate": "ApiKey"})
    return Actor("a program", "viewer")


@pytest.fixture(scope="module")
def address(register: Register, lists: ListStore) -> Iterator[str]:
    """Start a server on a free port and return its address."""
    settings = Settings(register=register, lists=lists.folder, by_address=FREELY, by_account=FREELY, today=lambda: DAY)
    with serving(create_app(settings, who)) as address:
        yield address


@pytest.fixture(scope="module")
def client(address: str) -> Iterator[Client]:
    """Return the published client."""
    with Client(api_key=KEY, base_url=address) as client:
        yield client


def test_a_company_of_the_register_is_matched(client: Client) -> None:
    found = client.match(Company(name=[AMARVEL], country=["cn"]))
    top = found.top
    assert top is not None
    assert top.match
    assert top.score >= 0.9
    assert top.schema_ == "Company"
    assert AMARVEL.casefold().split()[1] in top.caption.casefold()
    assert "us-charges" in top.datasets
    assert top.explanations["name"].score == top.score
    assert top.explanations["country"].score == 1
    assert found.query["properties"]["name"] == [AMARVEL]


def test_an_entry_of_an_imported_list_is_matched_with_all_that_is_on_record(client: Client) -> None:
    top = client.match(Company(name="Velkarien Chemicals", country="mx")).top
    assert top is not None
    assert (top.id, top.caption, top.datasets) == (
        "us-ofac-sdn:90001", "Velkarien Chemicals Trading LLC", ["us-ofac-sdn"],
    )  # fmt: skip
    assert top.properties["alias"] == ["Quimica Velkarien"]
    assert top.properties["topics"] == ["sanction"]
    assert top.properties["country"] == ["mx"]
    assert top.properties["program"] == ["SDNTK"]
    assert top.properties["notes"] == ["<script>alert(1)</script>"]


def test_a_birth_date_agrees_or_not(client: Client) -> None:
    for born, score in (("1961-02", 1), ("1999-01-01", 0)):
        top = client.match(Person(name="Oskar Tremblinde", birthDate=born)).top
        assert top is not None
        assert top.explanations["birth_date"].score == score


def test_threshold_cutoff_and_limit(client: Client) -> None:
    name = "Velkarien Chemicals Import"
    low = client.match(Company(name=name), threshold=0.0).top
    assert low is not None
    assert low.match
    assert low.score < 1
    high = client.match(Company(name=name), threshold=1.0)
    assert [one.match for one in high.results] == [False] * len(high.results)
    assert client.match(Company(name=name), cutoff=1.0).results == []
    many = client.match(Company(name="Amarvel Biotech"), limit=1)
    assert (many.limit, len(many.results)) == (1, 1)


def test_what_is_asked_for_narrows_the_matches(client: Client) -> None:
    example = Company(name="Velkarien Chemicals Trading LLC")
    assert client.match(example, datasets=["us-ofac-sdn"]).results
    assert client.match(example, datasets=["us-bis-entity-list", "us-ofac-sdn"]).results
    assert not client.match(example, datasets=["us-bis-entity-list"]).results
    assert not client.match(example, exclude_datasets=["us-ofac-sdn"]).results
    assert client.match(example, topics=["sanction"]).results
    assert not client.match(example, topics=["role.pep"]).results
    assert not client.match(example, exclude_schemata=["LegalEntity"]).results
    assert not client.match(example, exclude_entities=["us-ofac-sdn:90001"]).results
    assert client.match(Vessel(name="Sea Grackle Nine")).results[0].schema_ == "Vessel"


def test_a_name_that_says_nothing_matches_nobody(client: Client) -> None:
    assert client.match(Company(name="Co., Ltd.")).results == []
    assert client.match(Company(name="")).results == []
    assert client.match(Company(name=["\x00", "' OR 1=1 --", "x" * 5000])).results == []


def test_a_cleared_pair_is_shown_and_no_match(lists: ListStore, register: Register) -> None:
    name = "Oskar Tremblinde"
    (entry,) = (one for one in lists.ever("us-ofac-sdn") if one.uid == "90002")
    clearings = Clearings(lists.folder)
    clearings.clear(name, entry, reason="another birth date", by="an officer", on=DAY)
    try:
        choice = Choice(datasets=frozenset({"us-ofac-sdn"}))
        (found,) = match(Answering(register, lists.folder), Example("Person", {"name": name}), DAY, choice)
    finally:
        (lists.folder / "clearings.jsonl").unlink(missing_ok=True)
    assert found["is_cleared"]


def test_search_finds_by_words_and_narrows(client: Client) -> None:
    found = client.search("velkarien")
    assert [one.id for one in found.results] == ["us-ofac-sdn:90001"]
    assert (found.total.value, found.limit, found.offset) == (1, 10, 0)
    assert found.facets["topics"].values[0].name == "sanction"
    assert client.search("velkarien", schema="Company", countries=["mx"], topics=["sanction"]).results
    assert not client.search("velkarien", schema="Person").results
    assert not client.search("velkarien", countries=["ca"]).results
    assert not client.search("velkarien", datasets=["us-charges"]).results
    assert client.search("velkarien", offset=1).results == []
    assert client.search("amarvel", fuzzy=True, simple=True, facets=["countries"]).facets["countries"].values
    assert client.search("").results == []


def test_an_entity_is_fetched_by_the_id_that_a_match_gives(client: Client) -> None:
    top = client.match(Company(name=AMARVEL)).top
    assert top is not None
    assert client.fetch(top.id).caption == top.caption
    assert client.fetch("us-ofac-sdn:90001", nested=False).schema_ == "Company"
    assert client.adjacent("us-ofac-sdn:90001").entity.id == "us-ofac-sdn:90001"


def test_the_catalogue_names_every_dataset(client: Client) -> None:
    named = {one.name: one for one in client.datasets().datasets}
    assert {"default", "us-ofac-sdn", "us-charges", "us-bis-entity-list"} <= named.keys()
    assert named["us-ofac-sdn"].index_current
    assert named["us-ofac-sdn"].version == "2026-11-20"
    assert client.algorithms().best == "penstock"
    assert client.healthz().status == client.readyz().status == "ok"


def test_what_is_not_there_or_means_nothing_here_is_refused(client: Client, address: str) -> None:
    with pytest.raises(NotFoundError, match="no dataset 'nope'"):
        client.match(Company(name="x"), datasets=["nope"])
    with pytest.raises(NotFoundError):
        client.fetch("nobody")
    with pytest.raises(NotFoundError):
        client.statements(canonical_id="x")
    with pytest.raises(APIError, match="changed_since"):
        client.match(Company(name="x"), changed_since="2026-01-01")
    with pytest.raises(APIError, match="algorithm"):
        client.match(Company(name="x"), algorithm="logic-v2")
    with pytest.raises(APIError, match="sort"):
        client.search("x", sort=["caption:asc"])
    with Client(base_url=address, api_key="wrong") as stranger, pytest.raises(AuthenticationError):
        stranger.search("x")


def test_a_stream_of_matches_goes_through_threads(client: Client) -> None:
    names = ["Velkarien Chemicals", AMARVEL, "Nobody Whatever Umbrellas"] * 5
    pairs = ((str(place), Company(name=name)) for place, name in enumerate(names))
    found = dict(client.match_iter(pairs, workers=4))
    assert len(found) == len(names)
    assert [bool(found[str(place)].results) for place in range(3)] == [True, True, False]
