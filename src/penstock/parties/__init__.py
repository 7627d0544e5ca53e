"""Are these two names one party, how sure, and why."""

from penstock.parties.compare import ALERT, Comparison, Part, compare
from penstock.parties.names import Kind

__all__ = ["ALERT", "Comparison", "Kind", "Part", "compare"]
