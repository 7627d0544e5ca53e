"""The plots of a document, as SVG that a printer can print: told apart by hatches and words, never by colour alone.

Drawn by matplotlib, of the extra ``print``, with its texts left as texts: the same rows give the same bytes.
"""

from __future__ import annotations

import re
import threading
import warnings
from base64 import b64encode
from contextlib import contextmanager
from datetime import date
from io import BytesIO
from typing import TYPE_CHECKING, Any, NamedTuple

from penstock.cases.document import LagRow, ListingRow, ScoreRow, SpanRow
from penstock.kernel.errors import OutputError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from penstock.cases.document import Figure, Row

LAID_OUT_IN = "DejaVu Sans"
"""The font that texts are measured in: matplotlib brings it, so that a plot is the same on every machine."""

FONTS = f"'{LAID_OUT_IN}', 'Noto Sans CJK SC', 'WenQuanYi Zen Hei', sans-serif"
"""The fonts that texts are shown in, by preference, as CSS names them."""

_LOOKS = {"holds": ("", "#595959"), "ended": ("////", "white"), "open": ("....", "#d9d9d9")}
SIZE = 9
"""The size of the texts, in points."""

_WIDTH = 10.0
_WIDER = 0.4
_ROW = 0.32
_HIGHEST = 5.8
_turn = threading.Lock()


class Plot(NamedTuple):
    """A plot: its title in words, and the address of its picture, which holds the picture itself."""

    title: str
    source: str


class Bar(NamedTuple):
    """A span of days in a row of a timeline; ``until`` is ``None`` where it has not ended."""

    row: str
    since: date | None
    until: date | None
    looks: str


def plots(rows: Sequence[Row], on: str, say: Callable[..., str]) -> list[Plot]:
    """Return the plots that some rows of one table make.

    Args:
        rows: The rows.
        on: The day that is marked.
        say: Returns the words of a key.

    Raises:
        OutputError: matplotlib is not installed.
    """
    day = date.fromisoformat(on)
    found = []
    if spans := [_span(row) for row in rows if isinstance(row, SpanRow)]:
        found.append(Plot(say("plot.spans", day=on), _timeline(spans, day, say)))
    if listed := [_listing(row, day) for row in rows if isinstance(row, ListingRow) and row.since]:
        found.append(Plot(say("plot.listings", day=on), _timeline(listed, day, say)))
    if lags := [(row, row.days) for row in rows if isinstance(row, LagRow) and row.days is not None]:
        found.append(Plot(say("plot.lag"), _lags(lags)))
    if scores := [row for row in rows if isinstance(row, ScoreRow) and row.share is not None]:
        found.append(Plot(say("plot.scores"), _shares(scores)))
    return found


def results(figures: Sequence[Figure], say: Callable[..., str], name: Callable[[str, str], str]) -> list[Plot]:
    """Return the plot of how leads came out, where some did.

    Args:
        figures: The numbers of a section.
        say: Returns the words of a key.
        name: Returns the words for a value of a kind.

    Raises:
        OutputError: matplotlib is not installed.
    """
    told = {name("result", one.of["result"]): int(one.value or 0) for one in figures if "result" in one.of}
    return [Plot(say("plot.results"), _counts(told))] if told else []


def _span(row: SpanRow) -> Bar:
    since, until = _day(row.since), _day(row.until)
    if since is None:
        return Bar(row.place, _day(row.known_by or row.not_before), until, "open")
    return Bar(row.place, since, until, "holds" if until is None else "ended")


def _listing(row: ListingRow, on: date) -> Bar:
    until = _day(row.until)
    return Bar(row.title, _day(row.since), until, "ended" if until is not None and until <= on else "holds")


def _day(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)


def _timeline(bars: Sequence[Bar], on: date, say: Callable[..., str]) -> str:
    days = [day.toordinal() for bar in bars for day in (bar.since, bar.until, on) if day is not None]
    first, last = date.fromordinal(min(days)).year - 1, date.fromordinal(max(days)).year + 2
    rows = list(dict.fromkeys(bar.row for bar in bars))
    left, right = date(first, 1, 1).toordinal(), date(last, 1, 1).toordinal()
    with _drawing(len(rows)) as (figure, axes):
        for bar in bars:
            start = bar.since.toordinal() if bar.since else left
            end = bar.until.toordinal() if bar.until else right
            hatch, face = _LOOKS[bar.looks]
            axes.barh(
                rows.index(bar.row), end - start, left=start, height=0.6, color=face, hatch=hatch, edgecolor="black"
            )
        axes.axvline(on.toordinal(), color="black", linestyle="--", linewidth=1)
        every = next(step for step in (1, 2, 5, 10, 20) if (last - first) / step <= 12)  # noqa: PLR2004  # as many fit
        years = [year for year in range(first, last + 1) if year % every == 0]
        axes.set_xticks([date(year, 1, 1).toordinal() for year in years], [str(year) for year in years])
        axes.set_xlim(left, right)
        _rows(axes, rows)
        looks = [look for look in _LOOKS if any(bar.looks == look for bar in bars)]
        _key(axes, [(say(f"plot.{look}"), *_LOOKS[look]) for look in looks])
        return _svg(figure)


def _lags(lags: Sequence[tuple[LagRow, int]]) -> str:
    is_one = len({row.subject for row, _ in lags}) == 1
    with _drawing(len(lags)) as (figure, axes):
        for place, (_, days) in enumerate(lags):
            hatch, face = ("////", "white") if days < 0 else ("", "#595959")
            axes.barh(place, days, height=0.6, color=face, hatch=hatch, edgecolor="black")
            axes.annotate(
                f"{days}",
                (days, place),
                (4 if days >= 0 else -4, 0),
                textcoords="offset points",
                va="center",
                ha="left" if days >= 0 else "right",
            )
        axes.axvline(0, color="black", linewidth=1)
        axes.margins(x=0.12)
        _rows(axes, [row.place if is_one else f"{row.name}: {row.place}" for row, _ in lags])
        return _svg(figure)


def _counts(counted: dict[str, int]) -> str:
    with _drawing(len(counted)) as (figure, axes):
        for place, number in enumerate(counted.values()):
            axes.barh(place, number, height=0.6, color="#bfbfbf", hatch="//", edgecolor="black")
            axes.annotate(f"{number}", (number, place), (4, 0), textcoords="offset points", va="center")
        axes.margins(x=0.08)
        axes.locator_params(axis="x", integer=True)
        _rows(axes, list(counted))
        return _svg(figure)


def _shares(scores: Sequence[ScoreRow]) -> str:
    with _drawing(len(scores)) as (figure, axes):
        for place, row in enumerate(scores):
            share, low, high = row.share or 0.0, row.low or 0.0, row.high or 0.0
            axes.plot([low, high], [place, place], color="black", linewidth=1.5)
            axes.plot([low, low, high, high], [place - 0.15, place + 0.15, place + 0.15, place - 0.15], "none")
            axes.plot([share], [place], "s", color="black", markersize=6)
            axes.annotate(
                f"{row.confirmed}/{row.decided}",
                (1, place),
                (6, 0),
                textcoords="offset points",
                va="center",
                annotation_clip=False,
            )
        axes.set_xlim(0, 1)
        _rows(axes, [f"{row.by}: {row.value}".replace("_", " ") for row in scores])
        return _svg(figure)


@contextmanager
def _drawing(rows: int) -> Iterator[tuple[Any, Any]]:
    """Yield a figure and its axes, high enough for some rows; matplotlib's settings are those of this drawing alone."""
    try:
        import matplotlib as mpl  # noqa: PLC0415  # of an extra, and slow to import
        from matplotlib.backends.backend_svg import FigureCanvasSVG  # noqa: PLC0415  # as above
        from matplotlib.figure import Figure  # noqa: PLC0415  # as above
    except ModuleNotFoundError as error:
        raise missing(error) from None
    told: Any = {
        "svg.fonttype": "none",
        "svg.hashsalt": "penstock",
        "font.family": LAID_OUT_IN,
        "font.size": SIZE,
        "hatch.linewidth": 0.6,
    }
    with _turn, mpl.rc_context(told), warnings.catch_warnings():
        warnings.filterwarnings("ignore", message=r"Glyph .* missing from font")  # it is shown in another font
        figure = Figure(figsize=(_WIDTH, min(0.7 + _ROW * rows, _HIGHEST)), layout="constrained")
        FigureCanvasSVG(figure)
        yield figure, figure.subplots()


def missing(error: ModuleNotFoundError) -> OutputError:
    """Return the error that says which extra is missing."""
    message = f"{error.name} is not installed, which pages and prints need."
    return OutputError(message, remedy="Install it with: pip install 'penstock[desk,print]'.")


def _rows(axes: Any, names: Sequence[str]) -> None:  # noqa: ANN401  # matplotlib's own
    axes.set_yticks(range(len(names)), names)
    axes.set_ylim(len(names) - 0.5, -0.5)
    wide = max((sum(letter >= "\u2e80" for letter in name) for name in names), default=0)
    shift = _WIDER * SIZE * wide / 72 / _WIDTH  # a hanzi is shown wider than what is measured in its place
    axes.figure.get_layout_engine().set(rect=(shift, 0, 1 - shift, 1))
    axes.grid(axis="x", color="#d9d9d9", linewidth=0.5)
    axes.set_axisbelow(True)
    for side in ("top", "right", "left"):
        axes.spines[side].set_visible(False)
    axes.tick_params(axis="y", length=0)


def _key(axes: Any, looks: Iterable[tuple[str, str, str]]) -> None:  # noqa: ANN401  # matplotlib's own
    from matplotlib.patches import Patch  # noqa: PLC0415  # of an extra

    patches = [Patch(facecolor=face, hatch=hatch, edgecolor="black", label=label) for label, hatch, face in looks]
    axes.legend(handles=patches, loc="upper center", bbox_to_anchor=(0.5, -0.12), ncols=len(patches), frameon=False)


def _svg(figure: Any) -> str:  # noqa: ANN401  # matplotlib's own
    written = BytesIO()
    figure.savefig(written, format="svg", metadata={"Date": None, "Creator": None})
    text = re.sub(r"<metadata>.*?</metadata>", "", written.getvalue().decode(), flags=re.DOTALL)
    text = text.replace(f"'{LAID_OUT_IN}'", FONTS)
    return f"data:image/svg+xml;base64,{b64encode(text.encode()).decode()}"
