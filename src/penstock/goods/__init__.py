"""What a line of goods text mentions, each mention with its character span. The vocabulary is handed in."""

from penstock.goods.beside import Company, CompanyScanner
from penstock.goods.folding import Folder
from penstock.goods.scanner import Mention, Scanner, Term

__all__ = ["Company", "CompanyScanner", "Folder", "Mention", "Scanner", "Term"]
