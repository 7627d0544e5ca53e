from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from penstock.kernel.errors import InputError, RosterError
from penstock.lists.feeds.markup import check_node, nodes_of, root_of

if TYPE_CHECKING:
    from pathlib import Path

    from penstock.lists.feeds.markup import Node

BOMB = """<?xml version="1.0"?>
<!DOCTYPE list [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">
<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;">]>
<list><entry><name>&c;</name></entry></list>
"""
OUTSIDE = """<?xml version="1.0"?>
<!DOCTYPE list [<!ENTITY file SYSTEM "file:///etc/passwd">]>
<list><entry><name>&file;</name></entry></list>
"""


def read(tmp_path: Path, text: str | bytes) -> list[Node]:
    path = tmp_path / "list.xml"
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return list(nodes_of(path, {"entry"}, {"list", "part"}))


def test_wanted_elements_come_whole_and_those_around_them_bare(tmp_path: Path) -> None:
    text = '<list day="1">\n<part>\n<entry n="1"><name> A\nB </name><name>C</name></entry></part></list>'
    root, part, entry = read(tmp_path, text)
    assert (root.tag, root.attributes, root.children) == ("list", {"day": "1"}, [])
    assert part.tag == "part"
    assert (entry.attributes["n"], entry.line) == ("1", 3)
    assert entry.value("name") == "A\nB"
    assert [name.text for name in entry.all("name")] == [" A\nB ", "C"]
    assert entry.first("nothing") is None
    assert entry.value("nothing") == ""


def test_namespaces_are_left_out(tmp_path: Path) -> None:
    (_, entry) = read(tmp_path, '<x:list xmlns:x="urn:x"><x:entry x:n="1"/></x:list>')
    assert (entry.tag, entry.attributes) == ("entry", {"n": "1"})


@pytest.mark.parametrize("text", [BOMB, OUTSIDE, '<!DOCTYPE list SYSTEM "http://example.org/list.dtd"><list/>'])
def test_a_document_type_is_refused_before_anything_is_expanded(tmp_path: Path, text: str) -> None:
    with pytest.raises(RosterError, match=r"list\.xml: line \d: found a document type; expected none"):
        read(tmp_path, text)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("<list><entry><name>A</name></entry>", "line 1: found no element found"),
        ("<list><entry><na", "unclosed token"),
        ("<list>\n<entry></list>", "line 2: found mismatched tag"),
        ("<list>&unknown;</list>", "undefined entity"),
        ("", "no element found"),
        ("<list><other/></list>", "the element <other>; expected one of entry, list, part"),
        ("<list>text</list>", "the text 'text'"),
        (b"<list><entry>\xff</entry></list>", "not well-formed"),
        ("<list><entry>" + "<a>" * 70 + "</a>" * 70 + "</entry></list>", "elements 60 deep"),
    ],
)
def test_what_is_no_list_of_known_elements_is_refused(tmp_path: Path, text: str | bytes, found: str) -> None:
    with pytest.raises(RosterError, match=found):
        read(tmp_path, text)


def test_a_file_that_is_absent_is_an_input_error(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="cannot be read"):
        list(nodes_of(tmp_path / "absent.xml", {"entry"}, {"list"}))


def test_the_root_is_told_from_the_beginning(tmp_path: Path) -> None:
    path = tmp_path / "list.xml"
    for text, root in (("<a><b/>", "a"), (BOMB, "list"), ("no xml", ""), ("", "")):
        path.write_text(text)
        assert root_of(path) == root
    assert root_of(tmp_path / "absent.xml") == ""


def test_children_and_attributes_nobody_knows_are_refused(tmp_path: Path) -> None:
    (_, entry) = read(tmp_path, '<list><entry n="1">\n<name/></entry></list>')
    check_node("f", entry, {"name"}, {"n"})
    with pytest.raises(RosterError, match="f: line 2: found the element <name> in <entry>"):
        check_node("f", entry, {"names"}, {"n"})
    with pytest.raises(RosterError, match="f: line 1: found the attribute 'n' of <entry>"):
        check_node("f", entry, {"name"})
