"""Small files of plain values, JSON or YAML, read whole."""

from __future__ import annotations

import json
from functools import cache
from typing import TYPE_CHECKING, Any

from penstock.kernel.errors import InputError

if TYPE_CHECKING:
    from pathlib import Path

    from yaml import CSafeLoader

ENDINGS = (".json", ".yaml", ".yml")


def text_of(path: Path, what: str) -> str:
    """Return the text of a file.

    Args:
        path: The file.
        what: What it should hold, for the error.

    Raises:
        InputError: It cannot be read, or is not UTF-8.
    """
    try:
        return path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        message = f"{path} cannot be read ({error.strerror or error})."
        raise InputError(message, remedy=f"Name a file of {what} that is there.") from None
    except UnicodeDecodeError as error:
        message = f"{path} is not UTF-8 text (byte {error.start})."
        raise InputError(message, remedy="Save it as UTF-8.") from None


def values_of(path: Path, text: str, what: str) -> Any:  # noqa: ANN401  # any JSON value
    """Return the values that the text of a file holds, JSON or YAML by its ending.

    Raises:
        InputError: It ends otherwise, or is neither.
    """
    kind = path.suffix.lower()
    if kind not in ENDINGS:
        message = f"{path} is no file of {what} by its name."
        raise InputError(message, remedy=f"Let it end in {', '.join(ENDINGS)}.")
    try:
        return json.loads(text) if kind == ".json" else _read_yaml(text)
    except (ValueError, RecursionError) as error:
        why = str(error).splitlines()[0] if str(error) else "it nests too deep"
        message = f"{path} cannot be read: {why}."
        raise InputError(message, remedy=f"Write {what} as JSON or YAML.") from None


def _read_yaml(text: str) -> Any:  # noqa: ANN401  # any JSON value
    import yaml  # noqa: PLC0415  # slow to import, and most commands read none

    try:
        return yaml.load(text, Loader=_texts())  # noqa: S506  # a safe loader
    except yaml.YAMLError as error:
        raise ValueError(str(error)) from None


@cache
def _texts() -> type[CSafeLoader]:
    """Return a loader that reads every scalar as it is written: a day stays text, and a quantity keeps its digits."""
    import yaml  # noqa: PLC0415  # as above

    class Texts(yaml.CSafeLoader):
        """Knows no numbers, days and truths."""

    Texts.yaml_implicit_resolvers = {}
    return Texts
