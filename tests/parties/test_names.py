"""Names taken apart: scripts, orders, legal forms, and what cannot be read."""

from __future__ import annotations

import pickle

import pytest
from hypothesis import given
from hypothesis import strategies as st

from penstock.kernel.errors import UnreadableName
from penstock.parties.names import MAX_LENGTH, Kind, has_hanzi, looks_like, take_apart, taken_apart

KINDS: tuple[Kind | None, ...] = (None, "person", "company", "vessel")


@pytest.mark.parametrize(
    ("name", "words", "places", "trades"),
    [
        ("Hubei Huarui Biotech Co., Ltd.", ("huarui",), {"hubei"}, {"BIO", "TECH"}),
        ("Hubei Huarui Shengwu Keji Youxian Gongsi", ("huarui",), {"hubei"}, {"BIO", "TECH"}),
        ("湖北华瑞生物科技有限公司", ("huarui",), {"hubei"}, {"BIO", "TECH"}),
        ("湖北省華瑞生物科技有限公司", ("huarui",), {"hubei"}, {"BIO", "TECH"}),
        ("Wuhan Yuanhong Chemical Co., Ltd.", ("yuanhong",), {"wuhan"}, {"CHEM"}),
        ("Comercializadora Zacatón, S.A. de C.V.", ("zacaton",), set(), {"TRADE"}),
        ("ООО «Ромашка Трейдинг»", ("romashka",), set(), {"TRADE"}),
    ],
)
def test_a_company_is_taken_apart(name: str, words: tuple[str, ...], places: set[str], trades: set[str]) -> None:
    taken = take_apart(name, "company")
    assert (taken.words, set(taken.places), set(taken.trades)) == (words, places, trades)
    assert taken.text == name
    assert taken.kind == "company"


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("PETROV, Vladimir", ("petrov", "vladimir")),
        ("Владимир Петров", ("vladimir", "petrov")),
        ("García Márquez, Gabriel José", ("garcia", "marquez", "gabriel", "jose")),
        ("محمد", ("mhmd",)),
        ("王天民", ("wang", "tianmin")),
        ("張偉", ("zhang", "wei")),
        ("欧阳锋", ("ouyang", "feng")),
        ("Dr. Ali HASSAN", ("ali", "hassan")),
        ("O'Brien, Sa'd", ("obrien", "sad")),
        ("J.R. Tolkien", ("j", "r", "tolkien")),
    ],
)
def test_a_person_is_taken_apart(name: str, words: tuple[str, ...]) -> None:
    assert take_apart(name, "person").words == words


def test_hanzi_are_kept_simplified_beside_their_sound() -> None:
    assert take_apart("廣州騰躍化工有限公司", "company").han == ("腾跃",)
    assert take_apart("Guangzhou Tengyue Chemical", "company").han == ()


@pytest.mark.parametrize(
    "name", ["Huarui Co., Ltd.", "湖北华瑞有限公司", "Huarui Youxian Gongsi", "Zephyrlane Trading", "ООО Ромашка"]
)
def test_a_legal_form_or_a_trade_makes_a_company_of_a_name(name: str) -> None:
    assert take_apart(name).kind == "company"


@pytest.mark.parametrize("name", ["王天民", "AMEZCUA CONTRERAS, Jose de Jesus", "Sa'id Abdullah Hussein", "Li Wuhan"])
def test_a_name_without_either_is_a_person_s(name: str) -> None:
    assert take_apart(name).kind == "person"


def test_an_apostrophe_parts_no_word_and_makes_no_legal_form() -> None:
    assert take_apart("Sa'id Weaving Works", "company").words[0] == "said"
    assert "JSC" not in take_apart("Sa'id Weaving Works", "company").forms


@pytest.mark.parametrize(
    ("name", "form"),
    [
        ("Huarui Ltd", "LLC"),
        ("华瑞有限公司", "LLC"),
        ("Huarui Youxian Gongsi", "LLC"),
        ("OAO Huarui", "JSC"),
        ("华瑞股份有限公司", "JSC"),
        ("Huarui Limited Partnership", "LIMITEDPARTNERSHIP"),
    ],
)
def test_one_legal_form_has_one_class_in_every_language(name: str, form: str) -> None:
    assert take_apart(name, "company").forms == {form}


def test_a_brand_in_hanzi_that_sounds_like_an_article_stays_beside_its_sound() -> None:
    taken = take_apart("湖北德生物科技有限公司 Zephyr", "company")
    assert (taken.words, taken.han) == (("de", "zephyr"), ("德",))


def test_numbers_of_a_company_stand_apart_and_those_of_other_scripts_are_read() -> None:
    assert take_apart("Zephyr Plant 12", "company").numbers == ("12",)
    assert take_apart("Zephyr ١٢", "company").numbers == ("12",)


def test_a_word_of_many_names_tells_less() -> None:
    common, rare = take_apart("Mohammed Kuzgunbayev", "person").weights
    assert 0 < common < rare <= 1


def test_the_legal_form_alone_changes_nothing_that_tells() -> None:
    assert take_apart("Zephyrlane Ltd", "company").core == take_apart("Zephyrlane GmbH", "company").core


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("name", ["", " ", "\t\n", "-", "...", "\x00\x01", "😀", "  \u3000 ", "\ud800"])
def test_what_says_nothing_is_refused(name: str, kind: Kind | None) -> None:
    with pytest.raises(UnreadableName, match="says nothing"):
        take_apart(name, kind)


@pytest.mark.parametrize("name", ["CO LTD", "Co., Ltd.", "有限公司", "股份有限公司", "Youxian Gongsi", "ООО", "LLC"])
@pytest.mark.parametrize("kind", [None, "company", "vessel"])
def test_a_legal_form_alone_is_refused(name: str, kind: Kind | None) -> None:
    with pytest.raises(UnreadableName) as refused:
        take_apart(name, kind)
    assert refused.value.code == "unreadable_name"
    assert "Give the whole name" in refused.value.remedy


def test_a_name_that_is_too_long_is_refused_and_the_longest_is_read() -> None:
    with pytest.raises(UnreadableName, match="10,000 characters"):
        take_apart("x" * 10_000)
    assert take_apart("x" * MAX_LENGTH).words
    with pytest.raises(UnreadableName):
        take_apart("x" * (MAX_LENGTH + 1))


@pytest.mark.parametrize("name", ["12345", "７", "湖北", "湖北有限公司", "Ab 湖北 Влад محمد 😀 7", "abc\udcff def"])
@pytest.mark.parametrize("kind", KINDS)
def test_odd_names_are_read(name: str, kind: Kind | None) -> None:
    assert take_apart(name, kind).words


@given(st.text(max_size=60), st.sampled_from(KINDS))
def test_any_text_is_read_or_refused(name: str, kind: Kind | None) -> None:
    try:
        taken = take_apart(name, kind)
    except UnreadableName:
        return
    assert taken.words
    assert all(taken.words)
    assert len(taken.weights) == len(taken.words)
    assert all(0 < weight <= 1 for weight in taken.weights)
    assert len(taken.han) <= len(taken.words)
    assert kind is None or taken.kind == kind


def test_a_refusal_travels_between_processes() -> None:
    with pytest.raises(UnreadableName) as refused:
        take_apart("CO LTD")
    again = pickle.loads(pickle.dumps(refused.value))  # noqa: S301  # made here
    assert again.as_dict() == refused.value.as_dict()


@pytest.mark.parametrize(
    ("name", "looks"),
    [
        ("Hubei Amarvel Biotech", "company"),
        ("有限公司华瑞生物科技", "company"),
        ("Wang Mingjing", "person"),
        ("张伟", "person"),
        ("Adrian Darya", None),
    ],
)
def test_what_a_name_can_hardly_fail_to_belong_to(name: str, looks: str | None) -> None:
    assert looks_like(name) == looks


@pytest.mark.parametrize(
    ("name", "words", "form"),
    [
        ("Y.A.S. CO LTD.", ("yas",), "LLC"),
        ("Aviandina S.A.C.", ("aviandina",), "JSC"),
        ("Rad D.O.O.", ("rad",), "LLC"),
        ("LIMIITED LIABILITY COMPAsY Vega", ("vega",), "LLC"),
        ("limitid liability cumpany Vega", ("vega",), "LLC"),
    ],
)
def test_a_legal_form_is_told_with_dots_and_with_slips(name: str, words: tuple[str, ...], form: str) -> None:
    taken = take_apart(name, "company")
    assert taken.words == words
    assert form in taken.forms


def test_a_syllable_of_a_chinese_brand_is_no_article() -> None:
    assert take_apart("Hubei Tuo De Trading Co., Ltd.", "company").words == ("tuo", "de")
    assert "de" not in take_apart("Cocina de Tijuana, S.A.", "company").words
    assert "de" not in take_apart("Banco de China Vega", "company").words


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_not_remembered_is_taken_apart_the_same(kind: Kind | None) -> None:
    for name in ("PT Sudiati", "Dr. José Núñez", "王伟", "Hubei Huarui Biotech Co., Ltd.", "M/V Kestrel Bay"):
        assert taken_apart(name, kind) == take_apart(name, kind)


def test_what_has_hanzi() -> None:
    assert [name for name in ("Wang Wei", "José", "ООО Амбер", "王伟", "Kestrel 华瑞") if has_hanzi(name)] == [
        "王伟",
        "Kestrel 华瑞",
    ]


@pytest.mark.parametrize("name", ["Autohaus Hartung", "Hartung GmbH", "Hartung und Söhne GmbH & Co. KG"])
def test_a_word_close_to_that_of_a_form_stays_where_no_form_is_made_of_it(name: str) -> None:
    assert "hartung" in take_apart(name, "company").words
