"""Days and spans, CAS-free ids and the error tree. Standard library only."""
