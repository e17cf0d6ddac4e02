"""Stage 0 in Python: articles as the core takes them, and the columns they come from."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pyarrow as pa

ROLES = ("id", "outlet", "published", "language")


@dataclass(frozen=True)
class Columns:
    """Which column holds what. For id, outlet, published and language: None is the column of that name where there is
    one, False is none."""

    text: str = "text"
    id: str | bool | None = None
    outlet: str | bool | None = None
    published: str | bool | None = None
    language: str | bool | None = None

    def __post_init__(self) -> None:
        if not isinstance(self.text, str):
            raise TypeError(f"text must be the name of a column, not {self.text!r}")
        for role in ROLES:
            value = getattr(self, role)
            if value is not None and value is not False and not isinstance(value, str):
                raise TypeError(f"{role} must be the name of a column, None or False, not {value!r}")

    def refuse_named(self, where: str) -> None:
        """Raises ValueError where a column is named but there are no columns."""
        for role in ROLES:
            column = getattr(self, role)
            if isinstance(column, str):
                raise ValueError(f"{where}: there is no column {column!r} for {role}; there are no columns")

    def choose(self, names: Iterable[str], where: str, hint: str = "") -> dict[str, str]:
        """Role -> column, of the columns there are. Raises ValueError for a missing one."""
        there = list(names)
        chosen = {}
        for role in ("text", *ROLES):
            value = getattr(self, role)
            if value is False:
                continue
            column = role if value is None else value
            if column in there:
                chosen[role] = column
            elif value is not None:
                listed = ", ".join(map(repr, there[:40])) or "none"
                raise ValueError(
                    f"{where}: there is no column {column!r} for {role}. The columns are: {listed}.{hint} "
                    f"Name the right one with {role}=..."
                )
        return chosen


@dataclass(frozen=True)
class Articles:
    """Articles as the core takes them.

    Attributes
    ----------
    offsets : int64 array, n + 1
    data : uint8 array
        The text of row i is data[offsets[i]:offsets[i + 1]], well-formed UTF-8.
    ids : pyarrow Array or None
        Integers or strings, as given.
    outlets, languages : list of str
        '' where not known.
    hours : float64 array
        Times of publication, hours since 1970 (UTC); NaN where not known.
    """

    offsets: np.ndarray
    data: np.ndarray
    ids: pa.Array | None
    outlets: list[str]
    languages: list[str]
    hours: np.ndarray
    _rows: dict[Any, int] = field(default_factory=dict, repr=False, compare=False)

    def __len__(self) -> int:
        return len(self.offsets) - 1

    def raw(self, row: int) -> bytes:
        """UTF-8 text of one article."""
        return self.data[self.offsets[row] : self.offsets[row + 1]].tobytes()

    def text(self, row: int) -> str:
        """Text of one article."""
        return self.raw(row).decode()

    def id(self, row: int) -> Any:
        """The id as given, or the row number where there are no ids."""
        return row if self.ids is None else self.ids[row].as_py()

    def name(self, row: int) -> str:
        """What messages call the article."""
        return f"article {row}" if self.ids is None else f"article {self.id(row)!r} (row {row})"

    def id_column(self, rows: np.ndarray | None = None) -> pa.Array:
        """The ids of some rows (of all), as an Arrow array."""
        if self.ids is None:
            return pa.array(np.arange(len(self)) if rows is None else rows, type=pa.int64())
        return self.ids if rows is None else self.ids.take(pa.array(rows, type=pa.int64()))

    def row(self, key: Any) -> int:
        """Row of an article, by its id as given; by row number where ids are not numbers.

        Raises KeyError where there is no such article.
        """
        if self.ids is not None and not self._rows:
            self._rows.update((value, row) for row, value in enumerate(self.ids.to_pylist()))
        if isinstance(key, (np.generic,)):
            key = key.item()
        if self._rows and key in self._rows and not isinstance(key, bool):
            return self._rows[key]
        by_row = self.ids is None or not pa.types.is_integer(self.ids.type)
        if by_row and isinstance(key, int) and not isinstance(key, bool) and 0 <= key < len(self):
            return key
        kind = "rows are 0 to" if self.ids is None else "there are ids such as"
        example = len(self) - 1 if self.ids is None else (self.id(0) if len(self) else "none")
        raise KeyError(f"there is no article {key!r}; {kind} {example!r}")
