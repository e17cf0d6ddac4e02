"""The whole result for the sample articles, held to what it was.

`pytest tests/golden --update-golden` writes sample.json anew and prints what changed.
"""

from __future__ import annotations

import difflib
import json
from pathlib import Path
from typing import Any

import pytest
import wirecopy as wc
from wirecopy import sample

GOLDEN = Path(__file__).with_name("sample.json")
SCORES = ("similarity", "resemblance", "containment_a", "containment_b", "aligned_a", "aligned_b")
# Chinese is cut into words by ICU's dictionary, which differs a little from one ICU to the next; a word more or less
# moves a score in the third place. Labels, relations and directions must be the same.
TOLERANCE = 0.01


def found() -> dict[str, Any]:
    copies = wc.find_copies(sample.load(), progress=False)
    ids = copies.articles.to_arrow()["id"].to_pylist()
    pairs = []
    for row in copies.pairs.to_pylist():
        scores = {name: round(row[name], 3) for name in SCORES}
        pairs.append({name: row[name] for name in ("a", "b", "relation", "direction", "shared_words")} | scores)
    return {
        "labels": dict(zip(ids, copies.labels_.tolist(), strict=True)),
        "story_labels": dict(zip(ids, copies.story_labels_.tolist(), strict=True)),
        "origins": {str(row["cluster"]): row["origin"] for row in copies.clusters.to_pylist()},
        "funnel": [list(step) for step in copies.funnel],
        "pairs": pairs,
    }


def as_text(result: dict[str, Any]) -> str:
    """One line per pair and per step, so that a change reads well as a diff."""
    parts = []
    for name, value in result.items():
        if isinstance(value, list):
            rows = ",\n".join("  " + json.dumps(row, ensure_ascii=False) for row in value)
            parts.append(f' "{name}": [\n{rows}\n ]')
        else:
            rows = ",\n".join(f"  {json.dumps(key)}: {json.dumps(entry)}" for key, entry in value.items())
            parts.append(f' "{name}": {{\n{rows}\n }}')
    return "{\n" + ",\n".join(parts) + "\n}\n"


@pytest.fixture(scope="module")
def result() -> dict[str, Any]:
    return found()


@pytest.fixture(scope="module")
def golden(result: dict[str, Any], update_golden: bool) -> dict[str, Any]:
    if update_golden:
        before = GOLDEN.read_text(encoding="utf-8") if GOLDEN.exists() else ""
        after = as_text(result)
        changes = difflib.unified_diff(before.splitlines(), after.splitlines(), "before", "after", lineterm="", n=0)
        print("\n".join(changes) or "nothing changed")
        GOLDEN.write_text(after, encoding="utf-8")
    return json.loads(GOLDEN.read_text(encoding="utf-8"))


def test_labels(result: dict[str, Any], golden: dict[str, Any]) -> None:
    for name in ("labels", "story_labels", "origins"):
        assert result[name] == golden[name]


def test_funnel(result: dict[str, Any], golden: dict[str, Any]) -> None:
    assert result["funnel"] == golden["funnel"]


def test_pairs(result: dict[str, Any], golden: dict[str, Any]) -> None:
    kinds = ("a", "b", "relation", "direction")
    assert [[row[kind] for kind in kinds] for row in result["pairs"]] == [
        [row[kind] for kind in kinds] for row in golden["pairs"]
    ]
    for now, then in zip(result["pairs"], golden["pairs"], strict=True):
        for name in SCORES:
            assert now[name] == pytest.approx(then[name], abs=TOLERANCE), (now["a"], now["b"], name)
        assert now["shared_words"] == pytest.approx(then["shared_words"], abs=1, rel=TOLERANCE), (now["a"], now["b"])


def test_the_file_is_what_update_writes(golden: dict[str, Any]) -> None:
    assert GOLDEN.read_text(encoding="utf-8") == as_text(golden)
