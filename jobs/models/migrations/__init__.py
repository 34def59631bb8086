"""The way from an empty database to today's tables, and the check that a database has come all of it."""
