"""What was decided and who did what, kept in a database: SQLite by default, PostgreSQL when shared."""
