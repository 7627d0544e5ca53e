#!/bin/sh
# Runs a command of Penstock. The password of the database comes from a file; libpq reads it from the environment.
set -eu
if [ -n "${DATABASE_PASSWORD_FILE:-}" ]; then
  PGPASSWORD="$(cat "$DATABASE_PASSWORD_FILE")"
  export PGPASSWORD
fi
exec penstock "$@"
