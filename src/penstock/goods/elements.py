"""Names of elements that are above all what other goods are made of, and of those that make salts of their own."""

from __future__ import annotations

from penstock.goods.beside import Company

METALS = frozenset({
    "iron", "copper", "gold", "silver", "lead", "nickel", "titanium", "zinc", "aluminium", "aluminum", "carbon",
    "chromium", "cobalt", "magnesium", "tungsten", "platinum", "graphite", "diamond", "cadmium", "steel",
    "oxygen", "nitrogen", "hydrogen", "helium", "argon", "neon", "eisen", "kupfer", "silber", "blei", "zink",
    "titan", "kohlenstoff", "hierro", "cobre", "plata", "plomo", "oro", "titanio", "aluminio", "carbono",
    "cuivre", "argent", "plomb", "titane", "carbone", "fer", "or", "铁", "铜", "金", "银", "铅", "镍", "钛", "锌", "铝",
    "碳", "铬", "钴", "镁", "钨", "铂", "石墨", "氧", "氮", "氢", "氦", "氩",
})  # fmt: skip
"""Elements that a text names without selling them: aluminium foil, copper wire. Folded."""

METAL_GOODS = Company((
    "powder", "ingot", "ingots", "granules", "turnings", "shavings", "pulver", "polvo", "poudre", "粉", "锭",
    "粉末", "gas", "气", "cylinder",
), (), 20)  # fmt: skip
"""Words beside which the name of such an element is the goods."""

METALS_OF_SALTS = frozenset({
    "sodio", "potasio", "litio", "calcio", "magnesio", "amonio", "aluminio", "zinc", "cobre", "hierro", "bario",
    "plata", "plomo", "niquel", "manganeso", "mercurio", "baryum", "cuivre", "fer", "argent", "plomb",
    "manganese", "mercure", "natrium", "kalium", "zink", "kupfer", "eisen", "silber", "blei", "nickel",
    "mangan", "quecksilber", "sodium", "potassium", "钠", "钾", "锂", "钙", "镁", "铵", "铝", "锌", "铜", "铁",
    "钡", "银", "铅", "镍", "锰", "汞", "氢",
})  # fmt: skip
"""First words of salts, folded: with the word of an acid they name a salt of their own."""

NO_BASE = (
    "ium",
    "yl",
    *sorted(METALS_OF_SALTS),
    "iron",
    "copper",
    "lead",
    "silver",
    "cobalt",
    "mercury",
    "gold",
    "tin",
)
"""Ends of names that make a salt of their own with the word behind: zinc citrate is no form of zinc."""
