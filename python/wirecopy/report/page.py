"""The report: one page about a pile of articles, which opens without a network."""

from __future__ import annotations

from importlib.resources import files
from string import Template
from typing import TYPE_CHECKING

from wirecopy import _core
from wirecopy.report import sections
from wirecopy.report.marked import escape, explanation_inside, framed, style

if TYPE_CHECKING:
    from wirecopy.compare import Explanation
    from wirecopy.results import Copies


def page(copies: Copies) -> str:
    """The whole report as HTML."""
    view = sections.View(copies)
    body = "\n".join(
        [
            "<h1>Copies in the news</h1>",
            sections.figures(view),
            sections.funnel(view),
            sections.relations(view),
            sections.clusters(view),
            sections.timeline(view),
            sections.side_by_sides(view),
            sections.stories(view),
            sections.bridges(view),
            sections.left_aside(view),
            f'<p class="note">Made by wirecopy {escape(_core.version)} with ICU {escape(_core.icu_version())}, '
            f"Unicode {escape(_core.unicode_version())}. Everything shown stands in this file.</p>",
        ]
    )
    return _whole("Copies in the news", body)


def explanation_page(explanation: Explanation) -> str:
    """Two articles side by side as a page of their own."""
    title = f"{explanation.a} and {explanation.b}"
    return _whole(title, f"<h1>{escape(title)}</h1>" + explanation_inside(explanation))


def cleaned_page(title: str, inside: str) -> str:
    """A labelled article as a page of its own. `inside` is HTML."""
    return _whole(title, f"<h1>{escape(title)}</h1>" + inside)


def summary(copies: Copies) -> str:
    """A short view for a notebook."""
    view = sections.View(copies)
    return framed(sections.figures(view) + sections.relation_table(view) + sections.cluster_table(view, 10))


def _whole(title: str, body: str) -> str:
    template = Template(files("wirecopy.report").joinpath("page.html").read_text(encoding="utf-8"))
    return template.substitute(title=escape(title), style=style(), body=body)
