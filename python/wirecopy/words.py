"""The relations and directions in plain words, and text made safe for a terminal."""

from __future__ import annotations

import re

RELATIONS = {
    "exact": "the same body",
    "reprint": "shared passages cover most of both",
    "excerpt": "shared passages cover a large part of one",
    "rewrite": "the same reporting in other words",
    "shared_quote": "a short passage in common",
    "same_story": "the same event, written independently",
    "none": "nothing that makes them one story",
}
COPIES = ("exact", "reprint", "excerpt")  # the relations that make two articles copies
DIRECTIONS = {
    "a_to_b": "from a to b",
    "b_to_a": "from b to a",
    "undetermined": "undetermined",
}
NOTES = {
    "used": "compared with all others",
    "exact_only": "3 to 11 tokens: a copy only when the bodies are the same",
    "too_short": "fewer than 3 tokens: matches nothing",
    "empty": "no token in the body",
}

# Controls of the terminal and of text direction; line breaks and tabs stay.
CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
_ESCAPES = re.compile(r"\x1b(?:\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)?|[@-_])")


def plain(text: str) -> str:
    """The text without terminal escapes and control characters."""
    return CONTROLS.sub("", _ESCAPES.sub("", text.replace("\r\n", "\n")))
