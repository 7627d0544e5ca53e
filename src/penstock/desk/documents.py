"""A dossier or a meeting pack as a page that needs nothing else, and as a print of it."""

from __future__ import annotations

import hashlib
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any, NamedTuple

import msgspec

from penstock.cases.figures import digest
from penstock.desk.plots import Plot, missing, plots, results
from penstock.desk.words import Catalogue
from penstock.kernel.errors import OutputError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from penstock.cases.document import Dossier, Figure, Row, Section, Table
    from penstock.desk.words import Language

MOST_ROWS = 200
"""Rows of a table that are printed; the JSON and the CSV file have all."""


class Columns(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Which columns of each sort of row are shown, and how wide some of them are, as ``print/columns.toml`` says."""

    shown: dict[str, tuple[str, ...]]
    widths: dict[str, float]


@cache
def columns() -> Columns:
    """Return which columns are shown."""
    told = files("penstock.desk").joinpath("print", "columns.toml").read_bytes()
    return msgspec.toml.decode(told, type=Columns)


_DAYS = frozenset({"day", "since", "until", "due", "public", "known_by", "un_since"})
_CODES = frozenset(
    {
        "what",
        "state",
        "basis",
        "by",
        "value",
        "status",
        "certainty",
        "shows",
        "claim",
        "reply",
        "reason",
        "gravest",
        "failed",
    }
)
_USUAL = 2.0
_NAMED = {"verdict": "verdict", "result": "result", "beside": "beside", "kind": "kind"}


class Cell(NamedTuple):
    """One cell: its text, what sort it is, and the address it leads to."""

    text: str
    kind: str = ""
    url: str | None = None


class Words(NamedTuple):
    """The words of documents in one language."""

    catalogue: Catalogue
    language: Language

    @classmethod
    def of(cls, language: Language) -> Words:
        """Return the words of a language."""
        return cls(Catalogue.load("print/words.yaml"), language)

    def say(self, key: str, **values: object) -> str:
        """Return the words of a key, with values in their places."""
        return self.catalogue.say(self.language, key, **values)

    def said_of(self, kind: str, value: str) -> str:
        """Return the words for a value, with what it is where the value alone does not say it, e.g. a grade."""
        what = self.catalogue.words.get(f"of.{kind}")
        said = self.name(kind, value)
        return said if what is None else f"{what.of(self.language)} {said}"

    def name(self, kind: str, value: str) -> str:
        """Return the words for a value of a kind; the value itself, as words, where there are none."""
        return _plain(self.catalogue.name(self.language, kind, value))


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
    words = Words.of(language)
    environment = Environment(
        loader=PackageLoader("penstock.desk", "print"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    style = files("penstock.desk").joinpath("print", "print.css").read_text(encoding="utf-8")
    shown = _Shown(dossier.head.as_of, words)
    return environment.get_template("document.html").render(
        head=dossier.head,
        language=language,
        digest=digest(dossier),
        sections=[shown.section(one) for one in dossier.sections],
        style=Markup(style),  # noqa: S704  # the program's own
        data=Markup(as_script(dossier)),  # noqa: S704  # no character of it ends the element
        t=words.say,
        word=words.name,
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
    words: Words

    def section(self, section: Section) -> dict[str, Any]:
        """Return the values of a section."""
        say, name = self.words.say, self.words.name
        drawn: list[Plot] = results(section.figures, say, name)
        drawn += [plot for table in section.tables for plot in plots(table.rows, self.on, say)]
        return {
            "name": section.name,
            "notes": section.notes,
            "plots": drawn,
            "figures": [self._figure(one) for one in section.figures],
            "tables": [self._table(one) for one in section.tables],
        }

    def _figure(self, figure: Figure) -> dict[str, Any]:
        chosen = ", ".join(self.words.said_of(key, value) for key, value in figure.of.items())
        words = self.words.name("count", figure.key)
        number = self.words.say("unknown") if figure.value is None else f"{figure.value:,.4g}".replace(",", " ")
        if figure.value is not None and float(figure.value).is_integer():
            number = f"{int(figure.value):,}".replace(",", " ")
        return {
            "words": f"{words}: {chosen}" if chosen else words,
            "number": number,
            "records": figure.records,
            "digest": figure.digest,
        }

    def _table(self, table: Table) -> dict[str, Any]:
        names = [one for one in columns().shown[type(table.rows[0]).__name__] if _says(table.rows, one)]
        return {
            "name": table.name,
            "columns": [(one, _kind(table.rows, one)) for one in names],
            "widths": _widths(names),
            "rows": [[self._cell(row, one) for one in names] for row in table.rows[:MOST_ROWS]],
            "more": len(table.rows) if len(table.rows) > MOST_ROWS else 0,
        }

    def _cell(self, row: Row, column: str) -> Cell:
        value = getattr(row, column)
        url = getattr(row, "url", None) if column == "citation" else None
        if value is None:
            return Cell("")
        if isinstance(value, tuple):
            return Cell(", ".join(map(_plain, value)))
        if isinstance(value, int | float):
            return Cell(f"{value:.2f}" if isinstance(value, float) else str(value), "right")
        if column in _NAMED:
            return Cell(self.words.name(_NAMED[column], value))
        if column in _CODES:
            return Cell(_plain(value))
        return Cell(value, "day" if column in _DAYS or column.endswith("_on") else "", url)


def _kind(rows: Sequence[Row], column: str) -> str:
    return "right" if any(isinstance(getattr(row, column), int | float) for row in rows) else ""


def _widths(names: Sequence[str]) -> list[float]:
    """Return the width of each column, in per cent."""
    told = [columns().widths.get(one, _USUAL) for one in names]
    return [round(100 * one / sum(told), 2) for one in told]


def _says(rows: Sequence[Row], column: str) -> bool:
    return any(getattr(row, column) not in (None, "", ()) for row in rows)


def _plain(value: str) -> str:
    """Write a code of the program as words."""
    return value.replace("_", " ") if value.replace("_", "").isalnum() and value.islower() else value
