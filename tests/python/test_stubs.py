"""The committed stub of the compiled module holds what the module holds now."""

import ast
import subprocess
import sys
from pathlib import Path

import wirecopy

STUB = Path(__file__).resolve().parents[2] / "python" / "wirecopy" / "_core.pyi"


def outline(source: str) -> dict[str, object]:
    """Names of a stub: the parameters of each function, the members of each class, the variables.

    Not the types as written: how they are spelt changes with the release of the tool that writes them.
    """
    found: dict[str, object] = {}
    for node in ast.parse(source).body:
        if isinstance(node, ast.FunctionDef):
            names = [a.arg for a in [*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs]]
            defaults = [ast.unparse(d) for d in node.args.defaults]
            found[node.name] = (names, defaults)
        elif isinstance(node, ast.ClassDef):
            bases = [ast.unparse(b) for b in node.bases]
            found[node.name] = (bases, outline(ast.unparse(ast.Module(node.body, []))))
        elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
            found[node.target.id] = "variable"
    return found


def test_the_stub_is_up_to_date(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "pybind11_stubgen", "wirecopy._core", "-o", str(tmp_path), "--exit-code"]
    made = subprocess.run(command, capture_output=True, text=True, cwd=tmp_path)
    assert made.returncode == 0, made.stderr
    fresh = outline((tmp_path / "wirecopy" / "_core.pyi").read_text("utf-8"))
    assert "find_copies" in fresh
    assert outline(STUB.read_text("utf-8")) == fresh, "the bindings have changed; run: make stubs"


def test_a_change_is_seen() -> None:
    before = "def f(a: int, b: int = 1) -> int: ...\nx: int\nclass C(ValueError): ..."
    for after in (before.replace("b:", "c:"), before.replace("= 1", "= 2"), before.replace("x", "y"),
                  before.replace("C(ValueError)", "C"), before + "\ndef g() -> None: ..."):
        assert outline(after) != outline(before)
    assert outline(before.replace("a: int", "a: SupportsInt")) == outline(before)


def test_the_package_is_marked_as_typed() -> None:
    package = Path(wirecopy.__file__).parent
    assert (package / "py.typed").exists()
    assert (package / "_core.pyi").exists()
