"""A data file as the table `data`, and queries of it, in a DuckDB that can reach nothing else."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from omp_plugin import limits
from omp_plugin.actuals.answers import Ask, Refused, Rows, one_line, said

if TYPE_CHECKING:
    import duckdb

_CONFIG: dict[str, str | bool | int | float | list[str]] = {
    "threads": "1",
    "memory_limit": f"{limits.QUERY_MEMORY_MB * 2 // 5}MB",
    "temp_directory": "",
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
    "allow_community_extensions": "false",
}
_LOCKS = ("SET enable_external_access = false", "SET lock_configuration = true")
_READERS = {
    ".csv": "read_csv('{}', header = true, sample_size = -1)",
    ".json": "read_json('{}', sample_size = -1, maximum_object_size = 16777216)",
    ".parquet": "read_parquet('{}')",
}
_CLOCK = frozenset({"current_date", "current_time", "current_timestamp", "localtime", "localtimestamp"})
"""Names that stand for the clock where no column has them."""
_UNSEEN = frozenset({"query", "query_table", "json_execute_serialized_sql"})
"""Functions that run a query which stands in a text."""
_ONE_SELECT = "write a single SELECT that reads the table data"


def open_file(request: Mapping[str, Any]) -> Ask:
    """The table of a file, ready to be asked. Refuses what is no table and what unpacks to too much."""
    import duckdb

    connection = duckdb.connect(":memory:", config=_CONFIG)
    connection.execute("SET TimeZone = 'UTC'")
    connection.execute("SET python_enable_replacements = false")
    try:
        _load(connection, request["file"])
    except duckdb.OutOfMemoryException as error:
        raise _too_large(f"{limits.DATA_MB} MB") from error
    except duckdb.Error as error:
        message = f"the file cannot be read as a table: {_first_line(error)}"
        raise Refused("wrong-type", message, "write it anew in UTF-8, with a name for each column") from None
    for lock in _LOCKS:
        connection.execute(lock)
    changing = _changing(connection)
    return lambda query: _ask(connection, changing, query)


def _load(connection: duckdb.DuckDBPyConnection, file: str) -> None:
    suffix = file[file.index(".") :]
    if suffix == ".xlsx":
        from omp_plugin.actuals.workbook import columns_of, csv_of

        columns = columns_of(file)
        csv_of(columns, "rows.csv")
        types = ", ".join(f"{_quoted(name, chr(39))}: '{column.type}'" for name, column in columns.items())
        reader = f"read_csv('rows.csv', header = true, auto_detect = false, quote = '\"', columns = {{{types}}})"
    else:
        reader = _READERS[suffix].format(file)
        if suffix == ".parquet":
            _weigh(connection, file)
    connection.execute(f"CREATE TABLE data AS SELECT * FROM {reader}")  # noqa: S608 # names of files are ours


def _quoted(name: str, mark: str) -> str:
    return mark + name.replace(mark, 2 * mark) + mark


def _weigh(connection: duckdb.DuckDBPyConnection, file: str) -> None:
    """Refuses a Parquet file by what it says of itself: its bytes unpacked, and eight for each of its values."""
    totals = f"SELECT sum(total_uncompressed_size), sum(num_values) FROM parquet_metadata('{file}')"  # noqa: S608 # as above
    unpacked, values = connection.execute(totals).fetchone() or (0, 0)
    if max(int(unpacked or 0), 8 * int(values or 0)) > limits.DATA_MB * 1024**2:
        raise _too_large(f"{limits.DATA_MB} MB")


def _too_large(most: str) -> Refused:
    return Refused("too-large", f"the file unpacks to more than {most}", "keep only the rows and columns needed")


def _changing(connection: duckdb.DuckDBPyConnection) -> frozenset[str]:
    """The functions that do not give the same for the same: clocks, chance, counters, logs."""
    steady = "SELECT function_name FROM duckdb_functions() WHERE stability <> 'CONSISTENT'"
    return frozenset(name for (name,) in connection.execute(steady).fetchall()) - {"error"} | _UNSEEN


def _ask(
    connection: duckdb.DuckDBPyConnection, changing: frozenset[str], query: str | None
) -> tuple[Sequence[str], Rows]:
    """The answer of a query, or the columns period and value of the table as they are."""
    import duckdb

    if query is None:
        query = _plain(connection)
    try:
        _check(connection, changing, query)
        done = connection.execute(query)
        return [each[0] for each in done.description or ()], done.fetchmany(limits.QUERY_ROWS + 1)
    except duckdb.OutOfMemoryException:
        raise MemoryError from None
    except duckdb.PermissionException:
        message = "the query reaches for something else than the table data"
        raise Refused("unsafe-path", message, _ONE_SELECT) from None
    except duckdb.Error as error:
        message = f"the query fails: {_first_line(error)}"
        raise Refused("wrong-type", message, "try it in DuckDB: the file is its table data") from None


def _plain(connection: duckdb.DuckDBPyConnection) -> str:
    columns = [row[0] for row in connection.execute("DESCRIBE data").fetchall()]
    if not {"period", "value"} <= {name.lower() for name in columns}:
        hint = 'add query: "select ... as period, ... as value from data"'
        raise Refused("wrong-type", f"the file has the columns {said(columns)}, and no query says what to take", hint)
    return "SELECT period, value FROM data"


def _check(connection: duckdb.DuckDBPyConnection, changing: frozenset[str], query: str) -> None:
    """Refuses all but a single SELECT that gives the same for the same data."""
    import duckdb

    statements = duckdb.extract_statements(query)
    if len(statements) != 1 or statements[0].type != duckdb.StatementType.SELECT:
        raise Refused("wrong-type", "this is not a single SELECT", _ONE_SELECT)
    row = connection.execute("SELECT json_serialize_sql(?)", [query]).fetchone()
    tree = json.loads(row[0]) if row else {"error": True}
    if tree["error"]:
        raise Refused("wrong-type", "this is not a single SELECT", _ONE_SELECT)
    found = sorted({name for node in _nodes(tree) for name in _unsteady(node, changing)})
    if found:
        hint = "name the days in the query: a plan gives the same on every day"
        raise Refused("wrong-type", f"the query asks for {found[0]}, which may change from build to build", hint)


def _nodes(tree: Any) -> Iterator[Mapping[str, Any]]:
    waiting = [tree]
    while waiting:
        each = waiting.pop()
        if isinstance(each, dict):
            yield each
            waiting += each.values()
        elif isinstance(each, list):
            waiting += each


def _unsteady(node: Mapping[str, Any], changing: frozenset[str]) -> Iterator[str]:
    """What a part of a query asks for that is another at another time."""
    name = str(node.get("function_name", "")).lower()
    if name in changing:
        yield f"{name}()"
    columns = node.get("column_names")
    if isinstance(columns, list) and len(columns) == 1 and str(columns[0]).lower() in _CLOCK:
        yield str(columns[0]).lower()
    if node.get("sample"):
        yield "a sample"


def _first_line(error: Exception) -> str:
    """What an error says first, without the kind that stands before it."""
    return one_line(str(error).split("\n")[0].partition("Error: ")[2] or "it holds no table")
