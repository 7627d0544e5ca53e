"""The tables of the store, as the last of the migrations leaves them."""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Column,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
)

VERSION = "0008"
"""The migration this program works with; an older or newer database is refused."""

metadata = MetaData()

migrated = Table("alembic_version", MetaData(), Column("version_num", Text, nullable=False))
"""Alembic's own table: the migration a database is at."""

trail = Table(
    "trail",
    metadata,
    Column("seq", BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=False),
    Column("at", Text, nullable=False),
    Column("actor", Text, nullable=False),
    Column("act", Text, nullable=False),
    Column("of", Text, nullable=False),
    Column("detail", Text, nullable=False),
    Column("before", Text, nullable=False),
    Column("hash", Text, nullable=False),
    Index("trail_of", "of", "seq"),
)
"""What was done, in order; see ``penstock.store.trail``."""

accounts = Table(
    "accounts",
    metadata,
    Column("name", Text, primary_key=True),
    Column("folded", Text, nullable=False, unique=True),
    Column("role", Text, nullable=False),
    Column("password", Text, nullable=False),
    Column("made_at", Text, nullable=False),
    Column("disabled_at", Text),
)
"""Who may sign in; ``password`` is a hash with its salt and cost."""

sessions = Table(
    "sessions",
    metadata,
    Column("token", Text, primary_key=True),
    Column("account", Text, ForeignKey("accounts.name"), nullable=False),
    Column("made_at", Text, nullable=False),
    Column("expires_at", Text, nullable=False),
    Column("ended_at", Text),
    Index("sessions_account", "account"),
)
"""Who is signed in; ``token`` is the SHA-256 of what the browser holds."""

api_keys = Table(
    "api_keys",
    metadata,
    Column("prefix", Text, primary_key=True),
    Column("token", Text, nullable=False, unique=True),
    Column("account", Text, ForeignKey("accounts.name"), nullable=False),
    Column("role", Text, nullable=False),
    Column("label", Text, nullable=False),
    Column("made_at", Text, nullable=False),
    Column("expires_at", Text),
    Column("revoked_at", Text),
    Index("api_keys_account", "account"),
)
"""Keys for programs; ``token`` is the SHA-256 of the whole key, ``prefix`` its part that may be shown."""

laws = Table(
    "laws",
    metadata,
    Column("id", Text, primary_key=True),
    Column("register", Text, nullable=False),
    Column("rosters", Text, nullable=False),
)
"""Each register with the rosters that some decision was made by; ``rosters`` is JSON, a digest a list."""

decisions = Table(
    "decisions",
    metadata,
    Column("id", Text, primary_key=True),
    Column("question", Text, nullable=False),
    Column("stamp", Text, nullable=False),
    Column("answer", LargeBinary, nullable=False),
    Column("as_of", Text, nullable=False),
    Column("law", Text, ForeignKey("laws.id"), nullable=False),
    Column("kept_at", Text, nullable=False),
    Column("kept_by", Text, nullable=False),
    Index("decisions_kept", "kept_at", "id"),
    Index("decisions_law", "law", "kept_at", "id"),
)
"""What was asked, by which law, and the bytes of the answer; ``id`` is the SHA-256 of all three."""

matters = Table(
    "matters",
    metadata,
    Column("id", Text, primary_key=True),
    Column("decision", Text, ForeignKey("decisions.id"), nullable=False),
    *(Column(name, Text, nullable=False) for name in ("consignment", "item", "about", "outcome", "state")),
    Column("version", Integer, nullable=False),
    *(Column(name, Text, nullable=False) for name in ("opened_at", "opened_by", "changed_at", "changed_by")),
    Column("asked_by", Text),
    Index("matters_state", "state", "opened_at", "id"),
    Index("matters_opened", "opened_at", "id"),
    Index("matters_decision", "decision", "state"),
    Index("matters_consignment", "consignment"),
)
"""The queue: one held group of findings each."""

steps = Table(
    "steps",
    metadata,
    Column("matter", Text, ForeignKey("matters.id"), primary_key=True),
    Column("version", Integer, primary_key=True),
    *(Column(name, Text, nullable=False) for name in ("at", "by", "step", "state", "reason", "note")),
)
"""What was done in each matter, in order."""

runs = Table(
    "runs",
    metadata,
    Column("id", Text, primary_key=True),
    *(Column(name, Text, nullable=False) for name in ("file", "folder", "state", "counts", "by")),
    *(Column(name, Text, nullable=False) for name in ("started_at", "changed_at")),
    Index("runs_started", "started_at", "id"),
    Index("runs_by", "by", "started_at", "id"),
)
"""Files that were uploaded to be screened."""

run_rows = Table(
    "run_rows",
    metadata,
    Column("run", Text, ForeignKey("runs.id"), primary_key=True),
    Column("row", Integer, primary_key=True, autoincrement=False),
    Column("decision", Text, ForeignKey("decisions.id"), nullable=False),
    Index("run_rows_decision", "decision"),
)
"""The decision that was kept of a row of a run's file; one decision may be that of rows of several runs."""

visits = Table(
    "visits",
    metadata,
    Column("account", Text, ForeignKey("accounts.name"), primary_key=True),
    *(Column(name, Text, nullable=False) for name in ("at", "register", "rosters")),
)
"""The law each account saw last."""

cases = Table(
    "cases",
    metadata,
    Column("id", Text, primary_key=True),
    *(Column(name, Text, nullable=False) for name in ("kind", "state")),
    Column("version", Integer, nullable=False),
    Column("body", Text, nullable=False),
    Column("key", Text),
    *(Column(name, Text, nullable=False) for name in ("opened_at", "opened_by", "changed_at", "changed_by")),
    Column("due", Text),
    Index("cases_key", "kind", "key", unique=True),
    Index("cases_opened", "kind", "opened_at", "id"),
    Index("cases_state", "kind", "state", "opened_at", "id"),
    Index("cases_due", "kind", "due"),
)
"""Leads, notifications, authorisations and what else has states; ``body`` is JSON of the kind's shape."""

case_steps = Table(
    "case_steps",
    metadata,
    Column("case", Text, ForeignKey("cases.id"), primary_key=True),
    Column("version", Integer, primary_key=True),
    *(Column(name, Text, nullable=False) for name in ("at", "by", "step", "state", "detail")),
)
"""What was done in each case, in order; ``detail`` is what was said with it, JSON."""

draws = Table(
    "draws",
    metadata,
    Column("authorisation", Text, ForeignKey("cases.id"), primary_key=True),
    Column("consignment", Text, primary_key=True),
    Column("item", Integer, primary_key=True),
    Column("nth", Integer, primary_key=True, autoincrement=False),
    *(Column(name, Text, nullable=False) for name in ("quantity", "unit", "at", "by")),
)
"""What consignments have drawn of each authorisation, exact decimals as text, in the authorisation's unit.

An item draws once; where that was given back it may draw again: ``nth`` counts from 1.
"""

returns = Table(
    "returns",
    metadata,
    *(Column(name, Text, primary_key=True) for name in ("authorisation", "consignment")),
    *(Column(name, Integer, primary_key=True, autoincrement=False) for name in ("item", "nth")),
    *(Column(name, Text, nullable=False) for name in ("at", "by", "reason")),
    ForeignKeyConstraint(
        ("authorisation", "consignment", "item", "nth"),
        ("draws.authorisation", "draws.consignment", "draws.item", "draws.nth"),
    ),
)
"""What was drawn and given back whole, since the shipment did not go: at most once a draw, and why."""

case_links = Table(
    "case_links",
    metadata,
    Column("case", Text, ForeignKey("cases.id"), primary_key=True),
    Column("kind", Text, primary_key=True),
    Column("to", Text, primary_key=True),
    Index("case_links_to", "kind", "to"),
)
"""What a case belongs to: a decision, a matter, another case, the key of a party's name."""
