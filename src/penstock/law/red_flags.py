"""What a published red flag must be: cited, naming all it reads, with a rule that only its columns can answer."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from penstock.kernel.errors import RegisterError
from penstock.law.flag_records import FIELDS, WORD_LISTS, Case, PartyTest

if TYPE_CHECKING:
    from penstock.law.flag_records import FlagFile, Publication, RedFlag
    from penstock.law.shapes import Steps
    from penstock.law.sources import Sources, Where

Refusals = Iterator[RegisterError]

_KEBAB = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_GOODS = ("goods_description", "cas_number", "smiles")
_FROM = ("export_country", "consignor_country")
_TO = ("destination_country", "consignee_country")


def fields_of(case: Case) -> frozenset[str]:
    """Return the columns that a case reads; those behind ``found`` are the flag's own to name."""
    read: list[str] = [*case.given, *case.absent]
    for is_asked, columns in (
        (case.goods, _GOODS),
        (case.description, ("goods_description",)),
        (case.from_, _FROM),
        (case.to, _TO),
        (case.via, ("transit_countries", *_FROM, *_TO)),
        (case.consignor, ("consignor_name",)),
        (case.consignee, ("consignee_name",)),
        (case.value, ("declared_value", "currency")),
        (case.mass, ("quantity", "quantity_unit", "net_mass_kg")),
    ):
        read += columns if is_asked else ()
    return frozenset(read)


def flag_citations(sources: Sources) -> Iterator[tuple[Where, Steps, str]]:
    """Yield every citation of the flags and word lists: where it stands, and the text."""
    for key, file in sources.red_flags.items():
        where = sources.where[key]
        yield where, ("publication", "text"), file.publication.text
        if file.publication.ended_by is not None:
            yield where, ("publication", "ended_by"), file.publication.ended_by
    for name, words in sources.word_lists.items():
        for i, term in enumerate(words.terms):
            yield sources.where[name], ("terms", i, "source"), term.source


def bad_word_lists(sources: Sources) -> Refusals:
    """Refuse a term that stands twice in a list for one text."""
    for name, words in sources.word_lists.items():
        seen: set[tuple[str, str]] = set()
        for i, term in enumerate(words.terms):
            if (plain := (term.term.casefold(), term.source)) in seen:
                path, found = ("terms", i, "term"), f"{term.term!r} a second time"
                yield sources.where[name].refuse(*path, found=found, expected="each term once", code="duplicate_term")
            seen.add(plain)


def bad_publications(sources: Sources) -> Refusals:
    """Refuse a publication in another place's name, with impossible days, unexplained gaps or unknown goods."""
    subjects = {*sources.substances, *sources.classes, *sources.equipment, *sources.lists}
    for key, file in sources.red_flags.items():
        head, where = file.publication, sources.where[key]
        yield from _days(sources, head, where)
        text = sources.texts.get(head.text)
        if text is not None and not key.startswith(f"{text.jurisdiction.lower()}-"):
            found, expected = (
                f"the file {key!r}",
                f"a name that begins with {text.jurisdiction.lower()}-, the text's place",
            )
            yield where.refuse("publication", "text", found=found, expected=expected, code="misplaced")
        if head.extent == "partial" and not head.note:
            expected = "a note that says what was not read"
            yield where.refuse("publication", "extent", found="partial alone", expected=expected, code="bad_flag")
        for i, concerned in enumerate(head.goods):
            if concerned not in subjects:
                expected = "a substance, class, equipment kind or list"
                path = ("publication", "goods", i)
                yield where.refuse(*path, found=repr(concerned), expected=expected, code="unknown_subject")


def _days(sources: Sources, head: Publication, where: Where) -> Refusals:
    published = sources.texts[head.text].published if head.text in sources.texts else None
    if published is not None and head.since < published:
        found, expected = f"{head.since}", f"no day before {published}, when its text was published"
        yield where.refuse("publication", "since", found=found, expected=expected, code="bad_span")
    if head.until is not None and head.until <= head.since:
        found = f"a span from {head.since} until {head.until}, which holds no day"
        yield where.refuse("publication", "until", found=found, expected="an end after the beginning", code="bad_span")
    if (head.until is None) != (head.ended_by is None):
        found = "until without ended_by" if head.ended_by is None else "ended_by without until"
        expected = "both or neither, because an end cites its text"
        yield where.refuse("publication", found=found, expected=expected, code="uncited")


def bad_red_flags(sources: Sources) -> Refusals:
    """Refuse a flag that does not name what it reads, or whose rule asks for what it cannot get."""
    for key, file in sources.red_flags.items():
        where = sources.where[key]
        if _KEBAB.fullmatch(key) is None:
            found = f"the file {key!r}"
            yield where.refuse(found=found, expected="a kebab-case name, lower case", code="bad_id")
        for name, flag in file.flags.items():
            if _KEBAB.fullmatch(name) is None:
                found, expected = f"the id {name!r}", "kebab-case ASCII, lower case"
                yield where.refuse("flags", name, found=found, expected=expected, code="bad_id")
            yield from _reading(flag, where.below("flags", name))
            for i, case in enumerate(flag.when):
                yield from _case(sources, file, case, where.below("flags", name, "when", i))


def _reading(flag: RedFlag, where: Where) -> Refusals:
    """``reads`` names all that the rule reads and nothing else; what reads a fact no consignment has has no rule."""
    facts = [one for one in flag.reads if one not in FIELDS]
    if len(set(flag.reads)) != len(flag.reads):
        yield where.refuse("reads", found="one name twice", expected="each once", code="bad_flag")
    if facts and flag.when:
        found, expected = f"a rule, though it reads {', '.join(facts)}", "no rule: a consignment has no such field"
        yield where.refuse("when", found=found, expected=expected, code="bad_flag")
    elif not facts and not flag.when:
        found, expected = "no rule, though a consignment has all it reads", "a rule under when"
        yield where.refuse(found=found, expected=expected, code="bad_flag")
    elif flag.when:
        asked = frozenset[str]().union(*map(fields_of, flag.when))
        spare = set(flag.reads) - asked
        if asked - set(flag.reads) or (spare and not any(case.found for case in flag.when)):
            found, expected = ", ".join(flag.reads), ", ".join(one for one in FIELDS if one in asked)
            yield where.refuse("reads", found=found, expected=f"what the rule reads: {expected}", code="bad_flag")


def _case(sources: Sources, file: FlagFile, case: Case, where: Where) -> Refusals:
    if case == Case():
        yield where.refuse(found="a case without a test", expected="at least one", code="bad_flag")
    if case.goods and not file.publication.goods:
        found, expected = "goods: spoken-of", "publication.goods, which says what goods they are"
        yield where.refuse("goods", found=found, expected=expected, code="bad_flag")
    for side in ("consignor", "consignee"):
        yield from _party(getattr(case, side), where.below(side))
    words = case.description
    if words is not None:
        if (words.only is None) == (words.has is None):
            found = "neither only nor has" if words.only is None else "both only and has"
            yield where.refuse("description", found=found, expected="one of the two", code="bad_flag")
        for name in WORD_LISTS:
            if name in {words.only, words.has} and name not in sources.word_lists:
                expected = f"the file {name}.yaml"
                yield where.refuse(
                    "description", found=f"the word list {name!r}", expected=expected, code="missing_file"
                )
    table = sources.decision_table
    codes = {row.finding for row in table.rows} if table is not None else set(case.found)
    for i, code in enumerate(case.found):
        if code not in codes or code == "red_flag":
            expected = "another finding of decision_table.yaml"
            yield where.refuse("found", i, found=repr(code), expected=expected, code="unknown_finding")


def _party(test: PartyTest | None, where: Where) -> Refusals:
    from penstock.parties.business import families  # noqa: PLC0415  # only registers with flags need it

    if test is None:
        return
    if test == PartyTest():
        yield where.refuse(found="a party without a test", expected="looks or trade", code="bad_flag")
    if test.trade_not and not test.trade:
        yield where.refuse("trade_not", found="trade_not alone", expected="trade beside it", code="bad_flag")
    for name in ("trade", "trade_not"):
        for i, family in enumerate(getattr(test, name)):
            if family not in families():
                expected = f"one of {', '.join(sorted(families()))}"
                yield where.refuse(name, i, found=repr(family), expected=expected, code="unknown_trade")
