"""Runs on a GPU host: looks at its workers, keeps what they showed, sends it out. Light: no database, no web."""
