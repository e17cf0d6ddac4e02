"""Notebooks are committed without outputs and read nothing from outside; `make test-notebooks` runs them."""

from __future__ import annotations

import ast
import json
import re
from pathlib import Path

import pytest

NOTEBOOKS = sorted((Path(__file__).resolve().parents[2] / "notebooks").glob("*.ipynb"))
ALLOWED = {"matplotlib", "pandas", "random", "wirecopy"}
# Not all of scikit-learn: its data sets are downloads.
ALLOWED_MODULES = {"sklearn.manifold"}


def code(notebook: Path) -> list[str]:
    cells = json.loads(notebook.read_text(encoding="utf-8"))["cells"]
    return ["".join(cell["source"]) for cell in cells if cell["cell_type"] == "code"]


def test_there_are_notebooks() -> None:
    assert NOTEBOOKS


@pytest.mark.parametrize("notebook", NOTEBOOKS, ids=lambda path: path.stem)
def test_outputs_are_stripped(notebook: Path) -> None:
    content = json.loads(notebook.read_text(encoding="utf-8"))
    assert content["nbformat"] == 4
    assert set(content["metadata"]) == {"kernelspec", "language_info"}
    for cell in content["cells"]:
        assert cell["metadata"] == {}
        if cell["cell_type"] == "code":
            assert cell["outputs"] == [] and cell["execution_count"] is None


@pytest.mark.parametrize("notebook", NOTEBOOKS, ids=lambda path: path.stem)
def test_nothing_is_read_from_outside(notebook: Path) -> None:
    for cell in code(notebook):
        for node in ast.walk(ast.parse(cell)):
            if isinstance(node, ast.Import):
                assert {alias.name.split(".")[0] for alias in node.names} <= ALLOWED
            elif isinstance(node, ast.ImportFrom):
                assert (node.module or "").split(".")[0] in ALLOWED or node.module in ALLOWED_MODULES
            elif isinstance(node, ast.Name):
                assert node.id not in {"open", "get_ipython", "__import__"}
            elif isinstance(node, ast.Constant) and isinstance(node.value, str):
                assert not re.search(r"://|^[/~]|^[A-Za-z]:\\", node.value), node.value
            elif isinstance(node, ast.Attribute):
                assert not node.attr.startswith("read_"), node.attr
