"""The passages two articles share in their bodies, without a second look at all the others."""

from __future__ import annotations

from collections.abc import Sequence

from wirecopy import _core
from wirecopy.cleaning import LabelledSpan
from wirecopy.passages import Passage, passages_of
from wirecopy.report.marked import Range

GAP = "\n\n"


class Body:
    """The body spans of a text as one string, and the way back."""

    def __init__(self, text: str, spans: Sequence[LabelledSpan]) -> None:
        self._parts: list[tuple[int, int, int]] = []  # start in the body, start in the text, length
        pieces = []
        length = 0
        for span in spans:
            if span.label == "body":
                self._parts.append((length, span.start, span.end - span.start))
                pieces.append(text[span.start : span.end])
                length += span.end - span.start + len(GAP)
        self.text = GAP.join(pieces)

    def ranges(self, start: int, end: int, number: int) -> list[Range]:
        """Where body[start:end] stands in the text."""
        found = []
        for in_body, in_text, length in self._parts:
            first, last = max(start, in_body), min(end, in_body + length)
            if first < last:
                found.append((in_text + first - in_body, in_text + last - in_body, number))
        return found


def shared_ranges(
    text_a: str, spans_a: Sequence[LabelledSpan], text_b: str, spans_b: Sequence[LabelledSpan]
) -> tuple[list[Range], list[Range]]:
    """Numbered stretches of each text that the two bodies share."""
    a, b = Body(text_a, spans_a), Body(text_b, spans_b)
    passages: list[Passage] = passages_of(_core.align(a.text.encode(), b.text.encode(), {}))
    ranges_a: list[Range] = []
    ranges_b: list[Range] = []
    for number, passage in enumerate(passages):
        ranges_a.extend(a.ranges(passage.a_start, passage.a_end, number))
        ranges_b.extend(b.ranges(passage.b_start, passage.b_end, number))
    return ranges_a, ranges_b
