"""Whom a name, a pronoun or a title means where it stands, and on whose behalf that speaker speaks."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from itertools import islice
from typing import TYPE_CHECKING

from penstock.reading.named import tokens
from penstock.reading.repeated import said_again
from penstock.reading.speakers import named_at_end
from penstock.reading.speech import place_names

if TYPE_CHECKING:
    from collections.abc import Iterator

    from penstock.reading.attribution import Given
    from penstock.reading.cast import Cast, Person
    from penstock.reading.named import Named as NamedType
    from penstock.reading.named import SpeakerKind
    from penstock.reading.prose import Stretch
    from penstock.reading.speech import Gender, Speech

_PLURAL = re.compile(r"(?:s|people|police|authorities|media)$")
_OWNER = re.compile(r"^(?P<owner>.+?)[’']s?\s+[\w\s-]+$")
_FROM = re.compile(r"\b(?:from|by|of)\s+(?P<owner>.+)$")
_FOR = re.compile(r"\b(?:for|of|at|with|from|in|de|del)\s+(?:the\s+|la\s+|el\s+)?(?P<body>.+)$")
_CLAUSE = re.compile(
    r"\s*(?:When|While|After|Before|As|Although|Though|Since|If|Once)\s+(?P<who>[A-Z][\w’-]+(?:\s[A-Z][\w’-]+){0,2})\s+(?:was|is|had|has|first|last|[a-z]+(?:ed|s|ew|ent|ke|ld|ot|et))\b[^.;]*,\s+$"
)
_NEAR = 900
_FAR_BACK = 128
"""Of those heard or seen before, how many a pronoun may mean."""

_FARTHEST = 3_000
"""Characters before a pronoun among which its sentence begins."""

_OF_SOMEBODY = re.compile(
    r"(?:statement|letter|e-?mail|post|message|announcement|readout|release|notice|commentary|editorial|website|account|comunicado|carta|mensaje|nota)$"
)
_DELAY = 2


@dataclass(frozen=True, slots=True)
class Voice:
    """Who speaks; ``name`` is ``None`` where nobody is named, as of an anonymous official."""

    name: str | None
    kind: SpeakerKind
    named_as: str
    role: str | None = None
    is_anonymous: bool = False
    candidates: tuple[str, ...] = ()
    gender: Gender | None = None
    spoken_by: str | None = None

    @property
    def key(self) -> str:
        """What two voices of one speaker have in common."""
        return re.sub(r"^(?:the|a|an)\s+", "", (self.name or self.role or self.named_as).lower())


NOBODY = Voice(None, "role", "")
"""No speaker that the text names."""


class Resolver:
    """Keeps who was named, heard and seen last in a text."""

    def __init__(self, speech: Speech, cast: Cast, text: str) -> None:
        """Take the people of the text."""
        self._speech = speech
        self._cast = cast
        self._text = text
        self._salient: list[tuple[int, Voice]] = []
        self._by_name: dict[str, Voice] = {}

    def heard(self, voice: Voice, at: int) -> None:
        """Remember that somebody spoke at a place."""
        if voice is not NOBODY:
            self._remember(voice, at)

    def seen(self, named: NamedType, at: int) -> None:
        """Remember who a sentence is about."""
        if self._salient and self._salient[-1][0] >= at:
            return
        voice = self.voice(named)
        if voice is not NOBODY:
            self._remember(voice, at)

    def _remember(self, voice: Voice, at: int) -> None:
        self._salient.append((at, voice))
        if voice.kind == "person" and voice.name is not None:
            self._by_name[voice.name] = voice

    def _lately(self) -> Iterator[Voice]:
        """Yield who was heard or seen, the last first, as far back as a pronoun may point."""
        return (voice for _, voice in islice(reversed(self._salient), _FAR_BACK))

    def named_between(self, start: int, end: int) -> list[str]:
        """Return the people named in a stretch, and who else was heard or seen there."""
        names = [person.name for _, person in self._cast.mentioned(start, end)]
        return names + [v.name or v.named_as for at, v in self._salient[-_FAR_BACK:] if start <= at < end]

    def first_in(self, sentence: Stretch) -> Voice | None:
        """Return the person whom a sentence names first."""
        people = self._cast.mentioned(sentence.start, sentence.end)
        return _of_person(people[0][1], people[0][1].name) if people else None

    def just_seen(self, at: int, text: str) -> Voice | None:
        """Return the person whom the sentence before a place is about, in the same paragraph."""
        if not self._salient:
            return None
        place, voice = self._salient[-1]
        is_person = voice.kind == "person" or (voice.kind == "role" and not _PLURAL.search(voice.key))
        return voice if is_person and text.find("\n", place, at) < 0 else None

    def voice(self, named: NamedType) -> Voice:
        """Return who is meant by what a sentence names."""
        at = named.start
        if named.kind == "pronoun":
            return self._pronoun(named)
        if named.kind == "person":
            return self._person(named, at)
        if named.kind == "role":
            return self._role(named, at)
        if named.kind == "document":
            return self._document(named)
        name = re.sub(r"^(?:the|el|la|los|las)\s+", "", named.name or named.text, flags=re.IGNORECASE)
        return Voice(_plain(name), named.kind, named.text)

    def _pronoun(self, named: NamedType) -> Voice:  # noqa: PLR0911  # each way a pronoun may be meant
        if named.gender == "n":
            wants_many = named.text.lower() in {"they", "ellos"}
            for voice in self._lately():
                is_many = bool(_PLURAL.search(voice.key.split(" for ")[0].split(" from ")[0])) or " and " in voice.key
                if voice.kind in {"body", "place", "document"} or (wants_many and (is_many or voice.kind == "role")):
                    return replace(voice, named_as=named.text)
            if wants_many and self._salient:
                return replace(self._salient[-1][1], named_as=named.text)
            return NOBODY
        own = self._in_own_clause(named)
        if own is not None:
            return own
        sure = [v for _, v in self._salient[-4:] if v.gender == named.gender and v.kind in {"person", "role"}]
        if sure and self._salient[-1][1].kind == "role" and self._salient[-1][1].gender is None:
            return replace(sure[-1], named_as=named.text)
        for voice in self._lately():
            is_one = " and " not in voice.key and not (voice.kind == "role" and _PLURAL.search(_head_word(voice.key)))
            if voice.kind in {"person", "role"} and is_one:
                if voice.gender and named.gender and voice.gender != named.gender:
                    continue
                return replace(voice, named_as=named.text)
        people = [p for _, p in self._cast.mentioned(max(0, named.start - 600), named.start) if _fits(p, named.gender)]
        return _of_person(people[-1], named.text) if people else NOBODY

    def _in_own_clause(self, named: NamedType) -> Voice | None:
        """Return whom a clause before the pronoun is about: ``When Blinken visited Beijing, he said``."""
        far = max(0, named.start - _FARTHEST)
        begin = max(self._text.rfind(mark, far, named.start) for mark in ("\n", ". ", "” ", '" ')) + 1
        if far and not begin:
            return None
        m = _CLAUSE.match(self._text[begin : named.start])
        if m is None:
            return None
        people = self._cast.mentioned(begin + m.start("who"), begin + m.end("who"))
        if people:
            return _of_person(people[0][1], named.text) if _fits(people[0][1], named.gender) else None
        return Voice(m["who"], "person", named.text) if m["who"] not in place_names() else None

    def _person(self, named: NamedType, at: int) -> Voice:
        name = _plain(named.name or "")
        parts = name.split()
        if len(parts) > 1 and " and " not in name:
            person = self._cast.people.get(name) or self._cast.whole(parts)
            if person is None:
                return Voice(name, "person", named.text, named.role, gender=named.gender)
            return _of_person(person, named.text, named.role)
        people = self._cast.called(name, at, named.gender)
        if not people:
            if name in place_names():
                return Voice(name, "place", named.text)
            same = self._by_name.get(name)
            return (
                replace(same, named_as=named.text)
                if same
                else Voice(name, "person", named.text, named.role, gender=named.gender)
            )
        if len(people) > 1:
            fits = [p for p in people if named.role and any(_shares(self._speech, named.role, own) for own in p.roles)]
            if len(fits) != 1:
                return Voice(name, "person", named.text, candidates=tuple(p.name for p in people))
            people = fits
        return _of_person(people[0], named.text, named.role)

    def _role(self, named: NamedType, at: int) -> Voice:  # noqa: C901  # each way in which a title may be meant
        role = named.role or named.text
        head = _head_word(role)
        if role.lower() in self._speech.some:
            group = next(
                (
                    v
                    for _, v in reversed(self._salient[-4:])
                    if v.kind == "role" and _PLURAL.search(_head_word(v.role or ""))
                ),
                None,
            )
            of = f"{role.lower()} of {group.role}" if group is not None else role
            return Voice(None, "role", named.text, of, is_anonymous=True)
        is_anonymous = any(word in role.lower() for word in ("unnamed", "anonymous", "unidentified"))
        if not named.is_indefinite and not _PLURAL.search(head):
            for person in self._cast.of_role(role, at, named.gender):
                if _is_compatible(role, person.roles):
                    return _of_person(person, named.text)
            for _, voice in reversed(self._salient[-6:]):
                if voice.kind == "role" and _head_word(voice.role or "") == head:
                    return replace(voice, named_as=named.text)
            is_owned = role.split()[0].lower() in {"its", "their"}
            if head in self._speech.generic and not is_owned and len(role.split()) < 5 and self._salient:  # noqa: PLR2004
                near = [v for place, v in self._salient[-3:] if v.kind == "person" and at - place < 900]  # noqa: PLR2004
                fits = [v for v in near if not (v.gender and named.gender and v.gender != named.gender)]
                if fits:
                    return replace(fits[-1], named_as=named.text)
        elif not named.is_indefinite:
            for _, voice in reversed(self._salient[-6:]):
                if voice.kind == "role" and _head_word(voice.role or "") == head:
                    return replace(voice, named_as=named.text)
        return Voice(None, "role", named.text, role, is_anonymous=is_anonymous, gender=named.gender)

    def _document(self, named: NamedType) -> Voice:
        text = named.text
        for pattern in (_OWNER, _FROM):
            m = pattern.search(text)
            owner = named_at_end(self._speech, m["owner"]) if m else None
            if owner is not None and owner.kind != "document":
                return replace(self.voice(owner.moved(named.start)), named_as=text)
        is_of_somebody = bool(_OF_SOMEBODY.search(text.lower()))
        if not named.is_indefinite and self._salient and is_of_somebody and named.start - self._salient[-1][0] < _NEAR:
            last = next((v for v in self._lately() if v.kind in {"body", "person", "place", "document"}), None)
            if last is not None:
                return replace(last, named_as=text)
        return Voice(None, "document", text, text)

    def settled(self, given: list[Given]) -> list[Given]:
        """Return the attributions once the whole text is known: delayed names, and words said again by a person."""
        return said_again(self._named_later(given), self._text)

    def _named_later(self, given: list[Given]) -> list[Given]:
        """Name a title by the person who is first named right behind: ``The mayor said ... Ann Lee said.``."""
        renamed: dict[str, Voice] = {}
        for nth, one in enumerate(given):
            role = one.voice.role if one.voice.kind == "role" and one.voice.name is None else None
            if (
                role is None
                or one.voice.is_anonymous
                or not re.match(r"(?:the|el|la)\s|[^a]\S*\s|[A-Z]", role)
                or role.lower().startswith(("a ", "an ", "one ", "un ", "una "))
            ):
                continue
            if _PLURAL.search(_head_word(role)):
                continue
            for other in given[nth + 1 : nth + 1 + _DELAY]:
                if (
                    other.quote.paragraph - one.quote.paragraph > 1
                    or other.voice.kind != "person"
                    or other.voice.name is None
                ):
                    continue
                person = self._cast.people.get(other.voice.name)
                is_first = person is not None and min(person.places) > one.quote.start
                if (
                    is_first
                    and person is not None
                    and (not other.voice.role or _shares(self._speech, role, other.voice.role))
                ):
                    renamed[one.voice.key] = replace(other.voice, role=other.voice.role or role)
                break
        out = []
        by_name = {voice.name: voice for voice in reversed(renamed.values())}
        for one in given:
            new = renamed.get(one.voice.key)
            if new is None:
                same = None if one.voice.role else by_name.get(one.voice.name)
                out.append(replace(one, voice=replace(one.voice, role=same.role)) if same and one.voice.name else one)
            else:
                out.append(replace(one, voice=replace(new, named_as=one.voice.named_as)))
        return out


def _plain(name: str) -> str:
    return re.sub(r"[’']s?$", "", " ".join(name.split()))


def _fits(person: Person, gender: Gender | None) -> bool:
    return not (gender and person.gender and person.gender != gender)


def _of_person(person: Person, named_as: str, role: str | None = None) -> Voice:
    own = person.roles[0] if person.roles else role
    return Voice(person.name, "person", named_as, own, gender=person.gender)


def _head_word(role: str) -> str:
    before = re.split(r"\s(?:for|of|to|at|from|in|with|familiar|briefed|de|del|who)\s", role.lower(), maxsplit=1)[0]
    words = re.findall(r"[^\W\d_][\w-]*", before)
    return words[-1].removeprefix("ex-") if words else ""


def _is_compatible(role: str, roles: list[str]) -> bool:
    """Tell whether the proper names in a role stand in one a person was given, as far as both have any."""
    own = _content(role)
    return any(own <= _content(one) or (len(_content(one)) < 2 and not _capitals(role)) for one in roles)  # noqa: PLR2004


def _content(role: str) -> set[str]:
    """Return what a role says, its article left out."""
    same = {
        "spokesman": "spokesperson",
        "spokeswoman": "spokesperson",
        "american": "us",
        "u.s": "us",
        "united": "us",
        "states": "us",
    }
    words = {w.low.removeprefix("ex-") for w in tokens(role) if w.text[0].isalnum()}
    return {same.get(word, word) for word in words} - {"the", "a", "an", "to", "of", "for", "el", "la", "de"}


def _capitals(role: str) -> bool:
    return any(w.is_capital and w.low not in {"the", "a", "an"} for w in tokens(role))


def _shares(speech: Speech, one: str, other: str) -> bool:
    heads = {w.low for w in tokens(one) if w.low in speech.roles}
    return bool(heads & {w.low for w in tokens(other) if w.low in speech.roles})


def on_behalf(voice: Voice) -> str | None:
    """Return for which body or government a speaker speaks, as far as the role says it."""
    if voice.kind in {"body", "place"}:
        return voice.name
    if voice.role is None:
        return None
    office = re.search(r"\bSecretary\s+of\s+(?:the\s+)?(?P<of>[A-Z]\w+)", voice.role)
    if office is not None:
        return f"Department of {office['of']}"
    m = _FOR.search(voice.role)
    if m is not None and any(word.is_capital for word in tokens(m["body"])):
        return m["body"].strip(" ,")
    words = voice.role.split()
    body = [
        word for word in words if word[:1].isupper() or word.lower() in {"foreign", "ministry", "embassy", "department"}
    ]
    bare = [
        word
        for word in body
        if word.lower().rstrip(".")
        not in {
            "the",
            "a",
            "an",
            "mr",
            "ms",
            "mrs",
            "dr",
            "president",
            "secretary",
            "minister",
            "ambassador",
            "senator",
            "spokesperson",
            "spokesman",
            "spokeswoman",
            "speaker",
            "chief",
        }
    ]
    return " ".join(bare) or None
