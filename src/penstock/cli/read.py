"""``penstock read``: who is quoted with which words, and what an article proposes for the record."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import click

from penstock.cli.options import as_json
from penstock.cli.printing import print_json, progress_bar
from penstock.cli.store import actor, database, opened
from penstock.kernel.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable

    from penstock.batch.articles import ArticleRun
    from penstock.reading.article import Article


@click.command()
@click.argument("files", nargs=-1, required=True, metavar="FILE...", type=click.Path(path_type=Path))
@click.option("--published", metavar="DAY", help="The day they were published, YYYY-MM-DD; what each says by default.")
@click.option("--out", metavar="DIR", type=click.Path(path_type=Path), help="Write readings.jsonl and proposals.jsonl.")
@click.option("--keep", is_flag=True, help="Keep the readings and what they propose in the store.")
@database
@click.option("--ask-model", is_flag=True, help="Ask an endpoint for speakers the rules leave open: sends the text.")
@click.option("--endpoint", metavar="URL", help="Its address up to /v1; PENSTOCK_MODEL_URL by default.")
@click.option("--model", metavar="NAME", help="Its model; PENSTOCK_MODEL by default.")
@as_json
def read(  # noqa: PLR0913  # one parameter an option
    *,
    files: tuple[Path, ...],
    published: str | None,
    out: Path | None,
    keep: bool,
    url: str | None,
    ask_model: bool,
    endpoint: str | None,
    model: str | None,
    as_json: bool,
) -> None:
    """Read articles, notices or press releases, text or HTML: quotations with speaker and day, and mentions."""
    from penstock.batch.articles import read_articles  # noqa: PLC0415  # slow to import

    asked = _asked(endpoint, model) if ask_model else None
    with progress_bar("reading", "bytes") as progress:
        run = read_articles(files, out, published=published, ask=asked, progress=progress)
    kept = _kept(run, url) if keep else None
    if as_json:
        print_json(run.as_dict() | ({"kept": kept} if kept is not None else {}))
        return
    from penstock.cli.reading import print_run  # noqa: PLC0415  # rich is slow to import

    print_run(run, out, kept)


def _asked(endpoint: str | None, model: str | None) -> Callable[[Article, str], Article]:
    from penstock.batch.endpoint import Endpoint  # noqa: PLC0415  # few ask a model

    address, name = endpoint or os.environ.get("PENSTOCK_MODEL_URL"), model or os.environ.get("PENSTOCK_MODEL")
    if not address or not name:
        message = "--ask-model needs an endpoint and a model."
        raise UsageError(message, remedy="Give --endpoint and --model, or set PENSTOCK_MODEL_URL and PENSTOCK_MODEL.")
    return Endpoint(address, name, os.environ.get("PENSTOCK_MODEL_KEY")).complete


def _kept(run: ArticleRun, url: str | None) -> dict[str, int]:
    with opened(url) as store:
        from penstock.store.record import keep_run  # noqa: PLC0415  # of an extra

        return keep_run(store, actor(), run.reads)
