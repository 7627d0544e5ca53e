"""The ``penstock`` command."""

from penstock.cli.app import main

__all__ = ["main"]
