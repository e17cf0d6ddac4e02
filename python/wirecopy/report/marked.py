"""Articles and tables as HTML. All text of articles is escaped; controls that could turn it round are shown by name."""

from __future__ import annotations

import datetime as dt
import html
import math
from collections.abc import Sequence
from functools import lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

import pyarrow as pa
from wirecopy.cleaning import LabelledSpan
from wirecopy.words import CONTROLS, DIRECTIONS, RELATIONS

if TYPE_CHECKING:
    from wirecopy.compare import Explanation

COLOURS = 8  # kinds of mark in style.css
CELL_LENGTH = 80
TEXT_LENGTH = 20_000

Range = tuple[int, int, int]  # start, end, number of the passage


@lru_cache(maxsize=1)
def style() -> str:
    """The style sheet."""
    return files("wirecopy.report").joinpath("style.css").read_text(encoding="utf-8")


def escape(text: str) -> str:
    """Text for an element or a quoted attribute; controls stand as [U+202E]."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return html.escape(CONTROLS.sub(lambda match: f"[U+{ord(match[0]):04X}]", text), quote=True)


def framed(inside: str) -> str:
    """A piece of HTML for a notebook, with its style."""
    return f'<div class="wirecopy"><style>{style()}</style>{inside}</div>'


def squeeze(text: str, length: int = CELL_LENGTH) -> str:
    """One line of at most `length` code points."""
    line = " ".join(text[: 4 * length].split())
    return line if len(line) <= length else line[: length - 1] + "…"


def cell(value: Any) -> str:
    """A value of a table, escaped."""
    if value is None:
        return ""
    if isinstance(value, float):
        return "" if math.isnan(value) else f"{value:.3g}" if abs(value) < 1000 else f"{value:,.0f}"
    if isinstance(value, dt.datetime):
        return value.strftime("%Y-%m-%d %H:%M")
    if isinstance(value, list):
        parts = [
            f"{item['name']} {item['value']:.3g}" if isinstance(item, dict) and "name" in item else str(item)
            for item in value[:6]
        ]
        return escape(squeeze(", ".join(parts) + (f" and {len(value) - 6} more" if len(value) > 6 else "")))
    return escape(squeeze(str(value)))


def grid(columns: Sequence[str], rows: Sequence[Sequence[Any]], numbers: Sequence[bool]) -> str:
    """A table element out of values; cells that are already HTML are given as `Html`."""
    head = "".join(f'<th{RIGHT if n else ""}>{escape(name)}</th>' for name, n in zip(columns, numbers, strict=True))
    body = "".join(
        "<tr>"
        + "".join(
            f'<td{RIGHT if n else ""}>{value if isinstance(value, Html) else cell(value)}</td>'
            for value, n in zip(row, numbers, strict=True)
        )
        + "</tr>"
        for row in rows
    )
    return f'<div class="scroll"><table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>'


RIGHT = ' class="num"'


class Html(str):
    """Text that is HTML already."""


def table_html(shown: pa.Table, total: int, name: str) -> str:
    """A table for a notebook; says how many rows it leaves out."""
    numbers = [pa.types.is_integer(f.type) or pa.types.is_floating(f.type) for f in shown.schema]
    rows = list(zip(*(column.to_pylist() for column in shown.columns), strict=True))
    left = f", the first {shown.num_rows} shown" if total > shown.num_rows else ""
    return framed(grid(shown.column_names, rows, numbers) + f'<p class="note">{total:,} {escape(name)}{left}</p>')


def marked(
    text: str, spans: Sequence[LabelledSpan], ranges: Sequence[Range] = (), key: str = "", side: str = "a",
    limit: int = TEXT_LENGTH,
) -> str:
    """An article's text with furniture greyed and passages marked in the colours of their numbers.

    Where passages overlap the first one shows. `key` and `side` make the links from a passage to its other side.
    """
    end_of_text = min(len(text), limit)
    cuts = {0, end_of_text}
    for start, end, _ in ranges:
        cuts.update((min(start, end_of_text), min(end, end_of_text)))
    for span in spans:
        cuts.update((min(span.start, end_of_text), min(span.end, end_of_text)))
    ordered = sorted(cuts)
    waiting = sorted(ranges)
    active: list[Range] = []
    linked: set[int] = set()
    out: list[str] = []
    at_span = at_range = 0
    for start, end in zip(ordered, ordered[1:], strict=False):
        while at_range < len(waiting) and waiting[at_range][0] <= start:
            active.append(waiting[at_range])
            at_range += 1
        active = [one for one in active if one[1] > start]
        while at_span < len(spans) and spans[at_span].end <= start:
            at_span += 1
        piece = escape(text[start:end])
        if active:
            number = active[0][2]
            link = ""
            if key and number not in linked:
                linked.add(number)
                other = "b" if side == "a" else "a"
                link = f'<a id="{key}-{side}-{number}" href="#{key}-{other}-{number}">{number + 1}</a>'
            piece = f'<mark class="p{number % COLOURS}">{link}{piece}</mark>'
        if at_span < len(spans) and spans[at_span].start <= start and spans[at_span].label != "body":
            piece = f'<span class="furniture" title="{escape(spans[at_span].label)}">{piece}</span>'
        out.append(piece)
    if end_of_text < len(text):
        out.append(f'<span class="note"> … {len(text) - end_of_text:,} more code points are not shown</span>')
    return f'<div class="text" dir="auto">{"".join(out)}</div>'


def cleaned_html(text: str, spans: Sequence[LabelledSpan]) -> str:
    """One article for a notebook: each furniture span greyed, with its label before it."""
    out = []
    done = 0
    for span in spans:
        if span.start >= TEXT_LENGTH:
            break
        out.append(escape(text[done : span.start]))
        piece = escape(text[span.start : span.end])
        if span.label != "body":
            piece = f'<span class="furniture"><small class="label">{escape(span.label)}</small> {piece}</span>'
        out.append(piece)
        done = span.end
    left = len(text) - done
    note = f'<p class="note">{left:,} more code points are not shown</p>' if left > 0 and done >= TEXT_LENGTH else ""
    return framed(f'<div class="text" dir="auto">{"".join(out)}</div>{note}')


def side_by_side(
    names: tuple[str, str], texts: tuple[str, str], spans: tuple[Sequence[LabelledSpan], Sequence[LabelledSpan]],
    ranges: tuple[Sequence[Range], Sequence[Range]], key: str, limit: int = TEXT_LENGTH,
) -> str:
    """Two articles in two columns, the passages they share in matching colours. `names` are HTML."""
    columns = "".join(
        f"<div><h4>{names[at]}</h4>{marked(texts[at], spans[at], ranges[at], key, 'ab'[at], limit)}</div>"
        for at in (0, 1)
    )
    return f'<div class="pair">{columns}</div>'


def verdict(relation: str, direction: str, reasons: Sequence[tuple[str, float]]) -> str:
    """A line that says what a pair is, and why."""
    why = ", ".join(f"{escape(name)} {value:.3g}" for name, value in reasons)
    return (
        f'<p><b class="relation {escape(relation)}">{escape(relation)}</b> {escape(RELATIONS[relation])}; '
        f"direction: {escape(DIRECTIONS[direction])}" + (f'. <span class="note">{why}</span>' if why else "") + "</p>"
    )


def explanation_html(explanation: Explanation, limit: int = TEXT_LENGTH) -> str:
    """An explanation for a notebook."""
    return framed(explanation_inside(explanation, limit))


def _sentences(e: Explanation, limit: int) -> str:
    """The sentences that tell the same, side by side; nothing where none do."""
    told = [s for s in e.retelling.sentences if s.a_end <= limit and s.b_end <= limit]
    if not told:
        return ""
    left = len(e.retelling.sentences) - len(told)
    rows = [
        [
            Html(escape(e.text_a[s.a_start : s.a_end])), Html(escape(e.text_b[s.b_start : s.b_end])), s.similarity,
            ", ".join(f"{a} ~ {b} {value:.2f}" for a, b, value in s.alike), "moved" if s.moved else "",
        ]
        for s in told
    ]
    note = f" {left:,} further ones are not shown." if left else ""
    return (
        f"<details><summary>sentences that tell the same: {e.retelling.told_a:.0%} of a, {e.retelling.told_b:.0%} of b"
        f"</summary>{grid(['a', 'b', 'similarity', 'alike', ''], rows, [False, False, True, False, False])}"
        f'<p class="note">Told in the same order: {e.retelling.in_order:.0%}.{note}</p></details>'
    )


def explanation_inside(explanation: Explanation, limit: int = TEXT_LENGTH) -> str:
    """An explanation without a frame."""
    e = explanation
    a = [(p.a_start, p.a_end, n) for n, p in enumerate(e.passages)]
    b = [(p.b_start, p.b_end, n) for n, p in enumerate(e.passages)]
    evidence = grid(["measure", "value"], list(e.evidence.items()), [False, True])
    terms = ", ".join(escape(term) for term, _ in e.rare_terms[:30])
    return (
        verdict(e.relation, e.direction, e.reasons)
        + side_by_side(
            (escape(str(e.a)), escape(str(e.b))), (e.text_a, e.text_b), (e.spans_a, e.spans_b), (a, b), "x", limit
        )
        + (f'<p class="note">rare words in both: {terms}</p>' if terms else "")
        + _sentences(e, limit)
        + f"<details><summary>all that was measured</summary>{evidence}</details>"
    )
