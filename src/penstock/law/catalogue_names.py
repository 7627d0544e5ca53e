"""Names that catalogues give to the register's substances, made from its own by rules of nomenclature.

One structure has several regular names. IUPAC's Nomenclature of Organic Chemistry (2013) lets a ketone be named by its
suffix or by the prefix oxo (P-64.2, P-64.3), its hydrate as a geminal diol (P-63.1, P-65.1.1), puts prefixes in
alphabetical order, which catalogues do not keep (P-14.5), retains butyric beside butanoic acid (P-65.1.1.1), names an
ester as one of its acid too, and allows N as a locant beside the number of a nitrogen (P-62.2.1). tert-Butoxycarbonyl
is Boc. Each rule names the same atoms in another way; what a rule makes stands for the same record, and nothing here is
asked of ordinary chemicals.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_MOST = 160
"""Names made of one name at most."""

_RULES = tuple(
    (re.compile(pattern, re.IGNORECASE), other)
    for pattern, other in (
        # A carbamate of a piperidine by the name of its group, and the locants of that nitrogen.
        (r"^tert-butyl 4-(.+?)-?piperidine-1-carboxylate$", r"1-Boc-4-\1piperidine"),
        (r"^1-(?:N-)?Boc-(?=\d|\()", "1-Boc-"),
        (r"^(?:1|N)-Boc-(?=.*piperid)", "N-Boc-"),
        (r"^(?:1|N)-Boc-(?=.*piperid)", "1-N-Boc-"),
        (r"^(?:1|N)-Boc-(?=.*piperid)", "N-tert-Boc-"),
        (r"^(?:1|N)-Boc-(?=.*piperid)", "1-t-Boc-"),
        (r"^((?:1-N|1|N))-Boc-(?=.*piperid)", r"\1-tert-butoxycarbonyl-"),
        (r"^((?:1|N))-Boc-(?=.*piperid)", r"\1-tert-butyloxycarbonyl-"),
        (r"^1-Boc-(4-.+)(piperidine)$", r"\1-1-Boc-\2"),
        (r"^1-Boc-(4-.+)(piperidine)$", r"\1-N-Boc-\2"),
        # A ketone by its prefix, and its hydrate.
        (r"(?<!-)4-piperid(?:in)?one$", "4-oxopiperidine"),
        (r"(?<=-)4-piperid(?:in)?one$", "4-oxopiperidine"),
        (r"4-oxopiperidine$", "4,4-dihydroxypiperidine"),
        (r"4-oxopiperidine$", "4,4-piperidinediol"),
        (r"4-oxopiperidine$", "piperidine-4,4-diol"),
        (r"^1-(.+?)-?propan-2-one$", r"1-\1-2-oxopropane"),
        (r"^1-(.+?)-?propan-2-one$", r"2-oxo-1-\1propane"),
        # An aromatic amine of a piperidine, seen from either side.
        (r"4-anilinopiperidine$", "4-(N-phenylamino)piperidine"),
        (r"^N-phenyl-?piperidin-4-amine$", "N-(piperidin-4-yl)aniline"),
        (r"^N-phenyl-?piperidin-4-amine$", "N-(4-piperidinyl)aniline"),
        (r"^N-phenyl-?piperidin-4-amine$", "N-(4-piperidyl)aniline"),
        # Retained names, the order of prefixes, an acid and its ester.
        (r"butan(?=oate|oic acid)", "butyr"),
        (r"butyro(?=ate)|butyroic", "butyr"),
        (r"butyroate", "butyrate"),
        (r"butanenitrile", "butyronitrile"),
        (r"butanamide", "butyramide"),
        (r"3-oxo-2-(phenyl|\(.+\))-?but", r"2-\1-3-oxobut"),
        (r"alpha-phenylacetoacet(?=ate|amide|onitrile)", "alpha-acetylphenylacet"),
        (r"alpha-acetylphenylacet(?=ate|amide|onitrile)", "2-acetyl-2-phenylacet"),
        (r"^(tert-butyl) (.+?)-?carboxylate$", r"\2-carboxylic acid \1 ester"),
        (r"^(methyl|ethyl) (.+?)(?:butyrate)$", r"\2butyric acid \1 ester"),
        (r"^(methyl|ethyl) (.+?)butanoate$", r"\2butanoic acid \1 ester"),
        (r"^(methyl|ethyl) (.+?)acetate$", r"\2acetic acid \1 ester"),
        # The benzodioxole ring by fusion and with its indicated hydrogen.
        (r"(?<!2H-)1,3-benzodioxol-5-yl", "benzo[d][1,3]dioxol-5-yl"),
        (r"(?<!2H-)1,3-benzodioxol-5-yl", "2H-1,3-benzodioxol-5-yl"),
        (r"2H-1,3-benzodioxol-5-yl", "1,3-benzodioxol-5-yl"),
        # The same in Chinese: 氧代 is oxo, 二醇 and 二羟基 a diol.
        (r"4-哌啶酮$", "4-氧代哌啶"),
        (r"4-氧代哌啶$", "4,4-二羟基哌啶"),
        (r"4-氧代哌啶$", "4,4-哌啶二醇"),
        (r"4-氧代哌啶$", "哌啶-4,4-二醇"),
        (r"(\d)-氧-(?=\d)", r"\1-氧代-"),
        (r"3-氧代-2-苯基丁", "2-苯基-3-氧代丁"),
        (r"^1-(Boc|叔丁氧羰基)-(?=.*哌啶)", r"N-\1-"),
        (r"^1-(Boc|叔丁氧羰基)-(?=.*哌啶)", r"1-N-\1-"),
    )
)
_LOOSE = re.compile(r"[\W_]+")


def catalogue_names(names: Iterable[str]) -> Iterator[str]:
    """Yield what the rules make of some names of one structure, and of that, and so on; none that is given.

    Two names that differ only in case, dashes, brackets and spaces are one.
    """
    waiting = list(dict.fromkeys(names))
    seen = {_LOOSE.sub("", name).lower() for name in waiting}
    made = 0
    while waiting and made < _MOST:
        one = waiting.pop(0)
        for pattern, other in _RULES:
            changed = pattern.sub(other, one)
            key = _LOOSE.sub("", changed).lower()
            if key not in seen:
                seen.add(key)
                waiting.append(changed)
                made += 1
                yield changed
