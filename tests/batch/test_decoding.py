from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from penstock.batch import decoding
from penstock.batch.decoding import Decoded, Encoding, decode, encoding_of
from penstock.kernel.errors import InputError

HEADER = "consignment_id,goods_description,cas_number\n"
CHINESE = "托运单号,品名,CAS号\nA1,4-哌啶酮盐酸盐,41979-39-9\nA2,压片机模具,\n"
SPANISH = "id envío,descripción,número cas\nA1,ácido fenilacético,103-82-2\nA2,máquina tableteadora,\n"


@pytest.mark.parametrize(
    ("content", "encoding", "seen", "notice"),
    [
        (CHINESE, "utf-8", "utf-8", None),
        (
            CHINESE,
            "utf-8-sig",
            "utf-8-sig",
            "encoding read as UTF-8 with a byte order mark (byte order mark)",
        ),
        (CHINESE, "utf-16", "utf-16", "encoding read as UTF-16 (byte order mark)"),
        (CHINESE, "utf-32", "utf-32", "encoding read as UTF-32 (byte order mark)"),
        (CHINESE, "gb18030", "gb18030", "encoding read as GB18030 (detected)"),
        (SPANISH, "utf-8", "utf-8", None),
        (SPANISH, "latin-1", "latin-1", "encoding read as Latin-1 (detected)"),
        (SPANISH + "A3,“éter”,\n", "cp1252", "cp1252", "encoding read as Windows-1252 (Latin-1) (detected)"),
    ],
)
def test_encodings(content: str, encoding: str, seen: str, notice: str | None) -> None:
    notices = () if notice is None else (notice,)
    assert decode("f.csv", content.encode(encoding)) == Decoded(content, seen, notices)


@pytest.mark.parametrize("text", ["4-哌啶酮", "哌啶", "压片机", "去甲基芬太尼，纯度99％"])
def test_one_chinese_cell_is_enough_to_tell_gb18030(text: str) -> None:
    decoded = decode("f.csv", f"{HEADER}A1,{text},\n".encode("gb18030"))
    assert (decoded.encoding, decoded.text) == ("gb18030", f"{HEADER}A1,{text},\n")


@pytest.mark.parametrize(
    "text", ["piperidine 4°C", "ácido", "Säure für Übung", "méthylamine à 40 %", "año", "Conceição São"]
)
def test_one_western_cell_is_enough_to_tell_latin_1(text: str) -> None:
    decoded = decode("f.csv", f"{HEADER}A1,{text},\n".encode("latin-1"))
    assert (decoded.encoding, decoded.text) == ("latin-1", f"{HEADER}A1,{text},\n")


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (
            HEADER.encode() + "A1,Conceição,\n".encode("latin-1"),
            "is not UTF-8, and its encoding cannot be told.",
        ),
        (HEADER.encode() + b"A1,\x81 \xff \x90,\n", "breaks off being cp1252 at byte 48."),
        (HEADER.encode("utf-16-le"), "is no text, or UTF-16 without a byte order mark."),
        (b"\xff\xfeabc", "breaks off being utf-16 at byte 5."),
        (b"\x89PNG\r\n\x1a\n" + bytes(100), "is no text, or UTF-16 without a byte order mark."),
    ],
)
def test_bytes_that_are_no_text_are_refused(content: bytes, message: str) -> None:
    with pytest.raises(InputError) as caught:
        decode("f.csv", content)
    assert caught.value.message == f"f.csv {message}"
    assert caught.value.remedy == "Save the file as UTF-8 and try again."


@given(
    content=st.text(st.sampled_from("aé长\n\0,\ufeff"), min_size=4, max_size=40),
    cut=st.integers(0, 3),
    size=st.integers(4, 11),
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "utf-32", "gb18030", "latin-1"]),
)
def test_what_is_told_of_a_text_does_not_depend_on_the_blocks_it_comes_in(
    content: str, cut: int, size: int, encoding: str
) -> None:
    data = content.encode(encoding, "ignore")
    data = data[: len(data) - cut]

    def told(size: int) -> Encoding | str:
        try:
            return encoding_of("f.csv", lambda: [data[at : at + size] for at in range(0, len(data), size)])
        except InputError as refused:
            return refused.message

    found = told(size)
    assert found == told(1000)
    if isinstance(found, Encoding):
        assert ("\0" in data.decode(found.name)) <= found.has_nul


@pytest.mark.parametrize(
    ("row", "encoding"),
    [
        (f"{HEADER}A1,哌啶,\n", "gb18030"),
        ("x" * 500 + "año, ácido, Säure für Übung\r", "latin-1"),
        ("x" * 500 + "去甲基芬太尼，纯度, 哌啶, 压片机\r", "gb18030"),
    ],
)
def test_the_first_lines_that_are_not_plain_are_enough(
    monkeypatch: pytest.MonkeyPatch, row: str, encoding: str
) -> None:
    monkeypatch.setattr(decoding, "_ENOUGH_BYTES", 300)
    blocks = [row.encode(encoding)] * 100
    assert encoding_of("f.csv", lambda: blocks).name == encoding
