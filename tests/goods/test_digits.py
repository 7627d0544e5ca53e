from __future__ import annotations

import pytest

from penstock.goods import Folder, Scanner
from penstock.goods.digits import Digits, Known, counted
from penstock.goods.units import PART, AsciiReader, WideReader
from penstock.goods.words import Words

NUMBERS = {"67-64-1": ("acetone", False), "79099-07-3": ("1-boc-4-piperidone", False)}
CODES = ["293339", "8480", "2921110030"]
READERS = [AsciiReader(), WideReader(Folder({}))]
SCANNER = Scanner([], Folder({}), {}, CODES, numbers=NUMBERS)
LABELS = [
    *(
        "HS",
        "H.S.",
        "HTS",
        "HTSUS",
        "HSN",
        "HS code",
        "hs-code",
        "HSCODE",
        "tariff",
        "TARIC",
        "Zolltarifnummer",
        "Zolltarif",
    ),
    *("Warennummer", "Statistische Warennummer", "CN", "CN code", "NCM", "NANDINA", "tnved", "code SH", "SA", "SH no."),
    *(
        "partida",
        "arancelaria",
        "partida arancelaria",
        "posición",
        "subpartida",
        "fracción",
        "nomenclature",
        "douanière",
    ),
    *(
        "commodity code",
        "customs",
        "harmonized",
        "tarifaire",
        "Tarifnummer",
        "schedule B",
        "HS-Nr",
        "HS-Nr.",
        "PA",
        "KN",
    ),
    *(
        "NC",
        "WN",
        "código",
        "codigo",
        "cód",
        "customs tariff number",
        "HS heading",
        "HS n°",
        "HS nº",
        "código N",
        "HSNO",
    ),
    *("编码", "税号", "稅號", "海关编码", "商品编号", "税则号列", "归类", "報關", "HS编码"),
]


def digits_of(reader: AsciiReader | WideReader, *texts: str) -> Digits:
    read = reader.read(PART.join(texts), len(texts))
    assert read is not None
    return Digits(Words(read), Known(reader, counted(NUMBERS), CODES))


def rows(reader: AsciiReader | WideReader, what: str, *texts: str) -> list[int]:
    read = reader.read(PART.join(texts), len(texts))
    assert read is not None
    return sorted(set(read.rows_of(getattr(digits_of(reader, *texts), what)()).tolist()))


@pytest.mark.parametrize("label", LABELS)
def test_a_code_behind_any_label_is_read_among_many_texts(label: str) -> None:
    texts = [f"goods {label}{gap}{code}" for gap in (" ", ": ", "") for code in ("2915.24", "291524", "2915 24 00")]
    texts += [f"货 {text}" for text in texts]
    assert SCANNER.scan_many(texts) == [SCANNER.scan(text) for text in texts]
    assert SCANNER.scan_many(texts)[0]


@pytest.mark.parametrize("reader", READERS)
def test_codes_count_without_a_label_where_they_are_known_or_at_an_edge(reader: AsciiReader | WideReader) -> None:
    likely = ["x 2933.39 y", "2915.24 acid", "x 2921110030 y", "part 9999999900", "mould 8480.71.00", "x 84807100 y"]
    others = ["x 2915.24 y z and a long text behind it", "x 1000 529", "2010-2020", "40 40/60", "x 20230621", "9 2", ""]
    assert rows(reader, "likely_codes", *likely, *others)[:3] == [0, 1, 2]
    assert {4, 5} <= set(rows(reader, "likely_codes", *likely, *others))
    assert not set(range(6, 13)) & set(rows(reader, "likely_codes", *likely, *others))


@pytest.mark.parametrize("reader", READERS)
def test_cas_numbers_count_without_a_label_where_they_are_known_or_have_dashes(
    reader: AsciiReader | WideReader,
) -> None:
    likely = ["67-64-1", "x 79099 07 3", "123-45-6", "67 - 64 - 1", "67.64.1 oil", "67-64-1acetone"]
    others = ["67-64-1A 5", "64-17-55 8", "1234 56 7", "67/x64/1", "10 20", "1-67-64-1", "12-34-5-6", ""]
    assert rows(reader, "likely_cas", *likely, *others)[:6] == [0, 1, 2, 3, 4, 5]
    assert not {6, 7, 8, 9, 10, 13} & set(rows(reader, "likely_cas", *likely, *others))


@pytest.mark.parametrize("reader", READERS)
def test_numbers_do_not_run_over_the_end_of_a_text(reader: AsciiReader | WideReader) -> None:
    assert rows(reader, "likely_cas", "67", "64", "1") == []
    assert rows(reader, "likely_codes", "HS 2933", "39 x") == []


@pytest.mark.parametrize("reader", READERS)
def test_digits_that_may_be_letters_or_touch_a_name_are_told(reader: AsciiReader | WideReader) -> None:
    assert rows(reader, "inside_letters", "f3ntanyl", "a10b", "M2x", "a 3 b", "a333b") == [0, 1]
    assert rows(reader, "glued", "fentanyl100mcg", "5acetone", "abc100", "10 kg") == [0, 1]
