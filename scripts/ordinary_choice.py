"""Which chemical a name stands for, and which names of a chemical are kept."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from ordinary_names import fold
from ordinary_sources import LANGUAGES, Named

MOST = {"en": 7, "zh": 4, "es": 4, "de": 5, "fr": 5}
"""How many names of one chemical are kept in a language."""


@dataclass(frozen=True)
class Claim:
    """That a chemical bears a name: the name's place among its names, and how many names the tables have for it."""

    cas: str
    place: int
    fame: int


def owners(claims: dict[str, list[Claim]]) -> dict[str, str]:
    """Settle which chemical a folded name stands for: its only bearer, or the one clearly best known by it.

    The bearer with most names in the tables wins if it has twice as many as a rival, or if the name stands far further
    down among the rival's; between near equals it is the only one whose first name it is.
    """
    settled = {}
    for name, bearers in claims.items():
        first = min(bearers, key=lambda one: (one.place > 3, -one.fame * (1 if one.place else 1.5), one.place))
        if all(_yields(one, first) for one in bearers if one.cas != first.cas):
            settled[name] = first.cas
    return settled


def _yields(rival: Claim, first: Claim) -> bool:
    if rival.fame * 2 <= first.fame:
        return True
    is_deep = rival.place > 2 * first.place + 2 and rival.fame <= 2 * first.fame
    return is_deep or (first.place == 0 < rival.place and rival.fame <= 1.5 * first.fame)


def claims_of(names: dict[str, list[str]], fame: dict[str, int]) -> dict[str, list[Claim]]:
    """Turn ``{CAS: folded names, best first}`` into ``{folded name: claims}``."""
    claims: dict[str, list[Claim]] = defaultdict(list)
    for cas, folded in names.items():
        for place, name in enumerate(folded):
            claims[name].append(Claim(cas, place, fame.get(cas, 1)))
    return claims


def choose(found: list[Named], fame: dict[str, int], official: dict[str, str]) -> list[Named]:
    """Keep, of each chemical and language, the first few names that fold differently and stand for it alone.

    ``official`` is ``{folded name: CAS number}`` of the names whose bearer an authority settled.
    """
    kept: dict[tuple[str, str], dict[str, Named]] = defaultdict(dict)
    for one in found:
        kept[one.cas, one.lang].setdefault(fold(one.name), one)
    by_lang: dict[str, dict[str, list[str]]] = defaultdict(dict)
    for (cas, lang), names in kept.items():
        by_lang[lang][cas] = list(names)
    claims: dict[str, list[Claim]] = defaultdict(list)
    for of_lang in by_lang.values():
        for name, bearers in claims_of(of_lang, fame).items():
            claims[name] += bearers
    settled = owners(claims) | official
    chosen: list[Named] = []
    for (cas, lang), names in kept.items():
        chosen += [one for name, one in names.items() if settled.get(name) == cas][: MOST[lang]]
    return sorted(
        set(chosen), key=lambda one: (tuple(map(int, one.cas.split("-"))), LANGUAGES.index(one.lang), one.name)
    )
