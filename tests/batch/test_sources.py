from __future__ import annotations

from penstock.batch.sources import Source, refusal


def test_a_refusal_names_the_file_what_is_wrong_and_what_to_do() -> None:
    error = refusal("goods.csv", "is empty", "Export it again.")
    assert (error.message, error.remedy) == ("goods.csv is empty.", "Export it again.")


def test_a_source_has_no_encoding_delimiter_or_notices_unless_its_format_has() -> None:
    source = Source(["cas"], lambda: iter([(1, ["50-00-0"])]), "row", is_typed=True)
    assert (source.encoding, source.delimiter, source.notices) == (None, None, ())
