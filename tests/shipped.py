"""The shipped register, opened once for all tests of a process: what is looked up in it is remembered by it."""

from __future__ import annotations

from penstock.law.register import Register

REGISTER = Register.load()
