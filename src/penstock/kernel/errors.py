"""The errors of Penstock, one tree.

PenstockError
├── UsageError             the question was put wrongly (exit status 2)
│   ├── BadDay             a day that is not YYYY-MM-DD
│   ├── UnknownPlace       a jurisdiction the register does not know
│   ├── UnknownId          an id that is not there: of a text, a measure, a subject, an account, a matter
│   ├── Overdrawn          more is drawn of an authorisation than is left; carries left and asked
│   ├── TooLittleMemory    a run cannot keep below its limit of memory; carries least
│   └── UnreadableName     a name that says nothing that tells one party from another
├── RegisterError          a register file was refused; carries file, line, key, found and expected
├── RegisterMissing        the compiled register is absent or damaged
├── NamingError            names cannot be read as structures: OPSIN or Java is missing, or failed
├── RosterError            a file of a party list was refused; carries file, where, found and expected
├── ListMissing            a party list was never imported, or its stored roster is damaged
├── FetchError             a party list could not be fetched, or an endpoint that was asked did not answer
├── InputError             an input file cannot be read at all
├── OutputError            results cannot be written
├── StoreError             the database of the store cannot be used: of another version, damaged, busy, away
├── Conflict               somebody else changed the record first; carries by, at, state and version
├── NotAllowed             the account may not do this: its role is too low, or a second person has to
├── EngineError            work cannot be shared out: Daft, Spark or Java is missing, or a worker failed
└── ConflictError          two rules of the decision table, or two obligations, collide

Every error has a ``code`` for programs and a sentence that ends in what to do for people.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


class PenstockError(Exception):
    """Base of all errors this package raises on purpose.

    Args:
        message: What was wrong and where, in one sentence.
        remedy: What the reader can do about it, in one sentence.
    """

    code = "penstock"

    def __init__(self, message: str, *, remedy: str) -> None:
        """Keep the two sentences apart and join them for printing."""
        super().__init__(f"{message} {remedy}")
        self.message = message
        self.remedy = remedy

    def __reduce__(self) -> tuple[object, ...]:
        """Travel whole between processes; the default would call the class without its remedy."""
        return _revive, (type(self), self.args), self.__dict__

    def as_dict(self) -> dict[str, str]:
        """Return ``{"code", "message", "remedy"}`` for machine readers."""
        return {"code": self.code, "message": self.message, "remedy": self.remedy}


def _revive(kind: type[PenstockError], args: tuple[object, ...]) -> PenstockError:
    return kind.__new__(kind, *args)


class UsageError(PenstockError):
    """The question was put wrongly; nothing was looked up."""

    code = "usage"


class BadDay(UsageError):  # noqa: N818  # named for what is wrong, as the tree above shows
    """A day that cannot be read as a calendar day written YYYY-MM-DD."""

    code = "bad_day"


class UnknownPlace(UsageError):  # noqa: N818  # named for what is wrong, as the tree above shows
    """A jurisdiction or country code that cannot be used."""

    code = "unknown_place"


class UnknownId(UsageError):  # noqa: N818  # named for what is wrong, as the tree above shows
    """An id that no record of the register or the store carries, or a name that several do.

    Args:
        message: What was asked.
        remedy: What to do about it.
        choices: The ids of those that may be meant, with their names.
    """

    code = "unknown_id"

    def __init__(self, message: str, *, remedy: str, choices: Mapping[str, str] | None = None) -> None:
        """Keep who may be meant for whoever lets the reader choose."""
        super().__init__(message, remedy=remedy)
        self.choices = dict(choices or {})


class Overdrawn(UsageError):  # noqa: N818  # named for what happened, as the tree above shows
    """More is to be drawn of an authorisation than is left of it; nothing was drawn.

    Args:
        message: What was asked and what is left.
        remedy: What to do about it.
        left: What is left, as it is written, in the authorisation's unit.
        asked: What was to be drawn, in the same unit.
    """

    code = "overdrawn"

    def __init__(self, message: str, *, remedy: str, left: str, asked: str) -> None:
        """Keep both quantities for programs."""
        super().__init__(message, remedy=remedy)
        self.left = left
        self.asked = asked


class TooLittleMemory(UsageError):  # noqa: N818  # named for what is wrong, as the tree above shows
    """A run cannot keep below its limit of memory; nothing was screened.

    Args:
        message: What the run holds, and the limit.
        remedy: What to do about it.
        least: The limit that will do, as a size to be given, e.g. ``1450MiB``.
    """

    code = "too_little_memory"

    def __init__(self, message: str, *, remedy: str, least: str) -> None:
        """Keep the limit that will do for whoever sets it in another way."""
        super().__init__(message, remedy=remedy)
        self.least = least


class UnreadableName(UsageError):  # noqa: N818  # named for what is wrong, as the tree above shows
    """A name of a party that cannot be compared: empty, over-long, or no more than a legal form."""

    code = "unreadable_name"


class RegisterError(PenstockError):
    """A register file was refused.

    Args:
        file: Path inside the register.
        line: Line number, from 1.
        key: Dotted path of the key inside the file.
        found: What stands there.
        expected: The shape that was expected.
        code: What kind of refusal this is, e.g. ``duplicate_key``.
    """

    def __init__(  # noqa: PLR0913  # the parts of one refusal
        self, *, file: str, line: int, key: str, found: str, expected: str, code: str
    ) -> None:
        """Keep each part for programs and print ``file:line: key: found ..., expected ...``."""
        super().__init__(f"{file}:{line}: {key}: found {found};", remedy=f"expected {expected}.")
        self.file = file
        self.line = line
        self.key = key
        self.found = found
        self.expected = expected
        self.code = code


class RegisterMissing(PenstockError):  # noqa: N818  # named for what is wrong, as the tree above shows
    """The compiled register is absent, damaged or of another version."""

    code = "register_missing"


class NamingError(PenstockError):
    """Systematic names cannot be read as structures: OPSIN or Java is missing, or failed."""

    code = "naming"


class RosterError(PenstockError):
    """A file of a party list was refused; the roster that stood before still stands.

    Args:
        file: Name of the file.
        where: The line, element or column, e.g. ``line 12``; empty when the whole file is meant.
        found: What stands there.
        expected: What was expected.
    """

    code = "roster"

    def __init__(self, *, file: str, where: str, found: str, expected: str) -> None:
        """Keep each part for programs and print ``file: where: found ..., expected ...``."""
        place = f"{file}: {where}" if where else file
        super().__init__(f"{place}: found {found};", remedy=f"expected {expected}.")
        self.file = file
        self.where = where
        self.found = found
        self.expected = expected


class ListMissing(PenstockError):  # noqa: N818  # named for what is wrong, as the tree above shows
    """A party list was never imported, or its stored roster is damaged."""

    code = "list_missing"


class FetchError(PenstockError):
    """A party list could not be fetched from its publisher, or an endpoint that was asked did not answer."""

    code = "fetch"


class InputError(PenstockError):
    """An input file cannot be read at all."""

    code = "input"


class OutputError(PenstockError):
    """The results cannot be written where they were asked for."""

    code = "output"


class StoreError(PenstockError):
    """The database of the store cannot be used: it is of another version, damaged, busy or away."""

    code = "store"


class Conflict(PenstockError):  # noqa: N818  # named for what happened, as the tree above shows
    """Somebody else changed the record first; nothing was changed by whoever came late.

    Args:
        message: What was changed, by whom and when.
        remedy: What to do about it.
        by: The account that changed it last.
        at: When, in UTC, ISO 8601.
        state: The state it is in now.
        version: The version it has now.
    """

    code = "already_changed"

    def __init__(self, message: str, *, remedy: str, by: str, at: str, state: str, version: int) -> None:  # noqa: PLR0913  # the parts of one answer
        """Keep who decided and when for programs."""
        super().__init__(message, remedy=remedy)
        self.by = by
        self.at = at
        self.state = state
        self.version = version


class NotAllowed(PenstockError):  # noqa: N818  # named for what is wrong, as the tree above shows
    """The account may not do this: its role is too low, or a second person has to."""

    code = "not_allowed"


class EngineError(PenstockError):
    """Work cannot be shared out among processes or machines: what does so is missing, or a worker failed."""

    code = "engine"


class ConflictError(PenstockError):
    """Two rules or two obligations that cannot both hold."""

    code = "conflict"
