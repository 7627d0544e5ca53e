"""Words that tell little of a name wherever they stand: titles, particles, articles, the servant in Arabic names."""

from __future__ import annotations

FAINT = 0.12
"""Weight of an article or a particle."""

TITLES = frozenset({
    "mr", "mrs", "ms", "dr", "prof", "sr", "jr", "hajj", "haji", "hajji", "sheikh", "shaykh", "sheik", "sayyid",
    "general", "col", "capt", "gen",
})  # fmt: skip
"""Titles of persons."""

PARTICLES = frozenset({
    "al", "el", "ul", "as", "ad", "ar", "bin", "ibn", "bint", "de", "del", "la", "da", "do", "dos", "das", "van", "von",
    "der", "den", "di", "du", "y", "e", "und", "et",
})  # fmt: skip
"""Particles of persons' names."""

ARTICLES = frozenset({
    "the", "of", "and", "for", "de", "del", "la", "las", "los", "el", "y", "e", "und", "et", "der", "die", "das", "da",
    "do", "dos", "di", "du", "le", "les", "i", "a",
})  # fmt: skip
"""Articles and the like in names of companies and ships."""

SERVANT = "abdul"
"""The servant of, the first half of many Arabic names."""

SERVANTS = frozenset({"abd", "abdel", "abdal", "abdol", "abdoul", "abdu"})
"""Other spellings of it."""
