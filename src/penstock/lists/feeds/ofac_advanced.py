"""OFAC's advanced XML, SDN and non-SDN: parties, names in their own scripts, and the day each was entered.

The file is read as a stream: places and documents come first, then parties, then links and entries. An entry's day of
listing is the earliest day of its ``EntryEvent``.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from penstock.lists.feeds.drafts import Draft, Place, distinct, named, plain, refusal
from penstock.lists.feeds.gathering import Gathered, entries_of
from penstock.lists.feeds.markup import check_node, nodes_of, root_of
from penstock.lists.feeds.ofac_values import Values, address_of, day_in, period_of
from penstock.lists.records import Identifier, Link

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date
    from pathlib import Path

    from penstock.lists.feeds.markup import Node
    from penstock.lists.records import Address, Kind, ListedName, NameKind

SDN, OTHERS = "us-ofac-sdn", "us-ofac-consolidated"
_URL = "https://sanctionssearch.ofac.treas.gov/Details.aspx?id="
_WANTED = (
    "DateOfIssue",
    "ReferenceValueSets",
    "Location",
    "IDRegDocument",
    "DistinctParty",
    "ProfileRelationship",
    "SanctionsEntry",
    "SanctionsEntryLink",
)
_AROUND = (
    "Sanctions",
    "Locations",
    "IDRegDocuments",
    "DistinctParties",
    "ProfileRelationships",
    "SanctionsEntries",
    "SanctionsEntryLinks",
)
_KINDS: dict[str, Kind | None] = {"Individual": "person", "Entity": "company", "Vessel": "vessel", "Aircraft": None}
_NAMES: dict[str, NameKind] = {"Name": "alias", "A.K.A.": "alias", "N.K.A.": "alias", "F.K.A.": "former"}
_LATIN = "Latin"
_BIRTH, _GENDER, _ADDRESS, _TITLE = "Birthdate", "Gender", "Location", "Title"
_COUNTRIES = ("Nationality Country", "Citizenship Country", "Vessel Flag", "Nationality of Registration")
_SHAPES = {
    "DistinctParty": ("Comment", "Profile"),
    "Profile": ("Comment", "Identity", "Feature", "SanctionsEntryReference", "ExternalReference"),
    "Identity": ("Alias", "NamePartGroups", "IDRegDocumentReference", "Comment"),
    "Alias": ("Comment", "DocumentedName"),
    "DocumentedName": ("DocumentedNamePart", "DocumentedNameCountry", "Comment"),
    "Feature": ("Comment", "FeatureVersion", "IdentityReference"),
    "FeatureVersion": ("Comment", "DatePeriod", "VersionDetail", "VersionLocation", "Reliability"),
    "IDRegDocument": (
        "Comment",
        "IDRegistrationNo",
        "IssuingAuthority",
        "DocumentDate",
        "IDRegDocumentMention",
        "FeatureVersionReference",
        "DocumentedNameReference",
        "ProfileReference",
    ),
    "SanctionsEntry": ("LimitationsToPublic", "EntryEvent", "SanctionsMeasure", "SupportingInfo"),
    "EntryEvent": ("Comment", "Date"),
}


@dataclass(slots=True)
class _Entered:
    """The days on which a party was entered on a list, and under which programmes."""

    days: list[date | None] = field(default_factory=list)
    programmes: list[str] = field(default_factory=list)


@dataclass(slots=True)
class _File:
    """What has been read so far."""

    name: str
    values: Values
    issued: date | None = None
    locations: dict[str, Address] = field(default_factory=dict)
    documents: dict[str, list[Identifier]] = field(default_factory=lambda: defaultdict(list))
    parties: dict[str, Gathered] = field(default_factory=dict)
    entered: dict[str, dict[str, _Entered]] = field(default_factory=lambda: {SDN: {}, OTHERS: {}})
    links: list[tuple[str, str, str]] = field(default_factory=list)


def claims(path: Path) -> bool:
    """Tell whether a file is OFAC's advanced XML."""
    return path.suffix.lower() == ".xml" and root_of(path) == "Sanctions"


def read(path: Path) -> list[Draft]:
    """Read the file; it is SDN's or that of the other lists, whichever most of its entries are on.

    Raises:
        RosterError: The file is not laid out as OFAC publishes it.
    """
    file = _File(path.name, Values(path.name, {}))
    for node in nodes_of(path, _WANTED, _AROUND):
        _take(file, node)
    list_id = SDN if len(file.entered[SDN]) > len(file.entered[OTHERS]) else OTHERS
    _link(file)
    on_it = []
    for uid, entered in file.entered[list_id].items():
        party = file.parties[uid]
        party.listed_on, party.programmes = entered.days, entered.programmes
        on_it.append(party)
    draft = Draft(list_id, entries_of(on_it, list_id), [path], vintage=file.issued)
    left = len(file.parties) - len(on_it)
    draft.warnings += [f"{left} parties that are not on this list are left out"] if left else []
    return [distinct(draft)]


def _take(file: _File, node: Node) -> None:
    if node.tag == "DateOfIssue":
        file.issued = day_in(node)
    elif node.tag == "ReferenceValueSets":
        file.values = Values.read(file.name, node)
    elif node.tag == "Location":
        file.locations[node.attributes.get("ID", "")] = address_of(file.values, node)
    elif node.tag == "IDRegDocument":
        _take_document(file, node)
    elif node.tag == "DistinctParty":
        _take_party(file, node)
    elif node.tag == "ProfileRelationship":
        ends = (node.attributes.get("From-ProfileID", ""), node.attributes.get("To-ProfileID", ""))
        file.links.append((file.values.text(node, "RelationType", "RelationTypeID"), *ends))
    elif node.tag == "SanctionsEntry":
        _take_entry(file, node)


def _check(file: _File, node: Node) -> None:
    """Refuse an element with a child nobody knows; attributes are many and are left alone."""
    if node.tag in _SHAPES:
        check_node(file.name, node, _SHAPES[node.tag], node.attributes)
        for child in node.children:
            _check(file, child)


def _take_document(file: _File, node: Node) -> None:
    _check(file, node)
    number = plain(node.value("IDRegistrationNo"))
    if number:
        kind = file.values.text(node, "IDRegDocType", "IDRegDocTypeID")
        country = file.values.maybe(node, "Country", "IssuedBy-CountryID")
        identifier = Identifier(kind=kind, value=number, country=country)
        file.documents[node.attributes.get("IdentityID", "")].append(identifier)


def _take_party(file: _File, node: Node) -> None:
    _check(file, node)
    place = Place(file.name, f"line {node.line}")
    profile = node.first("Profile")
    if profile is None:
        raise refusal(place, "a party without a profile", "one profile a party")
    uid = profile.attributes.get("ID", "")
    one = Gathered(place, uid, _kind(file, profile), url=_URL + uid)
    one.remarks.append(plain(node.value("Comment")))
    for identity in profile.all("Identity"):
        one.names += _names(file, identity)
        one.identifiers += file.documents.get(identity.attributes.get("ID", ""), [])
    for feature in profile.all("Feature"):
        _take_feature(file, one, feature)
    if uid in file.parties:
        raise refusal(place, f"the profile {uid} a second time", "one party a profile")
    file.parties[uid] = one


def _kind(file: _File, profile: Node) -> Kind | None:
    sub_type = file.values.node(profile, "PartySubType", "PartySubTypeID")
    text = plain(sub_type.text)
    text = file.values.text(sub_type, "PartyType", "PartyTypeID") if text in {"Unknown", ""} else text
    if text not in _KINDS:
        raise refusal(Place(file.name, f"line {profile.line}"), f"the party type {text!r}", ", ".join(_KINDS))
    return _KINDS[text]


def _names(file: _File, identity: Node) -> Iterator[ListedName | None]:
    groups = identity.first("NamePartGroups")
    masters = groups.children if groups is not None else []
    kinds = {
        group.attributes.get("ID", ""): file.values.text(group, "NamePartType", "NamePartTypeID")
        for master in masters
        for group in master.children
    }
    for alias in identity.all("Alias"):
        text = file.values.text(alias, "AliasType", "AliasTypeID")
        if text not in _NAMES:
            place = Place(file.name, f"line {alias.line}")
            raise refusal(place, f"the alias type {text!r}", ", ".join(_NAMES))
        is_weak = alias.attributes.get("LowQuality") == "true"
        kind: NameKind = "weak" if is_weak else "primary" if _is_primary(alias) else _NAMES[text]
        for documented in alias.all("DocumentedName"):
            yield _name(file, documented, kind, kinds)


def _is_primary(alias: Node) -> bool:
    return alias.attributes.get("Primary") == "true"


def _name(file: _File, documented: Node, kind: NameKind, kinds: dict[str, str]) -> ListedName | None:
    """Return a name: ``LAST, First`` for people, as OFAC's other files write them; original where not Latin."""
    parts: dict[str, list[str]] = defaultdict(list)
    script = None
    for part in documented.all("DocumentedNamePart"):
        for value in part.all("NamePartValue"):
            parts[kinds.get(value.attributes.get("NamePartGroupID", ""), "")].append(plain(value.text))
            script = file.values.maybe(value, "Script", "ScriptID") or script
    last = " ".join(parts.pop("Last Name", []))
    rest = " ".join(" ".join(words) for words in parts.values())
    is_original = script not in {None, _LATIN}
    text = (f"{last} {rest}" if is_original else f"{last}, {rest}") if last and rest else last or rest
    place = Place(file.name, f"line {documented.line}")
    return named(place, text, "original" if is_original else kind, script=script if is_original else None)


def _take_feature(file: _File, one: Gathered, feature: Node) -> None:
    kind = file.values.text(feature, "FeatureType", "FeatureTypeID")
    for version in feature.all("FeatureVersion"):
        texts = [text for detail in version.all("VersionDetail") if (text := _detail(file, detail))]
        places = [
            file.locations.get(place.attributes.get("LocationID", "")) for place in version.all("VersionLocation")
        ]
        if kind == _BIRTH:
            one.birth_dates += [period_of(period) for period in version.all("DatePeriod")]
        elif kind == _GENDER:
            one.genders += texts
        elif kind == _ADDRESS:
            one.addresses += places
        elif kind in _COUNTRIES:
            one.countries += [*texts, *(p.country or p.text for p in places if p is not None)]
        elif kind == _TITLE:
            one.titles += texts
        else:
            one.remarks += [f"{kind.rstrip(':')}: {text}" for text in texts]


def _detail(file: _File, detail: Node) -> str:
    return plain(detail.text) or file.values.maybe(detail, "DetailReference", "DetailReferenceID") or ""


def _take_entry(file: _File, node: Node) -> None:
    _check(file, node)
    uid = node.attributes.get("ProfileID", "")
    if uid not in file.parties:
        raise refusal(Place(file.name, f"line {node.line}"), f"an entry of the profile {uid!r}", "a party before it")
    name = file.values.text(node, "List", "ListID")
    entered = file.entered[SDN if name == "SDN List" else OTHERS].setdefault(uid, _Entered())
    entered.days += [day_in(event.first("Date")) for event in node.all("EntryEvent")]
    for measure in node.all("SanctionsMeasure"):
        kind = file.values.text(measure, "SanctionsType", "SanctionsTypeID")
        if kind == "Program":
            entered.programmes.append(plain(measure.value("Comment")))


def _link(file: _File) -> None:
    """Say of each party which other it is linked to, as OFAC does: from the party to the one it acts for."""
    for kind, here, there in file.links:
        if here in file.parties and there in file.parties:
            named_there = next((name.text for name in file.parties[there].names if name is not None), there)
            file.parties[here].links.append(Link(kind=kind, name=named_there, uid=there))
