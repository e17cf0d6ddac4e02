"""A table of results that becomes a pandas or polars frame when asked."""

from __future__ import annotations

from typing import Any

import pyarrow as pa

SHOWN_ROWS = 20


class Table:
    """Rows and named columns.

    Parameters
    ----------
    data : pyarrow.Table
    name : str
        What a row is ("pairs").
    """

    def __init__(self, data: pa.Table, name: str) -> None:
        self._data = data
        self._name = name

    @property
    def columns(self) -> list[str]:
        """Names of the columns, in order."""
        return list(self._data.column_names)

    def __len__(self) -> int:
        return int(self._data.num_rows)

    def to_arrow(self) -> pa.Table:
        """As a pyarrow Table; nothing is copied."""
        return self._data

    def __arrow_c_stream__(self, requested_schema: object | None = None) -> object:
        return self._data.__arrow_c_stream__(requested_schema)

    def to_pandas(self) -> Any:
        """As a pandas DataFrame. Raises ImportError where pandas is not installed."""
        try:
            import pandas  # noqa: F401
        except ImportError:
            raise ImportError("to_pandas() needs pandas: pip install pandas") from None
        return self._data.to_pandas()

    def to_polars(self) -> Any:
        """As a polars DataFrame. Raises ImportError where polars is not installed."""
        try:
            import polars
        except ImportError:
            raise ImportError("to_polars() needs polars: pip install polars") from None
        return polars.from_arrow(self._data)

    def to_pylist(self) -> list[dict[str, Any]]:
        """As a list of dicts, one per row."""
        return self._data.to_pylist()

    def __repr__(self) -> str:
        return f"<Table of {len(self):,} {self._name}: {', '.join(self.columns)}>"

    def _repr_html_(self) -> str:
        from wirecopy.report.marked import table_html

        return table_html(self._data.slice(0, SHOWN_ROWS), len(self), self._name)
