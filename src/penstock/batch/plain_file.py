"""Small files of plain values, JSON or YAML, read whole."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import yaml

from penstock.kernel.errors import InputError

if TYPE_CHECKING:
    from pathlib import Path

ENDINGS = (".json", ".yaml", ".yml")


class _Texts(yaml.CSafeLoader):
    """Reads every scalar as it is written: a day stays a day's text, and a quantity keeps its digits."""


_Texts.yaml_implicit_resolvers = {}


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
        return json.loads(text) if kind == ".json" else yaml.load(text, Loader=_Texts)  # noqa: S506  # a safe loader
    except (ValueError, yaml.YAMLError, RecursionError) as error:
        why = str(error).splitlines()[0] if str(error) else "it nests too deep"
        message = f"{path} cannot be read: {why}."
        raise InputError(message, remedy=f"Write {what} as JSON or YAML.") from None
