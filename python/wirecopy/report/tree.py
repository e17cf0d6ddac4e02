"""A transmission tree as one SVG that needs no style sheet."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Mapping, Sequence
from typing import Any

from wirecopy.report.marked import escape, squeeze

ROW, INDENT, LEFT, TOP, WIDTH = 30, 28, 16, 14, 900
SHOWN = 400  # articles; a larger tree is cut short, and says so
COLOURS = {"same": "#8a94a3", "correction": "#0b5f8a", "cut": "#b7791f", "update": "#2f8f5b"}
FIRST = "#d9622b"


def tree_svg(rows: Sequence[Mapping[str, Any]], outlets: Mapping[Any, str], hours: Mapping[Any, float]) -> str:
    """The articles from the top down, as `Tree.rows` gives them."""
    shown = rows[:SHOWN]
    place = {row["article"]: at for at, row in enumerate(shown)}
    out = []
    for at, row in enumerate(shown):
        y, x = TOP + at * ROW, LEFT + _indent(row["depth"])
        parent = place.get(row["nearest"])
        if parent is not None and parent < at:
            left, above = LEFT + _indent(shown[parent]["depth"]), TOP + parent * ROW
            dashed = "" if row["parent"] is not None else ' stroke-dasharray="4 4"'
            out.append(
                f'<path d="M{left} {above + 6}V{y}H{x - 6}" fill="none" stroke="{COLOURS[row["change"]]}" '
                f'stroke-width="1.5"{dashed}/>'
            )
        colour = FIRST if row["nearest"] is None else COLOURS[row["change"]]
        hollow = row["nearest"] is not None and row["parent"] is None
        fill = "white" if hollow else colour
        out.append(f'<circle cx="{x}" cy="{y}" r="5" fill="{fill}" stroke="{colour}" stroke-width="1.5"/>')
        name = " · ".join(part for part in (outlets.get(row["article"], ""), str(row["article"])) if part)
        out.append(
            f'<text x="{x + 12}" y="{y + 4}" fill="currentColor">{escape(squeeze(name, 60))}'
            f'<tspan fill="#7a8594">  {escape(_told(row, hours))}</tspan></text>'
        )
    height = TOP + len(shown) * ROW + 22
    legend = "  ".join(COLOURS) + "  dashed: undetermined"
    if len(rows) > SHOWN:
        legend = f"the first {SHOWN:,} of {len(rows):,} articles  " + legend
    marks, x = [], LEFT
    for word in legend.split("  "):
        marks.append(f'<text x="{x}" y="{height - 8}" fill="{COLOURS.get(word, "#7a8594")}">{escape(word)}</text>')
        x += 8 * len(word) + 14
    width = max(WIDTH, 420 + max((_indent(row["depth"]) for row in shown), default=0))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" role="img" '
        f'font-family="system-ui, sans-serif" font-size="13" aria-label="who copied whom"><title>who copied whom</title>'
        f'{"".join(out)}{"".join(marks)}</svg>'
    )


def _indent(depth: int) -> int:
    return INDENT * min(depth, 20)


def _told(row: Mapping[str, Any], hours: Mapping[Any, float]) -> str:
    parts = []
    hour = hours[row["article"]]
    if math.isfinite(hour):
        parts.append((dt.datetime(1970, 1, 1) + dt.timedelta(hours=hour)).strftime("%Y-%m-%d %H:%M"))
    if row["nearest"] is not None:
        parts.append(f"{row['change']}, {row['share']:.0%} of it from there")
    return ", ".join(parts)
