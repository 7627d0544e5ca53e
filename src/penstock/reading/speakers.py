"""Who a stretch of a sentence names: a person with a title, a body, a government by its capital, a role, a pronoun."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from penstock.reading.named import Named, SpeakerKind, Token, tail_off, tokens
from penstock.reading.speech import family_names_first, genders_of_first_names, place_names, portfolios

if TYPE_CHECKING:
    from collections.abc import Sequence

    from penstock.reading.speech import Gender, Speech

_MOST_WORDS = 60
"""Words before a verb among which its subject is looked for."""

_PREPOSITIONS = frozenset(["for", "of", "from", "at", "with", "in", "to", "on", "de", "del", "en", "by"])
_OWN = frozenset(["of", "from", "at", "with", "de", "del"])
_POSSESSIVE = re.compile(r"[’']s?$")
_FAMILIAR = re.compile(
    r"(?:(?:a|one|two|three|several|some|another|the)\s+)?(?:senior\s+)?(?:people|persons?|sources?|officials?|individuals)\s+"
    r"(?:familiar|briefed|with\s+(?:direct\s+)?knowledge|close\s+to|involved|who\s+(?:asked|spoke|declined)|with\s+ties)\b[^.;]*$",
    re.IGNORECASE,
)


def subject_of(speech: Speech, clause: str) -> Named | None:
    """Return who is the subject of the verb that follows a clause; ``None`` where nobody who speaks is."""
    bare = clause.rstrip()
    text = bare if bare.endswith(",") else tail_off(speech, clause)
    if not text:
        return None
    familiar = _FAMILIAR.search(text)
    if familiar is not None:
        return Named(familiar[0], None, familiar[0], "role", familiar.start(), familiar.end(), is_indefinite=True)
    text = re.sub(r"\s*\([^()]*\)\s*$", "", text)
    text = re.sub(r",\s*[RDI]-[A-Z][\w.]*\s*,?\s*$", "", text)
    text = re.sub(r",\s*(?:\d{1,3}|Jr\.?|Sr\.?|III?)\s*,?\s*$", "", text)
    relative = re.search(r"\s(?:that|which)$", text)
    if relative is not None:
        found = named_at_end(speech, text[: relative.start()].rstrip(" ,"), alone=True)
        return found if found is not None and found.kind in {"document", "body"} else None
    if text.endswith((",", "—", "–", ")", " -")):
        return _before_aside(speech, text)
    return named_at_end(speech, text)


def _before_aside(speech: Speech, text: str) -> Named | None:
    """Return the subject that an aside in commas, dashes or brackets follows."""
    pieces = [(m.start(), m[0]) for m in re.finditer(r"(?:[^,—–()]|(?<=\w)-(?=\w))+", text)]
    role: str | None = None
    for at, piece in reversed(pieces):
        bare = piece.strip()
        if not bare:
            continue
        found = named_at_end(speech, tail_off(speech, piece))
        covers = found is not None and not piece[: found.start].strip()
        first = tokens(bare)[0]
        is_outside = at != pieces[0][0] and (not covers or found is None)
        if is_outside and (found is None or _is_aside(speech, first, found)):
            role = role or bare
            continue
        if found is None:
            return None
        if at != pieces[0][0] and found.kind in {"role", "body"} and found.name is None:
            role = role or found.text
            continue
        return _joined(speech, found.moved(at), role, text[:at])
    return None


def _is_aside(speech: Speech, first: Token, found: Named | None) -> bool:
    return not first.is_capital or (found is not None and found.kind != "person") or first.low in speech.small


def _joined(speech: Speech, found: Named, role: str | None, before: str) -> Named:
    """Return a subject with the role that an aside or what stands before it gives it."""
    if role is not None and found.kind == "person":
        return replace(found, role=found.role or _role_only(role))
    if found.kind == "person" and found.role is None and before.rstrip().endswith(","):
        other = named_at_end(speech, before.rstrip().rstrip(","))
        if other is not None and other.kind == "role":
            return replace(found, role=other.role)
    return found


def _role_only(aside: str) -> str | None:
    words = aside.split()
    if not words or words[0].lower() in {"who", "which", "whose", "whom", "speaking", "citing", "when", "after"}:
        return None
    return aside


def named_at_end(speech: Speech, text: str, *, alone: bool = False) -> Named | None:
    """Return the speaker that a string ends with; ``alone`` leaves out what its last words hang on."""
    words = tokens(text)[-_MOST_WORDS:]
    while len(words) > 1 and words[-1].low in {"”", "’"}:
        words.pop()
    return at_end(speech, words, text, alone=alone)


def at_end(speech: Speech, words: Sequence[Token], text: str, *, alone: bool = False) -> Named | None:  # noqa: C901, PLR0911  # each kind of word a speaker may end with
    """Return the speaker that some words of a string end with."""
    if words and words[-1].low in speech.adjectives and not words[-1].is_capital and len(words) > 1:
        found = at_end(speech, words[:-1], text, alone=alone)  # "el gobierno mexicano"
        if found is None or found.kind not in {"role", "body"}:
            return found
        whole = text[found.start : words[-1].end]
        name = f"{found.name} {words[-1].text}" if found.name else None
        return replace(found, text=whole, name=name, role=whole if found.role else None, end=words[-1].end)
    if not words:
        return None
    last = words[-1]
    if _is_some_of(speech, words):
        whole = text[words[-3].start : last.end]
        return Named(whole, None, whole, "role", words[-3].start, last.end, is_indefinite=True)
    if last.text.lower() in speech.words.pronouns:
        gender = speech.words.pronouns[last.text.lower()]
        return Named(last.text, None, None, "pronoun", last.start, last.end, gender=gender)
    if last.low.endswith("-year-old"):
        return _of_age(speech, words)
    if last.text.lower() in speech.some and (len(words) == 1 or words[-2].text in {",", ";"}):
        return Named(last.text, None, last.text, "role", last.start, last.end, is_indefinite=True)
    if last.is_capital and (last.low not in speech.small or last.text in place_names()):
        first = _run(speech, words)
    elif last.low in speech.roles or last.low in speech.bodies:
        first = _role_start(speech, words)
    else:
        return None if alone else _hung_on(speech, words, text)
    own = words[first:]
    found = _made(speech, own, text)
    if alone:
        return found
    rest = list(words[:first])
    if rest and rest[-1].low in speech.determiners:
        indefinite = rest[-1].low in speech.words.indefinite
        found = replace(found, start=rest[-1].start, is_indefinite=indefinite, text=text[rest[-1].start : found.end])
        found = replace(found, role=found.text) if found.kind in {"role", "document"} else found
        rest.pop()
    return _extended(speech, found, rest, text) or _hung_on(speech, words, text)


def _of_age(speech: Speech, words: Sequence[Token]) -> Named:
    """Return who is named by an age: ``the 54-year-old``."""
    last = words[-1]
    found = Named(last.text, None, last.text, "role", last.start, last.end)
    if len(words) > 1 and words[-2].low in speech.determiners:
        is_indefinite = words[-2].low in speech.words.indefinite
        found = replace(found, start=words[-2].start, is_indefinite=is_indefinite)
    return found


def _is_some_of(speech: Speech, words: Sequence[Token]) -> bool:
    """Tell whether words end with ``one of them``."""
    three = [word.low for word in words[-3:]]
    return three[1:2] == ["of"] and three[-1] in {"them", "these", "those"} and three[0] in speech.some


def _hung_on(speech: Speech, words: Sequence[Token], text: str) -> Named | None:
    """Return a role with what a preposition hangs on it in ordinary words: ``a spokeswoman for one of the shops``."""
    if not words[-1].text[0].isalpha() or words[-1].low in speech.small or speech.verbs.fullmatch(words[-1].text):
        return None
    for at in range(len(words) - 2, max(0, len(words) - 9), -1):
        one, left = words[at], words[at - 1]
        if not one.text[0].isalnum() or speech.verbs.fullmatch(one.text) or speech.verbs.fullmatch(left.text):
            return None
        if one.low in _PREPOSITIONS and (left.low in speech.roles or left.low in speech.bodies) and not left.is_capital:
            found = at_end(speech, words[:at], text)
            if found is None or found.kind not in {"role", "body"}:
                return None
            whole = text[found.start : words[-1].end]
            return replace(
                found,
                text=whole,
                name=_without_article(whole) if found.name else None,
                role=whole if found.role else None,
                end=words[-1].end,
            )
    return None


def _extended(speech: Speech, found: Named, rest: list[Token], text: str) -> Named | None:  # noqa: PLR0911  # each kind of thing something may hang on
    """Take in what a preposition or *and* hangs the end on: ``a spokesman for the Embassy``, ``Li Wei of Fudan``."""
    if rest and rest[-1].low in _PREPOSITIONS and found.kind != "pronoun":
        left = at_end(speech, rest[:-1], text)
        if left is None or left.kind == "pronoun":
            return found if found.kind == "person" and found.role in place_names() else None
        if left.kind == "role" and found.kind == "person" and found.role in place_names():
            role = f"{left.role} {rest[-1].text} {found.role}"  # "U.S. Ambassador to China Nicholas Burns"
            return replace(found, role=role, text=text[left.start : found.end], start=left.start)
        if left.kind == "person":
            if rest[-1].low not in _OWN:
                return None
            return replace(
                left,
                text=text[left.start : found.end],
                role=left.role or f"{rest[-1].text} {found.text}",
                end=found.end,
            )
        whole = text[left.start : found.end]
        if left.kind == "place":
            return None
        name = found.name if left.kind == "role" and found.kind == "person" and rest[-1].low in {"de", "del"} else None
        body = left.kind in {"body", "document"}
        name = whole if body else name
        return replace(left, text=whole, role=None if body else whole, name=_without_article(name), end=found.end)
    if rest and rest[-1].low in {"and", "y", "e"} and found.kind != "pronoun":
        left = at_end(speech, rest[:-1], text)
        is_first = left is not None and not text[: left.start].strip(" ,")
        if left is not None and (left.kind == "role" or (left.kind == found.kind and is_first)):
            whole = text[left.start : found.end]
            if left.kind == "role" and found.kind == "person":
                return found
            name = whole if left.name is not None else None
            return replace(left, text=whole, name=name, role=whole if left.kind == "role" else left.role, end=found.end)
    return found


def _without_article(name: str | None) -> str | None:
    return None if name is None else re.sub(r"^(?:the|The|la|La|el|El)\s+", "", name)


def _run(speech: Speech, words: Sequence[Token]) -> int:
    """Return where the capitalised words at the end begin, with the words of a title before them."""
    at = len(words) - 1
    while at > 0:
        one = words[at - 1]
        named_he = one.text == "He" and words[at].is_capital and words[at].low not in speech.small
        is_name = one.is_capital and (one.low not in speech.small or (one.low in speech.titles and at > 1))
        if is_name or named_he or (one.text == "&" and at > 1):
            at -= 1
        elif (one.low in speech.joining or one.low in speech.particles) and at > 1 and _joins(speech, words, at):
            at -= 2 if words[at - 2].is_capital or at < 3 else 3  # noqa: PLR2004
        else:
            break
    return _modifiers(speech, words, at)


def _joins(speech: Speech, words: Sequence[Token], at: int) -> bool:
    """Tell whether ``of``, ``for`` or the like before the run belongs to a name: Ministry of, Secretary of, Bank of."""
    left = words[at - 2]
    if words[at - 1].low == "the" and at > 2 and left.low == "of":  # noqa: PLR2004
        return words[at - 3].low in speech.body_names
    if words[at - 1].low in speech.particles and words[at - 1].low not in {"of", "for", "on"}:
        return left.is_capital and left.low not in speech.small and left.low not in speech.roles
    if words[at - 1].low == "and":
        return False
    if left.low in speech.titles and words[at].low in portfolios():
        return True
    return left.is_capital and left.low in speech.body_names


def _modifiers(speech: Speech, words: Sequence[Token], at: int) -> int:
    """Take in the words of a role before a name: ``Chinese foreign ministry spokesman Wang Wenbin``."""
    start = at
    while at > 0:
        one = words[at - 1]
        known = (
            one.low in speech.roles
            or one.low in speech.modifiers
            or one.low in speech.bodies
            or one.low in speech.titles
        )
        if (
            (known and one.low not in speech.determiners and not (one.low in speech.small and not one.is_capital))
            or (at < start and one.is_capital and one.low not in speech.small)
            or (at < start and "-" in one.text and one.text[0].isalpha())
        ):
            at -= 1
        else:
            break
    has_role = any(
        word.low in speech.roles or word.low in speech.titles or word.low in speech.bodies for word in words[at:start]
    )
    return at if has_role else start


def _role_start(speech: Speech, words: Sequence[Token]) -> int:
    """Return where a role in lower case begins: behind its article, or where its known words begin."""
    at = len(words) - 1
    for back in range(1, 8):
        place = len(words) - 1 - back
        if place < 0:
            break
        one = words[place]
        if one.low in speech.determiners:
            return place + 1
        if not one.text[0].isalpha() or one.low in _PREPOSITIONS or (one.low in speech.small and not one.is_capital):
            break
    while at > 0:
        one = words[at - 1]
        if one.low == "and" and at > 1 and words[at - 2].low in speech.modifiers:
            at -= 2  # "finance and commerce ministries"
            continue
        if one.low in speech.small or not one.text[0].isalpha():
            break
        if (
            one.is_capital
            or one.low in speech.modifiers
            or one.low in speech.roles
            or one.low in speech.bodies
            or "-" in one.text
        ):
            at -= 1
        else:
            break
    return at


def _made(speech: Speech, own: Sequence[Token], text: str) -> Named:  # noqa: PLR0911  # each kind of speaker
    """Return what some words name: the words behind the last title are the name, those before it the role."""
    start, end = own[0].start, own[-1].end
    whole = text[start:end]
    last = own[-1].low
    if not own[-1].is_capital:
        kind: SpeakerKind = "role" if last in speech.roles else "document" if last in speech.documents else "body"
        name = whole if kind == "body" else None
        return Named(whole, name, whole if kind == "role" else None, kind, start, end, gender=_gender(speech, own))
    if whole in place_names() or last in speech.body_names or _POSSESSIVE.sub("", whole) in place_names():
        is_place = whole in place_names() and place_names()[whole][1] != "of"
        return Named(whole, whole, None, "place" if is_place else "body", start, end)
    led = _leading_place(own)
    if led:
        return replace(_made(speech, own[led:], text), role=text[start : own[led - 1].end], start=start, text=whole)
    cut = _behind_titles(speech, own)
    if cut == len(own):
        return Named(whole, None, whole, "role", start, end, gender=_gender(speech, own))
    name = text[own[cut].start : end]
    if name in place_names():
        return Named(whole, name, None, "place", start, end)
    role: str | None = text[start : own[cut - 1].end] if cut else None
    if not cut and _is_body(speech, own):
        return Named(whole, whole, None, "body", start, end)
    owner = [word for word in own[:cut] if word.text.endswith(("’s", "'s"))]
    role = role if role is None or owner or cut > 1 or own[0].low not in speech.honorifics else None
    return Named(whole, name, role, "person", start, end, gender=_gender(speech, own))


def _leading_place(own: Sequence[Token]) -> int:
    """Return how many words before a name name a place: ``China Nicholas Burns`` behind *Ambassador to*."""
    for many in (2, 1):
        rest = own[many:]
        is_name = len(rest) >= 2 and all(word.is_capital for word in rest)  # noqa: PLR2004
        place = " ".join(word.text for word in own[:many])
        if (
            is_name
            and place in place_names()
            and place_names()[place][1] == "name"
            and not place.isupper()
            and "." not in place
        ):
            return many
    return 0


def _behind_titles(speech: Speech, own: Sequence[Token]) -> int:
    cut = max(
        (nth + 1 for nth, word in enumerate(own) if word.low in speech.titles or word.text.endswith(("’s", "'s"))),
        default=0,
    )
    if cut and cut < len(own) and own[cut].low in {"of", "for", "de", "del"}:
        cut += 1
        while cut < len(own) and (own[cut].low in portfolios() or not own[cut].is_capital):
            cut += 1
    if cut == 0 and len(own) > 3 and own[0].text in place_names():  # noqa: PLR2004  # a title that is not known
        return len(own) - 2
    if cut == 0:  # "Chinese foreign ministry's" and the like: lower case words are no name
        cut = max(
            (nth + 1 for nth, word in enumerate(own) if not word.is_capital and word.low not in speech.particles),
            default=0,
        )
    return cut


def _is_body(speech: Speech, own: Sequence[Token]) -> bool:
    words = [word.low for word in own]
    if any(word in speech.body_names for word in words):
        return True
    return len(own) == 1 and own[0].text.isupper() and len(own[0].text) > 1


def _gender(speech: Speech, own: Sequence[Token]) -> Gender | None:
    for word in own:
        if word.low in speech.words.feminine:
            return "f"
        if word.low in speech.words.masculine:
            return "m"
    names = [word.low for word in own if word.is_capital and word.low not in speech.titles]
    if len(names) > 1 and names[0] not in family_names_first():
        return genders_of_first_names().get(names[0])
    return None
