"""The search: it returns what the plain comparison says, whatever else is in the index."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from penstock.kernel.errors import UnreadableName
from penstock.parties import ALERT, compare
from penstock.parties.asked import AT_ONCE, NameKeys, keys_of_names
from penstock.parties.index import FEW, Match, PartyIndex
from penstock.parties.near import Letters

if TYPE_CHECKING:
    from collections.abc import Callable

    from penstock.parties import Kind

NAMES: list[tuple[str, Kind | None]] = [
    ("PETROV, Vladimir", "person"),
    ("Hubei Huarui Biotech Co., Ltd.", "company"),
    ("CO LTD", "company"),
    ("PETROV, Sergey", "person"),
    ("湖北远宏生物科技有限公司", "company"),
    ("OCEAN STAR", "vessel"),
    ("V. Petrov", "person"),
    ("Владимир Петров", None),
]


def told(matches: list[Match] | UnreadableName) -> object:
    """Return what a search says, comparable with ``==``."""
    if isinstance(matches, UnreadableName):
        return matches.as_dict()
    return [(match.place, match.comparison.score, match.comparison.explanation) for match in matches]


def build(names: list[tuple[str, Kind | None]]) -> PartyIndex:
    return PartyIndex.build([name for name, _ in names], [kind for _, kind in names])


@pytest.fixture(scope="module")
def index() -> PartyIndex:
    return build(NAMES)


def test_it_finds_the_spellings_of_a_name_best_first(index: PartyIndex) -> None:
    found = index.search("Vladimir Petrov", "person")
    assert {match.place for match in found} == {0, 6, 7}
    assert found[-1].place == 6  # an initial is less than a name
    scores = [match.comparison.score for match in found]
    assert scores == sorted(scores, reverse=True)
    assert all(match.comparison.is_match for match in found)
    assert all(match.comparison.explanation for match in found)


def test_it_finds_a_chinese_firm_in_any_spelling_and_not_its_neighbour(index: PartyIndex) -> None:
    for name in ("湖北华瑞生物科技有限公司", "湖北華瑞生物科技有限公司", "Hubei Huarui Shengwu Keji Youxian Gongsi"):
        assert [match.place for match in index.search(name)] == [1]


def test_kinds_that_are_said_must_agree(index: PartyIndex) -> None:
    assert [match.place for match in index.search("OCEAN STAR", "vessel")] == [5]
    assert index.search("OCEAN STAR", "person") == []
    assert [match.place for match in index.search("OCEAN STAR")] == [5]


def test_limit_and_least_narrow_what_is_found(index: PartyIndex) -> None:
    every = index.search("Vladimir Petrov", "person")
    assert told(index.search("Vladimir Petrov", "person", limit=1)) == told(every[:1])
    least = every[0].comparison.score
    assert all(match.comparison.score >= least for match in index.search("Vladimir Petrov", "person", least=least))
    assert told(index.search("Vladimir Petrov", "person", least=0.0))[: len(every)] == told(every)  # type: ignore[index]  # a list


def test_what_cannot_be_read_stands_in_its_place(index: PartyIndex) -> None:
    assert index.unreadable == [2]
    first, bad, last = index.search_many(["Vladimir Petrov", "有限公司", "OCEAN STAR"])
    assert isinstance(bad, UnreadableName)
    assert not isinstance(first, UnreadableName)
    assert not isinstance(last, UnreadableName)
    with pytest.raises(UnreadableName) as refused:
        index.search("有限公司")
    assert refused.value.as_dict() == bad.as_dict()


def test_packed_and_unpacked_it_gives_the_same_answers(index: PartyIndex) -> None:
    again = PartyIndex.unpack(index.pack())
    assert (again.names, again.kinds, again.unreadable) == (index.names, index.kinds, index.unreadable)
    for name, kind in NAMES:
        if name != "CO LTD":
            assert told(again.search(name, kind)) == told(index.search(name, kind))
    assert again.pack() == index.pack()


def test_a_name_with_half_a_character_can_be_kept() -> None:
    kept = PartyIndex.unpack(PartyIndex.build(["Zephyr\ud800 Lane", "\udcff"], [None, None]).pack())
    assert kept.unreadable == [1]
    assert [match.place for match in kept.search("Zephyr Lane")] == [0]


def test_an_empty_index_finds_nothing() -> None:
    for empty in (PartyIndex.build([], []), PartyIndex.unpack(PartyIndex.build([], []).pack())):
        assert empty.search("Vladimir Petrov") == []
        assert empty.search_many([]) == []


def test_an_index_of_names_that_cannot_be_read_finds_nothing() -> None:
    assert PartyIndex.build(["CO LTD", ""], ["company", None]).search("Vladimir Petrov") == []


def test_names_and_kinds_must_be_as_many() -> None:
    with pytest.raises(ValueError, match="zip"):
        PartyIndex.build(["a", "b"], [None])


def test_many_names_are_looked_up_in_portions(index: PartyIndex) -> None:
    names = ["Vladimir Petrov", "nobody of that name"] * AT_ONCE
    found = index.search_many(names)
    assert len(found) == len(names)
    assert told(found[-2]) == told(found[0]) == told(index.search("Vladimir Petrov"))


@settings(max_examples=25)
@given(st.data())
def test_fast_equals_plain(listed: list[tuple[str, Kind]], data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(listed) - 60))
    some: list[tuple[str, Kind | None]] = [*listed[start : start + 60]]
    index = build(some)
    asked = data.draw(st.lists(st.sampled_from(some), min_size=1, max_size=6))
    names, kinds = [name for name, _ in asked], [data.draw(st.sampled_from((None, kind))) for _, kind in asked]
    many = index.search_many(names, kinds, limit=100)
    for name, kind, places, found in zip(names, kinds, index.candidates(names, kinds), many, strict=True):
        if isinstance(found, UnreadableName):
            with pytest.raises(UnreadableName):
                index.search(name, kind)
            continue
        plain = []
        for place in places:
            own_kind = some[place][1]
            if kind in {None, own_kind}:
                comparison = compare(name, some[place][0], kind or own_kind)
                if comparison.score >= ALERT:
                    plain.append(Match(place, comparison))
        plain.sort(key=lambda match: (-match.comparison.score, match.place))
        assert told(found) == told(plain) == told(index.search(name, kind, limit=100))
        assert name in [some[match.place][0] for match in found]


@settings(max_examples=25)
@given(st.data())
def test_whether_a_pair_matches_does_not_depend_on_what_else_is_in_the_index(
    listed: list[tuple[str, Kind]], data: st.DataObject
) -> None:
    start = data.draw(st.integers(0, len(listed) - 40))
    some: list[tuple[str, Kind | None]] = [*listed[start : start + 40]]
    name, kind = data.draw(st.sampled_from(some))
    asked_kind = data.draw(st.sampled_from((None, kind)))
    found = {match.place: match for match in build(some).search(name, asked_kind, limit=100, least=0.0)}
    for place, one in enumerate(some):
        alone = build([one]).search(name, asked_kind, least=0.0)
        assert bool(alone) is (place in found)
        if alone:
            assert alone[0].comparison.score == found[place].comparison.score


@settings(max_examples=25)
@given(st.data())
def test_a_pair_is_found_whichever_of_the_two_is_asked_about(
    listed: list[tuple[str, Kind]], data: st.DataObject
) -> None:
    start = data.draw(st.integers(0, len(listed) - 40))
    some: list[tuple[str, Kind | None]] = [
        (name, data.draw(st.sampled_from((None, kind)))) for name, kind in listed[start : start + 40]
    ]
    name, kind = data.draw(st.sampled_from(some))
    found = {match.place for match in build(some).search(name, kind, limit=100)}
    alone = build([(name, kind)])
    assert {place for place, one in enumerate(some) if alone.search(*one)} == found


def missed(listed: list[tuple[str, Kind]], way: Callable[[str], str]) -> list[str]:
    """Return the names that a search for them, written in some way, does not find."""
    found = build([*listed]).search_many([way(name) for name, _ in listed], [kind for _, kind in listed], limit=100)
    return [
        listed[place][0]
        for place, matches in enumerate(found)
        if not isinstance(matches, UnreadableName) and place not in [match.place for match in matches]
    ]


def test_every_listed_name_finds_itself(listed: list[tuple[str, Kind]]) -> None:
    assert missed(listed[::17], lambda name: name) == []
    assert missed(listed[::17], lambda name: name.lower().replace(",", " ")) == []


def test_a_person_is_found_in_the_other_order(listed: list[tuple[str, Kind]]) -> None:
    some = [one for one in listed if one[1] == "person"][::17]
    assert missed(some, lambda name: " ".join(reversed(name.split(", ")))) == []


def test_a_slip_of_the_pen_is_found_all_the_same(listed: list[tuple[str, Kind]]) -> None:
    some = listed[::17]
    assert len(missed(some, doubled)) < len(some) * 0.03


def doubled(name: str) -> str:
    """Return a name with the second letter of its longest word written twice."""
    longest = max(name.split(), key=len)
    return name.replace(longest, longest[:2] + longest[1:], 1)


def test_lossless_names_near_by_letters_are_compared_too() -> None:
    index = build([("LIMITED LIABILITY COMPANY ZEPHYRLANE", "company"), ("LIMITED LIABILITY COMPANY", "company")])
    asked = ["LIMITED LIABILITY COMPANY QEPHYRLINE", "LIMITED LIABILITY COMPANY"]
    assert index.candidates(asked, ["company", "company"]) == [[], []]
    assert index.candidates(asked, ["company", "company"], lossless=True) == [[0], []]
    assert index.candidates(asked, ["person", None], lossless=True) == [[], []]


@settings(max_examples=15)
@given(st.data())
def test_lossless_finds_what_the_search_finds_and_what_is_near(
    listed: list[tuple[str, Kind]], data: st.DataObject
) -> None:
    start = data.draw(st.integers(0, len(listed) - 300))
    some: list[tuple[str, Kind | None]] = [*listed[start : start + 300]]
    index = build(some)
    asked = [doubled(name) for name, _ in some if name]
    most, every = index.search_many(asked, limit=300), index.search_many(asked, limit=300, lossless=True)
    own, places = Letters(asked).near(Letters(index.names))
    close = {
        asked[number]: compare(asked[number], index.names[place], index.kinds[place])
        for number, place in zip(own, places, strict=True)
    }
    assert close
    for name, found, more in zip(asked, most, every, strict=True):
        if isinstance(found, UnreadableName) or isinstance(more, UnreadableName):
            assert type(found) is type(more)
            continue
        assert {match.place for match in found} <= {match.place for match in more}
        if name in close and close[name].is_match:
            assert more


def test_a_name_that_says_nothing_as_a_vessel_matches_none() -> None:
    assert build([("SS ALPHA", "vessel"), ("SS", "person")]).search("SS", least=0.0)[0].place == 1


def test_many_pairs_are_told_by_their_ceiling_first_and_found_the_same(listed: list[tuple[str, Kind]]) -> None:
    some: list[tuple[str, Kind | None]] = [*listed[:4_000:2]]
    index = build(some)
    asked = [doubled(name) for name, _ in listed[:4_000:11] if name]
    kinds: list[Kind | None] = [None] * len(asked)
    assert sum(map(len, index.candidates(asked, kinds))) > 2 * FEW
    found = index.search_many(asked, kinds, limit=2_000)
    for name, many, places in zip(asked, found, index.candidates(asked, kinds), strict=True):
        plain = [Match(place, compare(name, some[place][0], some[place][1])) for place in places]
        plain = [match for match in plain if match.comparison.is_match]
        plain.sort(key=lambda match: (-match.comparison.score, match.place))
        assert not isinstance(many, UnreadableName)
        assert told(many) == told(plain)


KINDS: st.SearchStrategy[Kind | None] = st.sampled_from([None, "person", "company", "vessel"])
TEXTS = st.sampled_from([*(name for name, _ in NAMES), "", "Example & Sons Trading Co", "Ocean Star 7"])


def found_in(index: PartyIndex) -> list[object]:
    """Return what each of some names finds in an index, and in what it becomes when it is packed."""
    asked = [name for name, _ in NAMES]
    told: list[object] = [index.names, index.kinds, index.unreadable]
    for one in (index, PartyIndex.unpack(index.pack())):
        found = one.search_many(asked, limit=50)
        told.append([f if isinstance(f, UnreadableName) else [(m.place, m.comparison.score) for m in f] for f in found])
        told.append(one.candidates(asked, [None] * len(asked)))
    return [[str(part) if isinstance(part, UnreadableName) else part for part in told_one] for told_one in told]  # type: ignore[attr-defined]  # lists


@settings(deadline=None, max_examples=60)
@given(before=st.lists(st.tuples(TEXTS, KINDS, KINDS)), more=st.lists(st.tuples(TEXTS, KINDS)), is_packed=st.booleans())
def test_an_amended_index_finds_what_the_index_of_all_its_names_finds(
    before: list[tuple[str, Kind | None, Kind | None]], more: list[tuple[str, Kind | None]], *, is_packed: bool
) -> None:
    index = PartyIndex.build([name for name, _, _ in before], [kind for _, kind, _ in before])
    names = [*(name for name, _, _ in before), *(name for name, _ in more)]
    kinds = [*(kind for _, _, kind in before), *(kind for _, kind in more)]
    amended = (PartyIndex.unpack(index.pack()) if is_packed else index).amended(names, kinds)
    assert found_in(amended) == found_in(PartyIndex.build(names, kinds))


@settings(deadline=None, max_examples=60)
@given(listed=st.lists(st.tuples(TEXTS, KINDS)), asked=st.lists(TEXTS, min_size=2))
def test_names_read_before_are_told_to_be_the_candidates_they_are(
    listed: list[tuple[str, Kind | None]], asked: list[str]
) -> None:
    index = PartyIndex.build([name for name, _ in listed], [kind for _, kind in listed])
    cut = len(asked) // 2
    keys = NameKeys.of([keys_of_names(part) for part in (asked[:cut], asked[cut:])])
    candidates = index.candidates(asked, [None] * len(asked))
    assert index.concerns(keys).tolist() == [place for place, found in enumerate(candidates) if found]
