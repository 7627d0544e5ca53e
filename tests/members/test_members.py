"""Published structures, read by hand against the words of three classes, and each of them written in many ways.

``published.tsv`` holds the readings. They were worked out from the law's words, not from what the program prints: a
clause is met, or ends in ``?`` where a word of it can be read both ways. ``none`` is a structure without the skeleton.
"""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

import pytest
from rdkit import Chem

from penstock.law.structures import by_structure, by_structures
from penstock.substances.structure import parse

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from penstock.law.identified import Identified
    from penstock.law.register import Register
    from penstock.substances.wording import Reading

CLASSES = {
    "us": ("us-fentanyl-related-substances", "ABCDE"),
    "cn": ("cn-fentanyl-related-substances", "一二三四"),
    "cn_nitazene": ("cn-nitazenes", "一二三四"),
}
SUBJECTS = {subject for subject, _ in CLASSES.values()}
COLUMNS = ["name", "smiles", *(f"{key}{end}" for key in CLASSES for end in ("", "_clauses")), "source"]

GLUCOSE = "OC[C@H]1OC(O)[C@H](O)[C@@H](O)[C@@H]1O"
PARACETAMOL = "CC(=O)Nc1ccc(O)cc1"
CITRIC_ACID = "OC(=O)CC(O)(CC(O)=O)C(O)=O"
SODIUM_CITRATE = "[Na+].[O-]C(=O)CC(O)(CC([O-])=O)C(O)=O"
BASIC = "[NX3;!$(N-[#6,#16]=[O,S,N]);!$(N-a);!$(N-[#7]);!$(N=*)]"
TERTIARY = "[NX3;H0;!$(N-[#6,#16]=[O,S,N]);!$(N-a);!$(N-[#7]);!$(N=*)]"
ORDERS = 2


@dataclass(frozen=True)
class Row:
    """One published structure and how it stands to each class, as ``{subject: "meets D E"}``."""

    number: int
    name: str
    smiles: str
    expected: dict[str, str]
    source: str

    @classmethod
    def of(cls, number: int, cells: dict[str, str]) -> Row:
        expected = {
            subject: f"{cells[key]} {cells[f'{key}_clauses']}".strip()
            for key, (subject, _) in CLASSES.items()
            if cells[key] != "none"
        }
        return cls(number, cells["name"], cells["smiles"], expected, cells["source"])

    @property
    def is_even(self) -> bool:
        """Tell which half of the ways of one kind are this row's turn; all of them would take twice as long."""
        return self.number % 2 == 0

    @property
    def mol(self) -> Chem.Mol:
        return Chem.MolFromSmiles(self.smiles)


def table() -> list[dict[str, str]]:
    path = Path(__file__).with_name("published.tsv")
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))


ROWS = [Row.of(number, cells) for number, cells in enumerate(table())]
EACH = pytest.mark.parametrize("row", ROWS, ids=[row.name for row in ROWS])


def clauses_of(reading: Reading) -> str:
    return " ".join([reading.verdict, *reading.clauses, *(f"{clause}?" for clause, _ in reading.open)])


def readings_in(found: tuple[Identified, ...]) -> list[Reading]:
    """Return the readings by the three classes of the table."""
    return [reading for one in found for reading in one.classes if reading.subject in SUBJECTS]


def readings_of(found: tuple[Identified, ...]) -> dict[str, str]:
    told: dict[str, list[str]] = {}
    for reading in readings_in(found):
        told.setdefault(reading.subject, []).append(clauses_of(reading))
    return {subject: " and ".join(texts) for subject, texts in told.items()}


def heavy_atoms(mol: Chem.Mol) -> list[Chem.Atom]:
    return [atom for atom in mol.GetAtoms() if atom.GetAtomicNum() > 1]


Seat = tuple[str, bool, tuple[str, ...]]
"""An atom by its element, its aromaticity and the elements beside it."""


def described(atom: Chem.Atom) -> Seat:
    near = sorted(near.GetSymbol() for near in atom.GetNeighbors() if near.GetAtomicNum() > 1)
    return atom.GetSymbol(), atom.GetIsAromatic(), tuple(near)


def seats(found: tuple[Identified, ...], mol: Chem.Mol) -> dict[tuple[str, str], list[Seat]]:
    """Describe the atoms that readings cite: however the substance is written, they are the same."""
    atoms = heavy_atoms(mol)
    return {
        (reading.subject, clause): sorted(described(atoms[place]) for place in places)
        for reading in readings_in(found)
        for clause, places in reading.atoms
    }


def is_on_record(found: tuple[Identified, ...]) -> bool:
    return any(one.subject is not None and one.classes for one in found)


def are_inside(found: tuple[Identified, ...], mol: Chem.Mol) -> bool:
    size = len(heavy_atoms(mol))
    return all(0 <= place < size for one in found for r in one.classes for _, places in r.atoms for place in places)


# Ways of writing one substance. Each yields nothing where a structure has no place for it.


def salts(row: Row) -> Iterator[str]:
    yield f"Cl.{row.smiles}" if row.is_even else f"{row.smiles}.Cl"
    yield f"{row.smiles}.{CITRIC_ACID}.CCO" if row.is_even else f"O.{row.smiles}.{SODIUM_CITRATE}"


def mixtures(row: Row) -> Iterator[str]:
    yield f"{row.smiles}.{GLUCOSE}" if row.is_even else f"{PARACETAMOL}.{row.smiles}"


def protonated(row: Row) -> Iterator[str]:
    mol = row.mol
    for (place,) in mol.GetSubstructMatches(Chem.MolFromSmarts(BASIC))[:1]:
        atom = mol.GetAtomWithIdx(place)
        atom.SetNumExplicitHs(atom.GetTotalNumHs() + 1)
        atom.SetFormalCharge(1)
        atom.SetNoImplicit(True)  # noqa: FBT003  # RDKit takes no names
        yield f"{Chem.MolToSmiles(mol)}.[Cl-]"


def deuterated(row: Row) -> Iterator[str]:
    mol = Chem.RWMol(row.mol)
    places = [atom.GetIdx() for atom in mol.GetAtoms() if atom.GetSymbol() == "C" and atom.GetTotalNumHs() > 1]
    for place in Random(row.name).sample(places, min(1, len(places))):  # noqa: S311  # a choice, no secret
        for _ in range(mol.GetAtomWithIdx(place).GetTotalNumHs()):
            mol.AddBond(place, mol.AddAtom(heavy_hydrogen()), Chem.BondType.SINGLE)
        mol.UpdatePropertyCache()
        yield Chem.MolToSmiles(mol)


def heavy_hydrogen() -> Chem.Atom:
    atom = Chem.Atom(1)
    atom.SetIsotope(2)
    return atom


def labelled(row: Row) -> Iterator[str]:
    mol = row.mol
    carbons = [atom for atom in mol.GetAtoms() if atom.GetAtomicNum() == 6]
    Random(row.smiles).choice(carbons).SetIsotope(13)  # noqa: S311  # a choice, no secret
    yield Chem.MolToSmiles(mol)


def respelled(row: Row) -> Iterator[str]:
    mol = row.mol
    yield Chem.MolToSmiles(mol, allHsExplicit=True) if row.is_even else Chem.MolToSmiles(Chem.AddHs(mol))
    yield Chem.MolToSmiles(mol, allBondsExplicit=True)
    yield kekule(mol)
    if "[N+](=O)[O-]" in row.smiles:
        yield row.smiles.replace("[N+](=O)[O-]", "N(=O)=O")


def kekule(mol: Chem.Mol) -> str:
    plain = Chem.Mol(mol)
    Chem.Kekulize(plain, clearAromaticFlags=True)
    return str(Chem.MolToSmiles(plain, kekuleSmiles=True))


def mapped(row: Row) -> Iterator[str]:
    mol = row.mol
    for atom in mol.GetAtoms():
        atom.SetAtomMapNum(atom.GetIdx() + 1)
    yield Chem.MolToSmiles(mol)


def numbered(row: Row) -> Iterator[str]:
    """Write atoms by their atomic number, as ``[#7]``: those that bear nothing RDKit would have to write beside it."""
    text = kekule(row.mol)
    drawn = Chem.MolFromSmiles(text, sanitize=False)
    drawn.UpdatePropertyCache()
    bare = iter([atom.GetTotalNumHs() == 0 for atom in drawn.GetAtoms()])
    elements = {"N": "[#7]", "C": "[#6]", "O": "[#8]"}

    def by_number(token: re.Match[str]) -> str:
        return elements.get(token[0], token[0]) if next(bare) else token[0]

    yield re.sub(r"\[[^]]*\]|Br|Cl|[BCNOPSFI]", by_number, text)


def reordered(row: Row) -> Iterator[str]:
    mol = row.mol
    for seed in range(ORDERS):
        order = list(range(mol.GetNumAtoms()))
        Random(seed).shuffle(order)  # noqa: S311  # an order, no secret
        yield Chem.MolToSmiles(Chem.RenumberAtoms(mol, order), canonical=False)


def annotated(row: Row) -> Iterator[str]:
    mol = row.mol
    mol.GetAtomWithIdx(0).SetProp("atomNote", "here")
    labels = ";" * (mol.GetNumAtoms() - 1)
    yield Chem.MolToCXSmiles(mol) if row.is_even else f"{row.smiles} |${labels}$|"


def as_inchi(row: Row) -> Iterator[str]:
    yield Chem.MolToInchi(row.mol)  # type: ignore[no-untyped-call]  # RDKit ships no types


def oxidised(row: Row) -> Iterator[str]:
    """Draw the N-oxide: another substance, whose reading may differ."""
    mol = Chem.RWMol(row.mol)
    for (place,) in mol.GetSubstructMatches(Chem.MolFromSmarts(TERTIARY))[:1]:
        oxygen = Chem.Atom(8)
        oxygen.SetFormalCharge(-1)
        mol.GetAtomWithIdx(place).SetFormalCharge(1)
        mol.AddBond(place, mol.AddAtom(oxygen), Chem.BondType.SINGLE)
        Chem.SanitizeMol(mol)
        text = Chem.MolToSmiles(mol)
        yield text if row.is_even else f"Cl.{text}"


KEEPING: tuple[Callable[[Row], Iterator[str]], ...] = (
    salts,
    mixtures,
    protonated,
    deuterated,
    labelled,
    respelled,
    mapped,
    numbered,
    reordered,
    annotated,
    as_inchi,
)


def kept(row: Row) -> list[str]:
    return [text for write in KEEPING for text in write(row)]


def test_table_is_whole() -> None:
    cells = table()
    assert list(cells[0]) == COLUMNS
    assert len(cells) >= 200
    assert len({row.name for row in ROWS}) == len({Chem.MolToSmiles(row.mol) for row in ROWS}) == len(ROWS)
    assert all(row.source for row in ROWS)


@pytest.mark.parametrize("column", CLASSES)
def test_table_speaks_of_every_clause_and_verdict(column: str) -> None:
    _, clauses = CLASSES[column]
    cells = table()
    told = {clause.rstrip("?") for cell in cells for clause in cell[f"{column}_clauses"].split()}
    assert told == set(clauses)
    assert {"none", "outside", "meets"} <= {cell[column] for cell in cells} <= {"none", "outside", "open", "meets"}
    for cell in cells:
        assert bool(cell[f"{column}_clauses"]) == (cell[column] in {"open", "meets"})
        assert ("?" in cell[f"{column}_clauses"]) == (cell[column] == "open")


def test_there_are_thousands_of_cases() -> None:
    assert sum(len(kept(row)) + len(list(oxidised(row))) for row in ROWS) > 4000


@EACH
def test_published_structure_reads_as_the_law_says(register: Register, row: Row) -> None:
    found = by_structure(register, row.smiles)
    assert readings_of(found) == row.expected
    assert [found] == by_structures(register, [row.smiles])
    assert are_inside(found, parse(row.smiles))


@EACH
def test_same_substance_written_otherwise_reads_the_same(register: Register, row: Row) -> None:
    first = by_structure(register, row.smiles)
    expected, cited = readings_of(first), seats(first, parse(row.smiles))
    for text, quick in zip(kept(row), by_structures(register, kept(row)), strict=True):
        mol = parse(text)
        found = by_structure(register, text)
        assert quick == found, text
        assert readings_of(found) == expected, text
        assert are_inside(found, mol), text
        assert is_on_record(found) or seats(found, mol) == cited, text


def test_atoms_cited_of_a_recorded_substance_are_those_of_the_text_asked(register: Register) -> None:
    astray = []
    for row in ROWS:
        if not is_on_record(by_structure(register, row.smiles)):
            continue
        told = [seats(by_structure(register, text), parse(text)) for text in (*salts(row), *reordered(row))]
        if any(one != told[0] for one in told):
            astray.append(row.name)
    assert not astray


@EACH
def test_n_oxide_reads_alike_both_ways(register: Register, row: Row) -> None:
    texts = list(oxidised(row))
    for text, quick in zip(texts, by_structures(register, texts), strict=True):
        found = by_structure(register, text)
        assert quick == found, text
        assert are_inside(found, parse(text)), text
