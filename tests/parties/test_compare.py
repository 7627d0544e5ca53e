"""Are two names one party: Chinese firms, persons, scores, and names that cannot be compared."""

from __future__ import annotations

import time
from itertools import combinations
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from penstock.kernel.errors import UnreadableName
from penstock.parties import ALERT, compare

if TYPE_CHECKING:
    from penstock.parties import Kind

KINDS: tuple[Kind | None, ...] = (None, "person", "company", "vessel")

FIRMS = [
    (
        "湖北华瑞生物科技有限公司",
        "湖北華瑞生物科技有限公司",
        "Hubei Huarui Biotech Co., Ltd.",
        "Hubei Huarui Shengwu Keji Youxian Gongsi",
    ),
    ("武汉远宏化工有限公司", "Wuhan Yuanhong Chemical Co., Ltd.", "Wuhan Yuanhong Huagong Youxian Gongsi"),
    (
        "石家庄康诺医药科技有限公司",
        "Shijiazhuang Kangnuo Pharmaceutical Technology Co., Ltd.",
        "Shijiazhuang Kang Nuo Yiyao Keji Youxian Gongsi",
    ),
    (
        "上海天沃国际贸易有限公司",
        "Shanghai Tianwo International Trading Co., Ltd.",
        "Shanghai Tianwo Guoji Maoyi Youxian Gongsi",
    ),
    ("廣州騰躍化工有限公司", "Guangzhou Tengyue Chemical Co., Ltd.", "Guangzhou Tengyue Huagong Youxian Gongsi"),
    (
        "河北雅欣餐饮管理有限公司",
        "HEBEI YAXIN RESTAURANT MANAGEMENT CO., LTD.",
        "Hebei Yaxin Canyin Guanli Youxian Gongsi",
    ),
]
"""Firms, each with the spellings of its one name."""


@pytest.mark.parametrize("firm", FIRMS, ids=lambda firm: firm[1])
def test_the_spellings_of_a_chinese_firm_are_one_firm(firm: tuple[str, ...]) -> None:
    for one, other in combinations(firm, 2):
        for kind in ("company", None):
            assert compare(one, other, kind).score > 0.8, (one, other, kind)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("湖北华瑞生物科技有限公司", "湖北远宏生物科技有限公司"),
        ("Hubei Huarui Biotech Co., Ltd.", "Hubei Yuanhong Biotech Co., Ltd."),
        ("Hubei Huarui Biotech Co., Ltd.", "湖北远宏生物科技有限公司"),
        ("Hubei Huarui Shengwu Keji Youxian Gongsi", "Hubei Yuanhong Shengwu Keji Youxian Gongsi"),
        ("Shanghai Tianwo International Trading Co., Ltd.", "Shanghai Lansheng International Trading Co., Ltd."),
        ("石家庄康诺医药科技有限公司", "Shijiazhuang Mingde Pharmaceutical Technology Co., Ltd."),
        # one syllable apart
        ("Hubei Huarui Biotech Co., Ltd.", "Hubei Huarong Biotech Co., Ltd."),
        ("湖北华瑞生物科技有限公司", "Hubei Huatai Biotech Co., Ltd."),
        ("Wuhan Yuanhong Chemical Co., Ltd.", "Wuhan Yuancheng Chemical Co., Ltd."),
        ("Wuhan Yuanhong Huagong Youxian Gongsi", "武汉远航化工有限公司"),
        ("Shanghai Tianwo International Trading", "Shanghai Tianma International Trading"),
        # the same sound in other characters
        ("湖北华瑞生物科技有限公司", "湖北华睿生物科技有限公司"),
    ],
)
def test_firms_that_share_only_place_and_trade_are_two(one: str, other: str) -> None:
    for kind in ("company", None):
        assert compare(one, other, kind).score < 0.3, kind


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Vladimir Petrov", "PETROV, Vladimir"),
        ("Владимир Петров", "PETROV, Vladimir"),
        ("Vladimir Petrov", "V. Petrov"),
        ("Sergey Lavrov", "Sergei Lavrov"),
        ("Tchaikovsky Pyotr", "Чайковский Пётр"),
        ("Zhang Wei", "张伟"),
        ("張偉", "张伟"),
        ("WANG, Tianmin", "王天民"),
        ("Ouyang Feng", "欧阳锋"),
        ("Li Xiaoming", "Xiao Ming LI"),
        ("Chan Tai Man", "Chen Tai Man"),
        ("Cheung Wei", "Zhang Wei"),
        ("Muhammad Hassan", "Mohamed Hassan"),
        ("Mohammed Ali Hassan", "محمد علي حسن"),
        ("Abd al-Rahman Yusuf", "Abdul Rahman Yousef"),
        ("Juan Carlos García López", "GARCIA LOPEZ, Juan Carlos"),
        ("Juan García López", "García, Juan"),
        ("GUZMAN LOERA, Joaquin", "Joaquín Guzmán"),
        ("Dr. Vladimir Petrov", "Vladimir Petrov"),
    ],
)
def test_one_person_written_in_two_ways_is_a_match(one: str, other: str) -> None:
    assert compare(one, other, "person").score > 0.7


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Vladimir Petrov", "Sergey Petrov"),
        ("Vladimir Petrov", "Vladimir Sidorov"),
        ("V. Petrov", "S. Petrov"),
        ("Zhang Wei", "Zhang Min"),
        ("张伟", "张敏"),
        ("Zhang Wei", "张敏"),
        ("Wang Xiaoming", "Li Xiaoming"),
        ("Mohammed Ali", "Mohammed Hassan"),
        ("Juan García López", "Juan García Pérez"),
        ("محمد علي", "Hassan Yusuf"),
    ],
)
def test_two_persons_who_share_a_name_are_two(one: str, other: str) -> None:
    assert compare(one, other, "person").score < 0.4


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("ACME WIDGETS LLC", "Acme Widgets, L.L.C."),
        ("ООО Ромашка", "Romashka LLC"),
        ("Comercializadora Zacatón, S.A. de C.V.", "COMERCIALIZADORA ZACATON SA DE CV"),
        ("Bluewave Shipping Co", "Blue Wave Shipping Company Limited"),
        ("Zephyrlane Trading", "Zephyrlain Trading LLC"),
        ("Sa'id Weaving Works", "Said Weaving Works Ltd"),
    ],
)
def test_one_company_written_in_two_ways_is_a_match(one: str, other: str) -> None:
    assert compare(one, other, "company").is_match


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Zephyrlane Trading Ltd", "Quarrystone Trading Ltd"),
        ("Huarui Biotech Co., Ltd.", "Huarui Logistics Co., Ltd."),
        ("Zephyr Plant 12 Mining", "Zephyr Plant 21 Mining"),
    ],
)
def test_two_companies_are_two(one: str, other: str) -> None:
    assert not compare(one, other, "company").is_match


def test_the_alert_line_is_where_a_match_begins() -> None:
    for one, other in combinations(FIRMS[0] + FIRMS[1], 2):
        found = compare(one, other)
        assert found.is_match is (found.score >= ALERT)


def test_more_evidence_is_a_higher_score() -> None:
    def score(one: str, other: str, kind: Kind = "company") -> float:
        return compare(one, other, kind).score

    rare, common = "Trofim Kuzgunbayev", "Mohammed Ali"
    assert score(rare, rare, "person") > score(common, common, "person") > ALERT
    assert score("Zephyrlane Trading", "Zephyrlane Trading") > score("General Trading", "General Trading")
    own = "Hubei Huarui Biotech Co., Ltd."
    spelt = "湖北华瑞生物科技有限公司"
    moved, other = "Hebei Huarui Biotech Co., Ltd.", "Hubei Yuanhong Biotech Co., Ltd."
    assert score(own, own) >= score(own, spelt) > score(own, moved) > score(own, other)
    assert score("Vladimir Petrov", "Vladimir Petrov", "person") > score("V. Petrov", "Vladimir Petrov", "person")


@pytest.mark.parametrize("name", ["Vladimir Petrov", "Mohammed Ali", "x" * 1_000, "a " * 499, "李", "1"])
def test_no_score_is_certain(name: str) -> None:
    assert ALERT < compare(name, name).score < 1
    assert 0 < compare(name, "Quarrystone Weaving Works").score < ALERT


def test_names_that_look_like_other_kinds_are_compared_as_companies() -> None:
    found = compare("Zephyrlane Trading Ltd", "Zephyrlane")
    assert found.left.kind == found.right.kind == "company"


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("bad", ["", "  ", "x" * 10_000, "\x00", "😀", "\ud800"])
def test_a_name_that_cannot_be_read_is_refused_on_either_side(bad: str, kind: Kind | None) -> None:
    for one, other in ((bad, "Vladimir Petrov"), ("Vladimir Petrov", bad), (bad, bad)):
        with pytest.raises(UnreadableName):
            compare(one, other, kind)


@pytest.mark.parametrize("bad", ["CO LTD", "有限公司"])
def test_a_party_called_co_ltd_is_refused(bad: str) -> None:
    for kind in ("company", None):
        with pytest.raises(UnreadableName):
            compare(bad, "Zephyrlane Trading Co., Ltd.", kind)


FORMS = st.sampled_from(
    ["有限公司", "生物", "湖北", "陈", "co ltd", "CO., LTD.", "s.a. de c.v.", "of the", "Mr", "abd al"]
)
MARKS = st.sampled_from(
    ["محمد", "Влад", "é", "ß", "ﬁ", "İ", "②", "٣", "Ⅷ", "7", "a.b", "o'k", "-", "\x00", "😀", "\ud800"]
)
ANYTHING = st.one_of(
    st.text(max_size=40), st.lists(st.one_of(FORMS, MARKS, st.text(max_size=5)), max_size=8).map(" ".join)
)


@settings(max_examples=300)
@given(ANYTHING, ANYTHING, st.sampled_from(KINDS))
def test_any_two_texts_have_one_score_in_either_order_or_are_refused(one: str, other: str, kind: Kind | None) -> None:
    try:
        found = compare(one, other, kind)
    except UnreadableName:
        with pytest.raises(UnreadableName):
            compare(other, one, kind)
        return
    back = compare(other, one, kind)
    assert 0 < found.score < 1
    assert back.score == found.score
    assert found.explanation
    assert len(back.explanation) == len(found.explanation)


@settings(max_examples=150)
@given(st.data())
def test_any_two_listed_names_have_one_score_in_either_order(
    listed: list[tuple[str, Kind]], data: st.DataObject
) -> None:
    near = st.integers(-3, 3)
    for _ in range(4):
        place = data.draw(st.integers(0, len(listed) - 1))
        by_name = (place + data.draw(near)) % len(listed)
        kind = data.draw(st.sampled_from((None, listed[place][1])))
        try:
            score = compare(listed[place][0], listed[by_name][0], kind).score
        except UnreadableName:
            continue
        assert 0 < score < 1
        assert compare(listed[by_name][0], listed[place][0], kind).score == score


def test_the_slowest_names_take_no_time_to_speak_of() -> None:
    names = [
        "uv " * 333,
        "湖" * 1_000,
        "é" * 1_000,
        "محمد " * 200,
        "a.b" * 333,
        "' " * 499 + "x",
        "co ltd " * 140 + "z",
    ]
    before = time.process_time()
    for one, other in combinations(names, 2):
        compare(one, other, "company")
    assert time.process_time() - before < 3


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("中国银行", "Bank of China"),
        ("中國電子科技集團公司", "China Electronics Technology Group Corporation"),
        ("上海化工研究院", "Shanghai Research Institute of Chemical Industry"),
        ("北京化工厂", "Beijing Chemical Works"),
    ],
)
def test_a_name_of_place_and_trade_alone_is_one_in_every_script(one: str, other: str) -> None:
    assert compare(one, other, "company").is_match
    assert not compare(one, "Bank of Iran", "company").is_match


def test_the_prefix_of_a_vessel_tells_nothing() -> None:
    bare = compare("OCEAN STAR", "Ocean Star", "vessel").score
    assert {compare(f"{prefix} Ocean Star", "OCEAN STAR", "vessel").score for prefix in ("M/V", "MV", "M.V.")} == {bare}
