"""Small charts as inline SVG."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Sequence

from wirecopy.report.marked import escape, squeeze

WIDTH = 900
LEFT = 330


def funnel(steps: Sequence[tuple[str, int]]) -> str:
    """A bar for each step, on a log scale: steps span from a handful to millions."""
    height = 24
    most = math.log1p(max((count for _, count in steps), default=0)) or 1.0
    rows = []
    for at, (step, count) in enumerate(steps):
        y = at * height
        width = (WIDTH - LEFT - 110) * math.log1p(max(count, 0)) / most
        rows.append(
            f'<text x="{LEFT - 12}" y="{y + 16}" text-anchor="end">{escape(squeeze(step, 48))}</text>'
            f'<rect class="bar" x="{LEFT}" y="{y + 4}" width="{width:.1f}" height="{height - 8}" rx="3"/>'
            f'<text class="soft" x="{LEFT + width + 8:.1f}" y="{y + 16}">{count:,}</text>'
        )
    return _svg(height * len(steps), "".join(rows), "what was looked at, step by step")


def timeline(rows: Sequence[tuple[str, Sequence[float]]]) -> str:
    """A row of dots for each cluster, by time of publication (hours since 1970); the first one in another colour."""
    height = 26
    times = [hour for _, hours in rows for hour in hours]
    low, high = min(times), max(times)
    span = (high - low) or 1.0
    scale = (WIDTH - LEFT - 30) / span

    def x(hour: float) -> float:
        return LEFT + 10 + (hour - low) * scale

    out = []
    bottom = height * len(rows)
    for at in range(5):
        hour = low + span * at / 4
        label = (dt.datetime(1970, 1, 1) + dt.timedelta(hours=hour)).strftime(
            "%d %b %H:%M" if span < 24 * 14 else "%Y-%m-%d"
        )
        anchor = "start" if at == 0 else "end" if at == 4 else "middle"
        out.append(
            f'<line class="axis" x1="{x(hour):.1f}" x2="{x(hour):.1f}" y1="0" y2="{bottom}"/>'
            f'<text class="soft" x="{x(hour):.1f}" y="{bottom + 16}" text-anchor="{anchor}">{label}</text>'
        )
    for at, (name, hours) in enumerate(rows):
        y = at * height + height / 2
        out.append(f'<text x="{LEFT - 12}" y="{y + 4}" text-anchor="end">{escape(squeeze(name, 46))}</text>')
        ordered = sorted(hours)
        for hour in ordered[1:]:
            out.append(f'<circle class="dot" cx="{x(hour):.1f}" cy="{y}" r="5"/>')
        out.append(f'<circle class="dot first" cx="{x(ordered[0]):.1f}" cy="{y}" r="5"/>')
    return _svg(bottom + 24, "".join(out), "articles of the largest clusters by time of publication")


def _svg(height: int, inside: str, title: str) -> str:
    return (
        f'<svg viewBox="0 0 {WIDTH} {height}" role="img" aria-label="{escape(title)}">'
        f"<title>{escape(title)}</title>{inside}</svg>"
    )
