"""JSON for programs, progress for people at a terminal."""

from __future__ import annotations

import json
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, TextIO

from penstock.kernel.errors import OutputError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from penstock.batch.files import FileDone


def is_unicode(stream: TextIO) -> bool:
    """Tell whether a stream takes every character."""
    return (stream.encoding or "").lower().replace("-", "").startswith("utf")


def print_json(value: Any) -> None:  # noqa: ANN401  # any JSON value
    """Print one JSON value, Chinese readable where the stream takes it, keys in the order of the contract."""
    sys.stdout.write(json.dumps(value, ensure_ascii=not is_unicode(sys.stdout), indent=2) + "\n")


def write_text(path: Path, text: str) -> None:
    """Put a whole text under a file's name at once, or leave what was there.

    Raises:
        OutputError: The file cannot be written.
    """
    scratch = path.with_name(f".{path.name}.partial")
    try:
        scratch.write_text(text, encoding="utf-8")
        scratch.replace(path)
    except OSError as error:
        scratch.unlink(missing_ok=True)
        message = f"{path} cannot be written ({error.strerror})."
        raise OutputError(message, remedy="Name a file in a folder you may write to.") from None


def file_line() -> Callable[[FileDone], None] | None:
    """Return what prints a line on standard error for a file that is done; ``None`` where a bar is shown there."""
    return None if sys.stderr.isatty() else _print_file


def _print_file(done: FileDone) -> None:
    rate = done.rows_now / max(done.seconds, 1e-3)
    told = f"{done.file}: {done.rows} rows, {done.rejects} rejects, {done.seconds:.1f} s, {rate:.0f} rows a second"
    sys.stderr.write(f"{told}\n")
    sys.stderr.flush()


@contextmanager
def progress_bar(doing: str = "screening", of: str = "rows") -> Iterator[Callable[[int, int | None], None] | None]:
    """Yield a callback that draws a bar of what is done on standard error; ``None`` where that is no terminal."""
    if not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console  # noqa: PLC0415  # slow to import
    from rich.progress import (  # noqa: PLC0415  # as above
        BarColumn,
        MofNCompleteColumn,
        Progress,
        ProgressColumn,
        Task,
        TextColumn,
        TimeRemainingColumn,
    )
    from rich.text import Text  # noqa: PLC0415  # as above

    class Rate(ProgressColumn):
        """How many are done a second."""

        def render(self, task: Task) -> Text:
            speed = task.finished_speed or task.speed
            return Text("" if speed is None else f"{speed:,.0f} a second")

    columns = (
        TextColumn(doing),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn(of),
        Rate(),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(doing, total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)
