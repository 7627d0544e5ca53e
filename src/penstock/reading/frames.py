"""The frames of speech in a sentence: each verb or noun that says somebody said something, with who that is."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from penstock.reading.named import Named
from penstock.reading.openings import named_at_start
from penstock.reading.prose import CLOSE, INNER, OPEN
from penstock.reading.speakers import named_at_end, subject_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from penstock.reading.speech import Speech

FrameKind = Literal["say", "judge", "noun", "according", "colon", "by"]

_BARRIER = re.compile(
    rf"(?:,|{CLOSE})\s+(?:but|while|although|though|whereas|pero|mientras|aunque)\s(?!that\b|que\b)|;\s", re.IGNORECASE
)
_CUT = re.compile(rf";|[{OPEN}{INNER}{CLOSE}]")
_NEXT_IS_PASSIVE = re.compile(r"\s+(?:by|as\s+(?:being|having)|por)\b", re.IGNORECASE)
_ACCUSED_OF = re.compile(r"\s+(?:of|for|with)\b", re.IGNORECASE)
_CITED = re.compile(r"\bquot(?:ed|es|ing)\s+(?P<who>[^,;]{2,90}?)\s+as\s*$", re.IGNORECASE)
_COLON = re.compile(r"[:：]\s*$")
_FOR_ONE = re.compile(r"(?:(?:But|And|Yet)\s+)?(?:[Ff]or|Para)\s+(?=[A-ZÀ-Ý])")
_PAIR = 2
_SIGNATURE = 16
_FARTHEST = 1_000
"""Characters before a verb among which its subject is looked for."""

_CONJUNCTION = re.compile(r"(?:But|And|Yet|Still|So|Nor|Or|Pero|Y)\s+")
_OWNERS = {"his": "he", "her": "she", "its": "it", "their": "they"}
_SECOND = re.compile(
    r"(?P<owner>[^,;:]*?)(?:(?P<s>[’']s?)\s+|(?<=\bhis\s)|(?<=\bher\s)|(?<=\bits\s)|(?<=\btheir\s))(?P<between>(?:[\w-]+\s+){0,3}?)$"
)


@dataclass(frozen=True, slots=True)
class Frame:
    """A verb or noun of speech; ``start`` and ``end`` are its own place in the text, ``subject`` who speaks.

    A subject of ``None`` is whoever is the subject of the sentence (``adding``, ``and insisted``).
    """

    kind: FrameKind
    start: int
    end: int
    word: str
    subject: Named | None
    is_hanging: bool = False


def frames_in(speech: Speech, masked: str, start: int, end: int) -> list[Frame]:
    """Return the frames of ``masked[start:end]`` in their order, those without anybody who speaks left out."""
    found = [
        *_verbs(speech, masked, start, end),
        *_nouns(speech, masked, start, end),
        *_according(speech, masked, start, end),
    ]
    return sorted(found, key=lambda one: one.start)


def _verbs(speech: Speech, masked: str, start: int, end: int) -> Iterator[Frame]:  # noqa: C901, PLR0912  # each way a verb may stand
    for m in speech.verbs.finditer(masked, start, end):
        word = " ".join(m[0].lower().split())
        far = max(start, m.start() - _FARTHEST)
        if m[0][0].isupper() and masked[far : m.start()].strip():
            continue  # "United States" is no verb
        cut = max((c.end() for c in _CUT.finditer(masked, far, m.start())), default=far)
        clause = masked[cut : m.start()]
        words = clause.split()
        last = words[-1].lower() if words else ""
        kind: FrameKind = "judge" if word in speech.judging and word not in speech.sayings else "say"
        agent = _NEXT_IS_PASSIVE.match(masked, m.end(), end)
        if agent is not None and (by := named_at_start(speech, masked[agent.end() : end])) is not None:
            yield Frame("by", m.start(), m.end(), word, by.moved(agent.end()))
            continue
        if _is_no_verb(speech, word, last, masked[m.end() : m.end() + 12]):
            continue
        cited = _CITED.search(clause)
        if cited is not None and word in {"saying", "telling", "calling", "describing"}:
            named = named_at_end(speech, cited["who"])
            if named is not None:
                yield Frame(kind, m.start(), m.end(), word, named.moved(cut + cited.start("who")))
                continue
        if word in speech.hanging or last == "to":
            yield Frame(kind, m.start(), m.end(), word, None, is_hanging=True)
            continue
        if last in speech.passive or _is_passive(words):
            quoted = re.match(r"\s+(?:as\s+)?(?:saying|telling|dijo)", masked[m.end() : m.end() + 12])
            if not (word == "quoted" or quoted):
                continue
        if (
            last.rstrip(",") in {"and", "but", "or", "y", "pero", "then"}
            and len(words) > 0
            and _joins_verbs(speech, clause)
        ):
            yield Frame(kind, m.start(), m.end(), word, None, is_hanging=True)
            continue
        inverted = _inverted(speech, masked, clause, m.end(), end, word)
        if speech.language == "es" and last in {"según", "como"} and inverted is None:
            yield Frame(kind, m.start(), m.end(), word, None, is_hanging=True)  # "que, según dijo, ..."
            continue
        subject = subject_of(speech, clause)
        if speech.language == "es" and not clause.strip(" \n") and inverted is None:
            yield Frame(kind, m.start(), m.end(), word, None, is_hanging=True)  # "Añadió que ...": whoever spoke last
            continue
        if inverted is not None:
            yield Frame(kind, m.start(), m.end(), word, inverted)
        elif subject is not None:
            if subject.kind == "person" and word in speech.plural and last not in speech.adverbs:
                continue  # "Export pledge schemes": one person does not "pledge"
            if subject.kind == "body" and word == "accused" and _ACCUSED_OF.match(masked[m.end() : end]):
                continue
            yield Frame(kind, m.start(), m.end(), word, subject.moved(cut))


def _inverted(speech: Speech, masked: str, clause: str, at: int, end: int, word: str) -> Named | None:  # noqa: PLR0913, PLR0917  # the parts of a clause
    """Return the subject behind a verb that a comma or a closing mark precedes: ``, says the chemist Ann Lee,``."""
    if word in speech.transitive or word not in speech.sayings or clause.rstrip()[-1:] not in {"", ","}:
        return None
    subject = named_at_start(speech, masked[at:end])
    if subject is None or not re.match(
        r"\s*(?:[.,;—–-]|who\b|of\b|in\b|at\b|on\b|as\b|when\b|$)", masked[at + subject.end : end]
    ):
        return None
    return subject.moved(at)


def _joins_verbs(speech: Speech, clause: str) -> bool:
    """Tell whether *and* before a verb joins it to another verb and not two subjects."""
    stripped = re.sub(r"\s+\w+,?\s*$", "", clause.rstrip())
    return bool(stripped) or subject_of(speech, clause) is None


def _is_passive(words: list[str]) -> bool:
    if words and words[-1].endswith(","):
        return False  # "who asked not to be named, called it": the aside is closed
    near = [word.lower() for word in words[-3:]]
    return bool({"been", "being", "was", "were"} & set(near[-2:])) or ("be" in near[-2:])


def _is_no_verb(speech: Speech, word: str, last: str, after: str) -> bool:
    """Tell whether a word that may be a verb is a noun or a participle here."""
    if _NEXT_IS_PASSIVE.match(after):
        return True
    bare = last.strip("“\"'‘,")
    if last.endswith(","):
        return False
    is_noun = (
        bare in speech.determiners
        or bare.endswith(("’s", "'s"))
        or bare in {"of", "for", "in", "with", "from", "by", "his", "her", "their", "its", "new", "such", "any"}
    )
    if bare in _OWNERS or (is_noun and word not in speech.hanging):
        return True
    return word == "according"


def _nouns(speech: Speech, masked: str, start: int, end: int) -> Iterator[Frame]:
    for m in re.finditer(r"[^\W\d_]+", masked[start:end]):
        word = m[0].lower()
        if word not in speech.nouns:
            continue
        near = max(start, start + m.start() - _FARTHEST)
        before = masked[near : start + m.start()]
        own = re.search(r"(?:\b(his|her|its|their)\s+|([’']s|s[’'])\s+)(?:[\w-]+\s+){0,3}$", before)
        if own is None:
            continue
        if own[1]:
            pronoun = _OWNERS[own[1].lower()]
            gender = speech.words.pronouns.get(pronoun)
            named = Named(pronoun, None, None, "pronoun", own.start(1), own.end(1), gender=gender)
        else:
            if any(speech.verbs.fullmatch(word) or word == "to" for word in before[own.end(2) :].split()):
                continue
            owner = named_at_end(speech, before[: own.start(2) + (own[2][0] == "s")], alone=True)
            if owner is None:
                continue
            named = owner
        yield Frame("noun", start + m.start(), start + m.end(), word, named.moved(near))


def _according(speech: Speech, masked: str, start: int, end: int) -> Iterator[Frame]:
    lead = _FOR_ONE.match(masked, start, end)
    if lead is not None and (one := named_at_start(speech, masked[lead.end() : end])) is not None:
        comma = masked[lead.end() + one.end :].lstrip()[:1] == ","
        if one.kind == "person" and comma:
            yield Frame("according", lead.start(), lead.end() + one.end, "for", one.moved(lead.end()))
    for m in speech.according.finditer(masked, start, end):
        if m[0].lower() == "per" and not masked[m.end() : m.end() + 80].lstrip()[:1].isupper():
            continue
        subject = named_at_start(speech, masked[m.end() : end])
        if subject is not None:
            yield Frame("according", m.start(), m.end(), m[0].lower(), subject.moved(m.end()))


def after_quote(speech: Speech, masked: str, at: int, end: int) -> Frame | None:  # noqa: C901, PLR0911  # each way in which a quotation may be followed
    """Return the frame that follows a quotation at once: ``" said Wang``, ``" Wang told reporters``, ``" by Wang``."""
    gap = masked[at:end]
    cut = re.search(rf"[;{OPEN}]", gap)
    clause = gap[: cut.start()] if cut else gap
    lead = re.match(r"[\s,:—–-]*(?:as\s+)?", clause)
    begin = lead.end() if lead else 0
    source = speech.according.match(clause, begin)
    if source is not None and (named := named_at_start(speech, clause[source.end() :])) is not None:
        return Frame("according", at + begin, at + source.end(), source[0].lower(), named.moved(at + source.end()))
    first = speech.verbs.match(clause, begin)
    if first is not None and " ".join(first[0].lower().split()) not in speech.hanging:
        subject = named_at_start(speech, clause[first.end() :])
        if subject is not None or re.match(r"\s*(?:[.,]|$)", clause[first.end() :]):
            moved = None if subject is None else subject.moved(at + first.end())
            return Frame(
                "say", at + first.start(), at + first.end(), first[0].lower(), moved, is_hanging=subject is None
            )
    by = re.match(r"\s*(?:by|por)\s+", clause)
    if by is not None:
        subject = named_at_start(speech, clause[by.end() :])
        if subject is not None:
            return Frame("by", at, at + by.end(), "by", subject.moved(at + by.end()))
    cited = re.search(r"\bquot(?:ed|es)\s+(?P<who>[^,;]{2,90}?)\s+as\s+(?:saying|telling)\b", clause)
    if cited is not None and (named := named_at_end(speech, cited["who"])) is not None:
        return Frame("say", at + cited.start(), at + cited.end(), "quoted", named.moved(at + cited.start("who")))
    cited = re.search(r"(?P<who>[^;]{2,120}?)\s+(?:was|were|is)\s+(?:quoted|cited)\b", clause)
    if cited is not None and (named := subject_of(speech, clause[: cited.end("who")])) is not None:
        return Frame("say", at + cited.start(), at + cited.end(), "quoted", named.moved(at))
    what = re.match(r",?\s+(?:is|was|are|were)\s+(?:what|how|all(?:\s+that)?)\s+", clause)
    if what is not None and (verb := speech.verbs.search(clause, what.end())) is not None:
        named_there = subject_of(speech, clause[what.end() : verb.start()])
        if named_there is not None:
            return Frame("say", at + verb.start(), at + verb.end(), verb[0].lower(), named_there.moved(at + what.end()))
    if (owned := _owned(speech, clause, at)) is not None:
        return owned
    signed = re.match(r"\s*[:—–-]\s*", clause)
    if signed is not None and at + len(clause) >= end and len(clause.split()) < _SIGNATURE:
        signer = named_at_start(speech, clause[signed.end() :])
        if signer is not None and signer.kind != "pronoun" and not clause[signed.end() + signer.end :].strip(" .,)"):
            return Frame("colon", at, at + signed.end(), ":", signer.moved(at + signed.end()))
    return _subject_then_verb(speech, clause, at, begin) or _uttered(speech, clause, at, begin)


def _owned(speech: Speech, clause: str, at: int) -> Frame | None:
    """Return the frame of ``was Ray's only comment``."""
    m = re.match(r",?\s+(?:is|was|were|are)\s+(?P<who>[^,;.]{2,60}?)[’']s?(?P<what>(?:\s+[\w-]+){1,3})", clause)
    if m is None or not speech.nouns & set(m["what"].split()):
        return None
    named = named_at_end(speech, m["who"])
    if named is None:
        return None
    return Frame("noun", at + m.start("what"), at + m.end("what"), "", named.moved(at + m.start("who")))


def _uttered(speech: Speech, clause: str, at: int, begin: int) -> Frame | None:
    """Return the frame of a verb that is no verb of speech: ``," Keller mumbled.`` of a person or a pronoun."""
    m = re.match(
        r"(?P<who>[^,.;:]{2,60}?)\s+(?P<verb>[a-z]{3,}(?:ed|s|ew|old|oke))\b(?=\s*(?:[.,;]|$|to\b|with\b|in\b|at\b|from\b|as\b|when\b|during\b|on\b|about\b))",
        clause[begin:],
    )
    if m is None or m["verb"] in speech.passive or m["verb"] in speech.adverbs or m["verb"] in speech.roles:
        return None
    subject = named_at_end(speech, m["who"])
    if subject is None or m["who"][: subject.start].strip() or subject.kind not in {"person", "pronoun"}:
        return None
    return Frame("say", at + begin + m.start("verb"), at + begin + m.end("verb"), m["verb"], subject.moved(at + begin))


def _is_all(speech: Speech, before: str, subject: Named) -> bool:
    """Tell whether nothing but words of its title stands before a subject: ``harbour master Ann Lee``."""
    words = before.strip(" ,").split()
    if not words:
        return True
    is_title = subject.kind == "person" and subject.role is not None and len(words) <= _PAIR
    return is_title and all(w.isalpha() and w.islower() and w not in speech.small | speech.adverbs for w in words)


def _subject_then_verb(speech: Speech, clause: str, at: int, begin: int) -> Frame | None:
    for verb in speech.verbs.finditer(clause, begin):
        word = " ".join(verb[0].lower().split())
        if word in speech.hanging:
            return None
        gap = clause[begin : verb.start()]
        subject = subject_of(speech, gap)
        if subject is not None and _is_all(speech, gap[: subject.start], subject):
            is_judging = word in speech.judging and word not in speech.sayings
            if is_judging and not re.search(r"\bas\s+$", clause[:begin]):
                return None
            if gap.split()[-1].lower() in speech.passive:
                return None
            return Frame("say", at + verb.start(), at + verb.end(), word, subject.moved(at + begin))
    return None


def is_closing(frame: Frame, masked: str, end: int) -> bool:
    """Tell whether nothing that a frame behind a quotation says is what was said: ``Wang said on Friday.``."""
    if frame.subject is not None and frame.subject.start > frame.end - 1:
        return True
    behind = masked[frame.end : end]
    return not re.match(
        r"\s+(?:that|he|she|they|it|we|there|this|these|the\s+\w+\s+(?:was|were|is|are|had|would|will)|[A-Z][\w’'-]+\s+(?:was|were|is|are|had|has|would|will|should|must))\b",
        behind,
    )


def barrier(masked: str, start: int, end: int) -> int:
    """Return where the last clause begins that *but* or *while* parts off; ``start`` where none does."""
    return max((m.end() for m in _BARRIER.finditer(masked, start, end)), default=start)


def colon_before(speech: Speech, masked: str, start: int, at: int) -> Frame | None:
    """Return the frame of ``Wang Wenbin: "..."``, where nothing but who speaks stands before the colon."""
    before = masked[start:at]
    colon = _COLON.search(before)
    if colon is None:
        return None
    named = named_at_end(speech, before[: colon.start()])
    if named is None or before[: named.start].strip() or named.kind in {"document", "pronoun"}:
        return None
    return Frame("colon", start + colon.start(), at, ":", named.moved(start))


def main_subject(speech: Speech, masked: str, start: int, end: int) -> Named | None:
    """Return the subject of a sentence: who it names first, leading phrases up to a comma passed over."""
    lead = _CONJUNCTION.match(masked, start, end)
    at = lead.end() if lead is not None else start
    for _ in range(4):
        piece = masked[at:end]
        found = named_at_start(speech, piece)
        if found is not None and (found.kind != "person" or found.name is not None):
            return found.moved(at)
        comma = re.search(r",\s+", piece)
        if comma is None:
            return None
        at += comma.end()
    return None
