"""The speaker that a stretch begins with: behind ``said`` and ``according to``."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from penstock.reading.named import Named, tokens
from penstock.reading.speakers import at_end

if TYPE_CHECKING:
    from penstock.reading.speech import Speech

_STOP = re.compile(
    r"(?<!\bDr)(?<!\bMr)(?<!\bMrs)(?<!\bMs)(?<!\bProf)(?<!\bSen)(?<!\bRep)(?<!\bGov)(?<!\bGen)(?<!\bSt)(?<!\bLt)(?<!\bCol)(?<!\bSra)(?<!\bSr)(?<!\bAdm)(?<!\bCapt)(?<!\bMaj)(?<!\bSgt)(?<!\bRev)(?<!\bAmb)(?<!\bBrig)(?<!\bSupt)(?<!\bPres)(?<!\b[A-Z])"
    r"[.;:](?:\s|$)|[\ue000-\ue002]"
)
_FARTHEST = 1_000
"""Characters behind a verb among which its subject is looked for."""

_LEADING = re.compile(
    r"^\s*(?:(?:(?:late|early)\s+)?(?:on\s+)?(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|yesterday|today|ayer|hoy|anoche"
    r"|(?:el|este)\s+(?:lunes|martes|miércoles|jueves|viernes|sábado|domingo)|también|además|asimismo|luego|later|also|[a-z]+ly"
    r"|(?:en|durante)\s+(?:una?\s+|la\s+|su\s+|el\s+)?(?:rueda\s+de\s+prensa|conferencia(?:\s+de\s+prensa)?|entrevista|comunicado|sesión|audiencia|discurso|mensaje|nota)"
    r"|a\s+(?:los\s+)?(?:periodistas|medios)|a\s+la\s+prensa)[\s,]+(?=\S)"
)


def named_at_start(speech: Speech, text: str, longest: int = 16) -> Named | None:
    """Return the speaker that a string begins with, with a role or name that an aside behind it gives."""
    text = text[:_FARTHEST]
    text = re.sub(r"\([^()]*\)", lambda m: " " * len(m[0]), text)
    text = _LEADING.sub(lambda m: " " * len(m[0]), text)
    clause = _STOP.split(text, maxsplit=1)[0]
    lead = len(clause) - len(clause.lstrip())
    comma = re.search(r",|\s[—–-]\s|\swho\s|\squien\s", clause)
    first = clause[: comma.start()] if comma else clause
    found = _longest(speech, first, longest)
    if found is None:
        return None
    if comma is None or first[found.end :].strip():
        return found
    behind = clause[comma.end() :]
    other = _longest(speech, re.split(r",", behind, maxsplit=1)[0], longest)
    if other is None or behind[: other.start].strip():
        return found
    if found.kind == "role" and other.kind == "person":
        return replace(
            other, role=found.role, start=lead, end=comma.end() + other.end, gender=other.gender or found.gender
        )
    if found.kind == "person" and other.kind == "role":
        return replace(found, role=found.role or other.role, gender=found.gender or other.gender)
    return found


def _longest(speech: Speech, text: str, longest: int) -> Named | None:
    words = tokens(text)[:longest]
    best: Named | None = None
    for nth, word in enumerate(words):
        found = at_end(speech, words[: nth + 1], text)
        if found is not None and not text[: found.start].strip():
            best = found
        elif word.low in {"who", "that", "which", "when", "while", "after", "because", "as"} and best is not None:
            break
    return best
