"""Goods texts: how right the matcher is on the half of the corpus kept shut, and how fast it reads many texts."""

from __future__ import annotations

import json
import random
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from figures import Figure, best
from goods_corpus import measure, read_lines
from name_pairs import SEED
from names import PEERS

from penstock.goods import Scanner, Vocabulary, read_vocabulary

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from tests.goods.reference import Reference  # the plain way is part of the tests

CORPUS = ROOT / "bench" / "corpus"
GOALS = {"substance": (0.98, 0.97), "equipment": (0.97, 0.97), "code": (0.97, 0.97)}
TEXTS = 300_000
MENTIONING = 0.02
"""Share of the texts that mention something on purpose, as in declarations of every kind of goods."""
FEW, MANY = 20_000, 400_000


def corpus_figures() -> Iterator[Figure]:
    """Read the shut half of the labelled corpus."""
    result = measure(read_lines([CORPUS / "shut.jsonl"]))
    for (kind, where), score in sorted(result.scores.items()):
        recall, precision = GOALS[kind]
        count = score.right + score.missed
        yield Figure(
            f"goods texts kept shut, {kind}, {where}: {count:,} labels",
            f"recall {score.recall:.3f}, precision {score.precision:.3f}; touched {score.touched / max(1, count):.3f}",
            "the labels, span and subject exact",
            f"recall at least {recall}, precision at least {precision}",
            score.recall >= recall and score.precision >= precision,
        )


def goods_texts(count: int, rng: random.Random) -> list[str]:
    """Return goods texts of words that name nothing, and a few lines of the corpus that do."""
    lines = read_lines([CORPUS / "learn.jsonl"])
    words = [word for line in lines if not line["mentions"] for word in line["text"].split()]
    named = [line["text"] for line in lines if line["mentions"]]
    return [
        f"{rng.choice(named)} {rng.randrange(9_999)}"
        if rng.random() < MENTIONING
        else " ".join([*rng.choices(words, k=rng.randrange(4, 12)), str(rng.randrange(99_999))])
        for _ in range(count)
    ]


def _with(words: Vocabulary, count: int) -> Vocabulary:
    kept = random.Random(SEED).sample(range(len(words.terms)), min(count, len(words.terms)))
    terms, keys = [words.terms[place] for place in kept], [words.keys[place] for place in kept]
    return Vocabulary(terms, keys, words.numbers, words.salts, words.codes, words.simplified, words.register)


def speed_figures() -> Iterator[Figure]:
    """Scan many texts with few and with many terms, beside a loop, and one by one."""
    texts = goods_texts(TEXTS, random.Random(SEED))
    size = sum(len(text.encode("utf-8", "replace")) for text in texts) / 1e6
    words = read_vocabulary()
    few, many = (Scanner.of(_with(words, count)) for count in (FEW, MANY))
    some = texts[:1_000]
    for scanner in (few, many):
        scanner.scan_many(some)  # made ready
    small, large = best([lambda: few.scan_many(texts), lambda: many.scan_many(texts)], repeats=3)
    loop = _loop(texts, [term.name.casefold() for term in _with(words, FEW).terms])
    yield Figure(
        f"{TEXTS:,} goods texts, {size:.1f} MB, scanned for {FEW:,} terms",
        f"{size / small:.0f} MB/s",
        f"pyahocorasick {loop['version']}, a loop over the texts: {size / float(loop['seconds']):.0f} MB/s",
        "at least 60 MB/s, and three times the loop",
        size / small >= 60 and loop["seconds"] / small >= 3,  # the goals
    )
    yield Figure(
        f"the same for {min(MANY, len(words.terms)):,} terms",
        f"{size / large:.0f} MB/s",
        f"{FEW:,} terms: {large / small:.2f} times the time",
        "at most 1.5 times",
        large / small <= 1.5,  # the goal
    )


def sameness_figure() -> Figure:
    """Hold mentions and spans of many texts read together against the plain way, one text after the other."""
    rng = random.Random(SEED)
    texts = goods_texts(TEXTS, rng)
    texts[: TEXTS // 10] = [disguised(text, rng) for text in texts[: TEXTS // 10]]
    words = _with(read_vocabulary(), FEW)
    reference = Reference(words.terms, words.simplified, words.salts, words.codes, words.numbers)
    differ = mentions = 0
    for text, found in zip(texts, Scanner.of(words).scan_many(texts), strict=True):
        spans = {(one.start, one.end, one.kind, one.subject) for one in found}
        mentions += len(spans)
        differ += spans != reference.scan(text)
    return Figure(
        f"mentions and spans in {TEXTS:,} texts, a tenth of them disguised",
        f"{differ} texts differ in {mentions:,} mentions",
        "a plain reference scanner: every stretch of words against one dictionary",
        "none differs",
        differ == 0,
    )


def disguised(text: str, rng: random.Random) -> str:
    """Change a few characters as people do who hide a name, or type badly."""
    changed = list(text)
    for _ in range(rng.randint(1, 6)):
        place = rng.randrange(len(changed))
        changed[place] = rng.choice(["е", "0", "3", "\u200b", " ", "-", "Ａ", changed[place].upper(), "", "x"])
    return "".join(changed)


def _loop(texts: list[str], terms: list[str]) -> dict[str, Any]:
    python = PEERS / "bin" / "python"
    subprocess.run([python, "-m", "pip", "install", "--quiet", "pyahocorasick>=2.1"], check=True)
    with tempfile.TemporaryDirectory() as folder:
        for name, rows in (("terms", terms), ("texts", texts)):
            lines = "\n".join(" ".join(row.split()) for row in rows)
            (Path(folder) / f"{name}.txt").write_text(lines, "utf-8", "replace")
        script = ROOT / "bench" / "peer_goods.py"
        done = subprocess.run([python, script, folder], capture_output=True, text=True, check=True)
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def goods_figures() -> Iterator[Figure]:
    """Measure all there is of goods texts."""
    yield from corpus_figures()
    yield from speed_figures()
    yield sameness_figure()
