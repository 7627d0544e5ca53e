"""Leads, notifications and their clocks, authorisations and their draw-down, the record: pure."""
