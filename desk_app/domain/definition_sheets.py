"""A definition as sheets of rows, the shape in which people edit it: a workbook, the window.

Single values stand on the first sheet by dotted path; every list of tables and every group of
named tables has a sheet of its own. A heading that ends with ``[]`` holds a list, one text a
line. Nothing is guessed: what comes back is checked like any other definition.
"""

from collections.abc import Iterator, Mapping, Sequence

FIRST = "procedure"
"""Sheet of the single values; it has one row."""
NAMED = ("sources", "provenance")
"""Groups of named tables; the name stands in the column `NAME`."""
NAME = "(name)"

Row = dict[str, object]
Sheets = dict[str, list[Row]]


def sheets_of(data: Mapping[str, object]) -> Sheets:
    """The sheets of a definition, each a list of rows, each row a value by dotted path."""
    lists: dict[str, Sequence[Mapping[str, object]]] = {}
    sheets: Sheets = {FIRST: [dict(_flat(data, "", lists))]}
    for path, tables in lists.items():
        sheets[path] = [dict(_flat(table, "", {})) for table in tables]
    for name in NAMED:
        named = data.get(name)
        if isinstance(named, Mapping):
            sheets[name] = [{NAME: key, **dict(_flat(t, "", {}))} for key, t in named.items()]
    return sheets


def data_of(sheets: Mapping[str, Sequence[Mapping[str, object]]]) -> Row:
    """The definition of sheets; cells of None are absent. TypeError when two paths collide."""
    data: Row = {}
    for sheet, rows in sheets.items():
        tables = [_table(row) for row in rows]
        if sheet == FIRST:
            for table in tables:
                _merge(data, table)
        elif sheet in NAMED:
            _put(data, sheet, {str(table.pop(NAME, "")): table for table in tables})
        else:
            _put(data, sheet, tables)
    return data


def _table(row: Mapping[str, object]) -> Row:
    table: Row = {}
    for path, value in row.items():
        if path == NAME:
            table[NAME] = value
        elif path:
            _put(table, path, value)
    return table


def _merge(data: Row, table: Row) -> None:
    for key, value in table.items():
        present = data.get(key)
        if isinstance(present, dict) and isinstance(value, dict):
            _merge(present, value)
        elif key in data:
            raise TypeError(key)
        else:
            data[key] = value


def _put(data: Row, path: str, value: object) -> None:
    if value is None:
        return
    *parents, last = path.split(".")
    for parent in parents:
        found = data.setdefault(parent, {})
        if not isinstance(found, dict):
            raise TypeError(path)
        data = found
    if last.endswith("[]"):
        data[last[:-2]] = [line for line in str(value).split("\n") if line]
    else:
        data[last] = value


def _flat(
    table: Mapping[str, object], prefix: str, lists: dict[str, Sequence[Mapping[str, object]]]
) -> Iterator[tuple[str, object]]:
    for key, value in table.items():
        path = f"{prefix}{key}"
        if not prefix and key in NAMED:
            continue
        if isinstance(value, Mapping):
            yield from _flat(value, f"{path}.", lists)
        elif isinstance(value, list) and value and isinstance(value[0], Mapping):
            lists[path] = value
        elif isinstance(value, list):
            yield f"{path}[]", "\n".join(str(each) for each in value)
        else:
            yield path, value
