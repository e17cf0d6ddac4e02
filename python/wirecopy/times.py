"""Times of publication, in whatever form they come, as hours since 1970 (UTC)."""

from __future__ import annotations

import datetime as dt
import math
import numbers
import re
from typing import Any

import numpy as np
import pyarrow as pa

EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.timezone.utc)

# ISO 8601, with the freedom of a blank for T; times without a zone are UTC.
_ISO = re.compile(
    r"(\d{4})-?(\d\d)-?(\d\d)"
    r"(?:[T ]+(\d\d):?(\d\d)(?::?(\d\d)(?:[.,](\d+))?)?\s*(Z|UTC|GMT|[+-]\d\d(?::?\d\d)?)?)?",
    re.IGNORECASE,
)
_EPOCH_TEXT = re.compile(r"-?\d{9,11}(?:\.\d+)?")
_LAST_SECOND = 253_402_300_799  # of the year 9999

TAKEN = (
    "Taken are ISO 8601 ('2026-03-05', '2026-03-05T14:30:00+01:00'; no zone means UTC), datetime, date, numpy and "
    "pandas times, and seconds since 1970"
)


def hours_since_1970(value: Any) -> float:
    """One time as hours since 1970-01-01 00:00 UTC; NaN where it is not known (None, NaN, NaT, '').

    Raises
    ------
    ValueError
        For a time that cannot be read. The message says which forms are taken.
    """
    if value is None:
        return math.nan
    if isinstance(value, str):
        return _from_text(value)
    if isinstance(value, np.datetime64):
        return math.nan if np.isnat(value) else float(value.astype("datetime64[us]").astype(np.int64)) / 3.6e9
    if isinstance(value, dt.datetime):
        if value != value:  # pandas.NaT
            return math.nan
        aware = value if value.tzinfo is not None else value.replace(tzinfo=dt.timezone.utc)
        return (aware - EPOCH) / dt.timedelta(hours=1)
    if isinstance(value, dt.date):
        return 24.0 * (value - EPOCH.date()).days
    if isinstance(value, numbers.Real) and not isinstance(value, (bool, np.bool_)):
        seconds = float(value)
        if math.isnan(seconds):
            return math.nan
        return _from_seconds(seconds)
    if type(value).__name__ in ("NaTType", "NAType"):
        return math.nan
    raise ValueError(f"{type(value).__name__} is no time. {TAKEN}")


def _from_seconds(seconds: float) -> float:
    if abs(seconds) > _LAST_SECOND:
        raise ValueError(f"{seconds:.15g} is no count of seconds since 1970; divide milliseconds by 1000")
    return seconds / 3600


def _from_text(value: str) -> float:
    text = value.strip()
    if not text:
        return math.nan
    match = _ISO.fullmatch(text)
    if match is None:
        if _EPOCH_TEXT.fullmatch(text):
            return _from_seconds(float(text))
        raise ValueError(f"{text[:60]!r} is no time. {TAKEN}")
    year, month, day, hour, minute, second, fraction, zone = match.groups()
    offset = dt.timedelta()
    if zone and zone[0] in "+-":
        digits = zone[1:].replace(":", "")
        offset = dt.timedelta(hours=int(digits[:2]), minutes=int(digits[2:] or 0)) * (-1 if zone[0] == "-" else 1)
    # A leap second counts as the one before it.
    moment = dt.datetime(
        int(year), int(month), int(day), int(hour or 0), int(minute or 0), min(int(second or 0), 59),
        tzinfo=dt.timezone.utc,
    ) if int(second or 0) <= 60 else None
    if moment is None:
        raise ValueError(f"{text[:60]!r} is no time. {TAKEN}")
    return (moment - EPOCH - offset) / dt.timedelta(hours=1) + (float("0." + fraction) / 3600 if fraction else 0.0)


def from_arrow(column: pa.ChunkedArray) -> np.ndarray | None:
    """Hours of an Arrow column of times, float64, NaN for null; None where the column holds something else."""
    kind = column.type
    if not (pa.types.is_timestamp(kind) or pa.types.is_date(kind)):
        return None
    # Through microseconds: they reach from year 1 to 9999, as Python's own times do.
    ticks = column.cast(pa.timestamp("us", tz=getattr(kind, "tz", None)), safe=False).cast(pa.int64())
    values = ticks.combine_chunks() if ticks.num_chunks != 1 else ticks.chunk(0)
    known = values.is_valid().to_numpy(zero_copy_only=False)
    result = values.fill_null(0).to_numpy(zero_copy_only=False).astype(np.float64) / 3.6e9
    result[~known] = np.nan
    return result


def to_arrow(hours: np.ndarray) -> pa.Array:
    """Hours since 1970 as Arrow timestamps (microseconds, UTC), null where NaN."""
    known = np.isfinite(hours)
    microseconds = np.rint(np.where(known, hours, 0.0) * 3.6e9).astype(np.int64)
    return pa.array(microseconds, mask=~known).cast(pa.timestamp("us", tz="UTC"))
