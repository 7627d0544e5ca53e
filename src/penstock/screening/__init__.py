"""Consignment -> findings -> decision, by a written table that refuses conflicts. Pure: no disk, clock or network."""
