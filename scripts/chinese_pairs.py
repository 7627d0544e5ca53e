"""Chinese companies and persons made up for the pairs: each in hanzi, pinyin and English, and its neighbours."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from name_pairs import Pair, side_of
from opencc import OpenCC
from pypinyin import lazy_pinyin

if TYPE_CHECKING:
    import random
    from collections.abc import Iterator

_PLACES = [
    "湖北", "河北", "山东", "江苏", "浙江", "广东", "安徽", "福建", "河南",
    "湖南", "四川", "陕西", "武汉", "石家庄", "上海", "深圳", "广州", "苏州",
    "杭州", "合肥", "济南", "青岛", "南京", "天津", "常州", "无锡", "宁波",
    "厦门", "郑州", "长沙", "成都", "西安", "大连", "沧州", "邢台", "衡水",
    "保定", "烟台", "潍坊", "温州", "台州", "嘉兴", "佛山", "东莞", "惠州",
    "珠海",
]  # fmt: skip
_BRAND = (
    "华瑞康泰源宏伟博雅欣达诚信恒盛远东方正天海润泽丰益明德美佳亚龙凤金鑫福兴顺昌立德创新科迪奥"
    "普利安邦朗星辰晨曦宇宙蓝翔鹏程云峰巨石玉林百川万千卓越凯旋威特诺贝拜格兰迈思维优联拓启航"
)
_TRADES = {
    "生物科技": ("Biotech", "Biotechnology", "Biological Technology", "Bio-Tech"),
    "化工": ("Chemical", "Chemicals", "Chemical Industry"),
    "医药科技": ("Pharmaceutical Technology", "Pharmatech", "Medical Technology"),
    "医药": ("Pharmaceutical", "Pharmaceuticals", "Pharma"),
    "贸易": ("Trading", "Trade"),
    "国际贸易": ("International Trading", "International Trade", "Intl Trading"),
    "进出口": ("Import and Export", "Import & Export", "Imp. & Exp."),
    "新材料": ("New Material", "New Materials"),
    "新材料科技": ("New Material Technology", "New Materials Technology"),
    "机械": ("Machinery", "Machine"),
    "机械制造": ("Machinery Manufacturing", "Machine Manufacturing"),
    "精细化工": ("Fine Chemical", "Fine Chemicals"),
    "科技": ("Technology", "Tech", "Science and Technology"),
    "科技发展": ("Technology Development", "Tech Development"),
    "电子": ("Electronics", "Electronic"),
    "电子科技": ("Electronic Technology", "Electronics Technology"),
    "物流": ("Logistics",),
    "供应链管理": ("Supply Chain Management",),
    "餐饮管理": ("Restaurant Management", "Catering Management"),
    "实业": ("Industry", "Industrial"),
}
_FORMS = {
    "有限公司": ("Co., Ltd.", "Co., Ltd", "Company Limited", "Limited", "Co. Ltd"),
    "有限责任公司": ("Co., Ltd.", "Limited Liability Company"),
    "股份有限公司": ("Co., Ltd.", "Joint Stock Co., Ltd.", "Co., Ltd"),
}
_TRADITIONAL = OpenCC("s2t")


class Firm(NamedTuple):
    """A made-up company: where it is, its brand and trade in hanzi, and its legal form."""

    place: str
    brand: str
    trade: str
    form: str

    def hanzi(self) -> str:
        """Return its registered name."""
        return self.place + self.brand + self.trade + self.form

    def english(self, rng: random.Random) -> str:
        """Return its name as it writes it to the world."""
        place, brand = _spelt([self.place]), _spelt([self.brand] if rng.random() < 0.7 else list(self.brand))
        return f"{place} {brand} {rng.choice(_TRADES[self.trade])} {rng.choice(_FORMS[self.form])}"

    def pinyin(self, rng: random.Random) -> str:
        """Return its registered name in pinyin."""
        trade = _cut(self.trade)
        form = {
            "有限公司": ["有限", "公司"],
            "有限责任公司": ["有限", "责任", "公司"],
            "股份有限公司": ["股份", "有限", "公司"],
        }[self.form]
        if rng.random() < 0.15:
            trade, form = list(self.trade), list(self.form)
        return f"{_spelt([self.place])} {_spelt([self.brand])} {_spelt(trade)} {_spelt(form)}"


def _cut(trade: str) -> list[str]:
    for three in ("新材料", "进出口", "供应链"):
        if trade.startswith(three):
            return [three, trade[3:]] if trade[3:] else [three]
    return [trade[at : at + 2] for at in range(0, len(trade), 2)]


def _spelt(words: list[str]) -> str:
    return " ".join("".join(lazy_pinyin(word, v_to_u=False)).replace("v", "u").capitalize() for word in words)


def firm(rng: random.Random, place: str | None = None, trade: str | None = None) -> Firm:
    """Make a company up, at a place and in a trade where they are given."""
    brand = "".join(rng.sample(_BRAND, rng.choice((2, 2, 2, 3))))
    form = rng.choice(("有限公司", "有限公司", "有限公司", "有限责任公司", "股份有限公司"))
    return Firm(place or rng.choice(_PLACES), brand, trade or rng.choice(list(_TRADES)), form)


def chinese(count: int, rng: random.Random) -> Iterator[Pair]:
    """Yield pairs of one firm written in two ways, and of two firms that share place and trade, as many of each."""
    for number in range(count):
        own = firm(rng)
        side = side_of(f"cn {own.brand} {number}")
        ways = [own.english(rng), own.pinyin(rng), own.hanzi(), _TRADITIONAL.convert(own.hanzi()), own.english(rng)]
        one, other = rng.sample(ways, 2)
        if one != other:
            yield Pair(one, other, "company", True, "one Chinese firm", side)
        neighbour = firm(rng, own.place, own.trade)
        while lazy_pinyin(neighbour.brand) == lazy_pinyin(own.brand):
            neighbour = firm(rng, own.place, own.trade)
        theirs = [neighbour.english(rng), neighbour.pinyin(rng), neighbour.hanzi(), neighbour.english(rng)]
        yield Pair(rng.choice(ways), rng.choice(theirs), "company", False, "two Chinese firms", side)
        if number % 4 == 0:  # one syllable of the brand is another's
            other_brand = own.brand[0] + rng.choice(_BRAND) + own.brand[2:]
            if lazy_pinyin(other_brand) != lazy_pinyin(own.brand):
                near = own._replace(brand=other_brand)
                yield Pair(own.english(rng), near.english(rng), "company", False, "one syllable", side)


_SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏"
    "魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵"
    "万钱严覃武戴莫孔向汤"
)
_GIVEN = (
    "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华玉兰红飞鹏辉建国文志海波宇浩晓东春梅成林俊"
    "峰永利新民雪莉佳怡天佑嘉豪子轩雨萱思远"
)


def persons(count: int, rng: random.Random) -> Iterator[Pair]:
    """Yield Chinese persons written in two ways, and persons of one surname."""
    for number in range(count):
        surname, given = rng.choice(_SURNAMES), "".join(rng.sample(_GIVEN, rng.choice((1, 2, 2))))
        side = side_of(f"person {surname}{given} {number}")
        family, first = _spelt([surname]), _spelt([given])
        ways = [
            surname + given,
            f"{first} {family}",
            f"{family.upper()}, {first}",
            f"{family} {_spelt(list(given))}",
            f"{family} {first}",
        ]
        one, other = rng.sample(ways, 2)
        if one != other:
            yield Pair(one, other, "person", True, "one Chinese person", side)
        theirs = "".join(rng.sample(_GIVEN, len(given)))
        if len(given) == 2 and rng.random() < 0.5:
            theirs = given[0] + theirs[0]
        if lazy_pinyin(theirs) != lazy_pinyin(given):
            other_way = rng.choice(
                [surname + theirs, f"{_spelt([theirs])} {family}", f"{family.upper()}, {_spelt([theirs])}"]
            )
            yield Pair(rng.choice(ways), other_way, "person", False, "two Chinese persons", side)
