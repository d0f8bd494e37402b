"""Queries of a site's databases through SQLAlchemy: read-only, rolled back, and silent about where they are."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from omp_plugin import limits
from omp_plugin.actuals.answers import Ask, Refused, Rows, one_line
from omp_plugin.actuals.statements import check_select

if TYPE_CHECKING:
    from sqlalchemy.engine import URL, Connection

_READING = {sqlite3.SQLITE_SELECT, sqlite3.SQLITE_READ, sqlite3.SQLITE_FUNCTION, sqlite3.SQLITE_RECURSIVE}
_FORBIDDEN_FUNCTIONS = {"load_extension", "readfile", "writefile", "edit", "fts3_tokenizer"}
_READ_ONLY = {
    "postgresql": ("SET TRANSACTION READ ONLY", f"SET LOCAL statement_timeout = {limits.QUERY_SECONDS * 1000}"),
    "mysql": ("SET SESSION TRANSACTION READ ONLY",),
    "mariadb": ("SET SESSION TRANSACTION READ ONLY",),
    "oracle": ("SET TRANSACTION READ ONLY",),
}
"""How each database is told that a transaction only reads; others depend on the rights of the account."""
_TELLING = 3
"""Parts of a URL from this length on would tell something."""


def open_database(request: Mapping[str, Any]) -> Ask:
    """A connection to the database of a URL, ready to be asked. Refuses (`unreachable`) without saying where it is."""
    from sqlalchemy.engine import make_url
    from sqlalchemy.exc import ArgumentError, NoSuchModuleError

    try:
        url = make_url(request["url"])
        connection = _connect(url)
    except NoSuchModuleError:
        raise Refused("unreachable", "there is no driver for the kind of database that the URL names", "") from None
    except (ArgumentError, ValueError):
        raise Refused("unreachable", "the URL of the connection is not a database's", "") from None
    except (ImportError, Refused, MemoryError):
        raise
    except Exception as error:  # every driver has its own
        raise Refused("unreachable", f"the database cannot be reached ({type(error).__name__})", "") from None
    return lambda query: _ask(connection, url, query or "")


def _connect(url: URL) -> Connection:
    from sqlalchemy import create_engine
    from sqlalchemy.pool import NullPool

    kind = url.get_backend_name()
    if kind == "duckdb":
        raise Refused("unreachable", "a DuckDB file cannot be a connection: it could read every other file", "")
    if kind == "sqlite":
        path = url.database or ""
        connection = create_engine("sqlite://", creator=lambda: _sqlite(path), poolclass=NullPool).connect()
        _guard(connection)
        return connection
    return create_engine(url, poolclass=NullPool, hide_parameters=True).connect()


def _sqlite(path: str) -> sqlite3.Connection:
    """A SQLite file that nothing can write to."""
    if not Path(path).is_file():
        raise Refused("unreachable", "the database cannot be reached (there is no such file)", "")
    return sqlite3.connect(f"file:{quote(str(Path(path).absolute()))}?mode=ro", uri=True)


def _guard(connection: Connection) -> None:
    """From here on, SQLite only reads: `mode=ro` alone would still attach, and so write, other files."""
    driver = connection.connection.dbapi_connection
    assert isinstance(driver, sqlite3.Connection)
    driver.set_authorizer(_authorize)


def _authorize(action: int, first: str | None, second: str | None, *_: str | None) -> int:
    is_harmless = action in _READING and (second or "").lower() not in _FORBIDDEN_FUNCTIONS
    # Transactions are opened and closed by the driver.
    return sqlite3.SQLITE_OK if is_harmless or action == sqlite3.SQLITE_TRANSACTION else sqlite3.SQLITE_DENY


def _ask(connection: Connection, url: URL, query: str) -> tuple[Sequence[str], Rows]:
    """The answer of a query; the transaction is always rolled back."""
    from sqlalchemy.exc import SQLAlchemyError

    check_select(query)
    try:
        for statement in _READ_ONLY.get(url.get_backend_name(), ()):
            connection.exec_driver_sql(statement)
        if url.get_backend_name() in ("mysql", "mariadb"):
            connection.commit()  # from the next transaction on
        # Without parameters, a driver takes `%` for itself.
        plainly = {"stream_results": True, "no_parameters": True}
        done = connection.exec_driver_sql(query, execution_options=plainly)
        return list(done.keys()), [tuple(row) for row in done.fetchmany(limits.QUERY_ROWS + 1)]
    except (SQLAlchemyError, sqlite3.Error) as error:
        cause = getattr(error, "orig", None) or error
        message = f"the query fails: {_harmless(str(cause), url) or type(cause).__name__}"
        raise Refused("wrong-type", message, "try it in the database itself") from None
    finally:
        connection.rollback()


def _harmless(text: str, url: URL) -> str:
    """The first line of a driver's message; nothing where it says anything of the URL."""
    parts = [url.username, str(url.password or ""), url.host, url.database, *_texts(url)]
    line = one_line(text.strip().split("\n")[0])
    is_telling = any(part and len(part) >= _TELLING and part.lower() in text.lower() for part in parts)
    return "" if is_telling or "://" in text else line


def _texts(url: URL) -> list[str]:
    values = (each if isinstance(each, tuple) else (each,) for each in url.query.values())
    return [text for each in values for text in each]
