"""A dossier or a meeting pack as a page that needs nothing else, and as a print of it."""

from __future__ import annotations

import hashlib
from functools import partial
from importlib.resources import files
from typing import TYPE_CHECKING, Any, NamedTuple

import msgspec

from penstock.cases.figures import digest
from penstock.desk.plots import Plot, missing, plots
from penstock.kernel.errors import OutputError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from penstock.cases.document import Dossier, Figure, Row, Section, Table
    from penstock.desk.words import Language

MOST_ROWS = 200
"""Rows of a table that are printed; the JSON and the CSV file have all."""

SHOWN: dict[str, tuple[str, ...]] = {
    "EventRow": ("day", "place", "what", "text", "citation"),
    "SpanRow": ("place", "list", "basis", "scope", "since", "until", "known_by", "citation"),
    "LagRow": ("name", "place", "status", "un_since", "since", "days", "citation"),
    "ChangeRow": ("day", "place", "list", "what", "number", "subjects", "citation"),
    "ListingRow": ("name", "title", "verdict", "since", "until", "programmes", "note", "citation"),
    "ChargeRow": ("name", "verdict", "public", "court", "case", "charges", "outcome", "citation"),
    "LeadRow": (
        "reference", "opened_on", "subject", "to_authority", "basis", "grade", "tlp", "state", "failed", "due", "result",
        "answered_on", "days",
    ),
    "ScoreRow": ("by", "value", "leads", "answered", "confirmed", "share", "low", "high", "median_days"),
    "NoticeRow": (
        "reference", "exporting", "importing", "exporter", "importer", "substance", "quantity", "state", "sent_on", "due",
        "replied_on", "reason",
    ),
    "PermitRow": ("number", "kind", "authority", "holder", "substances", "granted", "drawn", "since", "until", "state"),
    "VisitRow": ("subject", "opened_on", "state", "due", "done_on", "result"),
    "RemovalRow": ("subject", "opened_on", "state", "due", "changed_on"),
    "ActRow": ("day", "side", "what", "text", "citation"),
    "StatementRow": ("day", "side", "speaker", "said", "claim", "about", "place", "beside", "shows", "source"),
    "DecisionRow": ("kept_on", "as_of", "question", "record"),
    "SourceRow": ("citation",),
}  # fmt: skip
"""The columns of each sort of row, in order; a column in which no row says anything is left out."""

_DAYS = frozenset({"day", "since", "until", "due", "public", "known_by", "un_since"})
_NAMED = {"verdict": "verdict", "state": "case_state", "result": "result", "what": "event", "beside": "beside"}
_LINKED = frozenset({"citation", "source"})


class Cell(NamedTuple):
    """One cell: its text, what sort it is, and the address it leads to."""

    text: str
    kind: str = ""
    url: str | None = None


def page(dossier: Dossier, language: Language = "en") -> str:
    """Return the page of a document; the same document gives the same bytes.

    Raises:
        OutputError: What draws it is not installed.
    """
    try:
        from jinja2 import Environment, PackageLoader, StrictUndefined  # noqa: PLC0415  # of an extra
        from markupsafe import Markup  # noqa: PLC0415  # as above
    except ModuleNotFoundError as error:
        raise missing(error) from None
    from penstock.desk.words import Catalogue  # noqa: PLC0415  # not needed where a library is missing

    words = Catalogue.load("print/words.yaml")
    say, name = partial(words.say, language), partial(words.name, language)
    environment = Environment(
        loader=PackageLoader("penstock.desk", "print"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    style = files("penstock.desk").joinpath("print", "print.css").read_text(encoding="utf-8")
    shown = _Shown(dossier.head.as_of, say, name)
    return environment.get_template("document.html").render(
        head=dossier.head,
        language=language,
        digest=digest(dossier),
        sections=[shown.section(one) for one in dossier.sections],
        style=Markup(style),  # noqa: S704  # the program's own
        data=Markup(as_script(dossier)),  # noqa: S704  # no character of it ends the element
        t=say,
        word=lambda kind, value: _plain(name(kind, value)),
    )


def as_script(dossier: Dossier) -> str:
    """Return the JSON of a document as it may stand in an element of a page."""
    text = msgspec.json.encode(dossier).decode()
    return text.replace("&", "\\u0026").replace("<", "\\u003c").replace(">", "\\u003e")


def printed(dossier: Dossier, language: Language = "en") -> bytes:
    """Return the PDF of a document; the same document and fonts give the same bytes.

    Nothing is fetched: a page holds all it shows.

    Raises:
        OutputError: What prints it is not installed.
    """
    try:
        from weasyprint import HTML  # noqa: PLC0415  # of an extra, and slow to import
        from weasyprint.urls import URLFetcher  # noqa: PLC0415  # as above
    except ModuleNotFoundError as error:
        raise missing(error) from None
    except OSError:
        message = "WeasyPrint finds no Pango, the library that lays out text."
        raise OutputError(message, remedy="Install it: apt install libpango-1.0-0 libpangoft2-1.0-0.") from None
    whole = page(dossier, language)
    name = hashlib.sha256(whole.encode()).hexdigest()[:32].encode()
    html = HTML(string=whole, url_fetcher=URLFetcher(allowed_protocols=("data",), fail_on_errors=True))
    written: bytes = html.write_pdf(pdf_identifier=name, pdf_variant="pdf/ua-1")
    return written


class _Shown(NamedTuple):
    """How the parts of a document are shown in one language."""

    on: str
    say: Callable[..., str]
    name: Callable[[str, str], str]

    def section(self, section: Section) -> dict[str, Any]:
        """Return the values of a section."""
        drawn: list[Plot] = [
            plot for table in section.tables for plot in plots(table.rows, self.on, self.say, self._word)
        ]
        return {
            "name": section.name,
            "notes": section.notes,
            "plots": drawn,
            "figures": [self._figure(one) for one in section.figures],
            "tables": [self._table(one) for one in section.tables],
        }

    def _word(self, kind: str, value: str) -> str:
        return _plain(self.name(kind, value))

    def _figure(self, figure: Figure) -> dict[str, Any]:
        chosen = ", ".join(self._word(key, value) for key, value in figure.of.items())
        words = self.name("count", figure.key)
        number = self.say("unknown") if figure.value is None else f"{figure.value:,.4g}".replace(",", " ")
        if figure.value is not None and float(figure.value).is_integer():
            number = f"{int(figure.value):,}".replace(",", " ")
        return {
            "words": f"{words}: {chosen}" if chosen else words,
            "number": number,
            "records": figure.records,
            "digest": figure.digest,
        }

    def _table(self, table: Table) -> dict[str, Any]:
        columns = [one for one in SHOWN[type(table.rows[0]).__name__] if _says(table.rows, one)]
        return {
            "name": table.name,
            "columns": columns,
            "rows": [[self._cell(row, one) for one in columns] for row in table.rows[:MOST_ROWS]],
            "more": len(table.rows) if len(table.rows) > MOST_ROWS else 0,
        }

    def _cell(self, row: Row, column: str) -> Cell:
        value = getattr(row, column)
        url = getattr(row, "url", None) if column in _LINKED else None
        if value is None:
            return Cell("")
        if isinstance(value, tuple):
            return Cell(", ".join(map(_plain, value)))
        if isinstance(value, int | float):
            return Cell(f"{value:.2f}" if isinstance(value, float) else str(value), "right")
        if column in _NAMED:
            return Cell(self._word(_NAMED[column], value))
        return Cell(value, "day" if column in _DAYS or column.endswith("_on") else "", url)


def _says(rows: Sequence[Row], column: str) -> bool:
    return any(getattr(row, column) not in (None, "", ()) for row in rows)


def _plain(value: str) -> str:
    """Write a code of the program as words."""
    return value.replace("_", " ") if value.replace("_", "").isalnum() and value.islower() else value
