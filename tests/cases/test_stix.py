from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
import stix2
from tests.cases.kept import SINCE, STORE, UNTIL, ask

from penstock.cases.document import TLP, Dossier, Tlp
from penstock.cases.dossier import of_party, of_period
from penstock.cases.stix import MARKINGS, bundle

if TYPE_CHECKING:
    from penstock.cases.listed import Known
    from penstock.law.register import Register


@pytest.fixture(scope="module")
def made(known: Known, register: Register) -> Dossier:
    return of_period(known, STORE, ask(register, "period", since=SINCE, until=UNTIL))


def of_type(told: dict[str, Any], kind: str) -> list[dict[str, Any]]:
    return [one for one in told["objects"] if one["type"] == kind]


def test_the_library_takes_the_whole_bundle(made: Dossier) -> None:
    parsed = stix2.parse(json.dumps(bundle(made)), version="2.1")
    assert len(parsed.objects) == len(bundle(made)["objects"]) > 10


def test_every_reference_is_to_something_in_it_that_bears_the_mark(made: Dossier) -> None:
    told = bundle(made)
    ids = {one["id"] for one in told["objects"]}
    assert len(ids) == len(told["objects"])
    for one in told["objects"]:
        assert {*one.get("object_refs", ()), *filter(None, [one.get("created_by_ref")])} <= ids
        if one["type"] != "marking-definition":
            assert one["object_marking_refs"] == [f"marking-definition--{MARKINGS['amber']}"]


@pytest.mark.parametrize("tlp", TLP)
def test_each_mark_is_the_published_one(known: Known, register: Register, tlp: Tlp) -> None:
    (mark,) = of_type(
        bundle(of_party(known, STORE, ask(register, "party", "cn-hubei-amarvel-biotech", tlp=tlp))),
        "marking-definition",
    )
    (extension,) = mark["extensions"].values()
    assert extension == {"extension_type": "property-extension", "tlp_2_0": tlp}


def test_what_was_seen_on_the_web_is_observed_data(made: Dossier) -> None:
    told = bundle(made)
    (address,) = of_type(told, "url")
    assert address["id"] == stix2.URL(value="https://shop.example/1").id
    (seen,) = of_type(told, "observed-data")
    assert (seen["number_observed"], seen["object_refs"]) == (2, [address["id"]])


def test_nothing_is_made_an_opinion_an_indicator_or_a_threat(made: Dossier) -> None:
    told = bundle(made)
    kinds = {one["type"] for one in told["objects"]}
    assert kinds == {"marking-definition", "identity", "note", "url", "observed-data", "report"}
    leads = [one["content"] for one in of_type(told, "note") if "lead" in one["content"]]
    assert leads
    assert all("allegation" in text for text in leads)


def test_the_same_document_gives_the_same_bundle(made: Dossier) -> None:
    assert bundle(made) == bundle(made)
