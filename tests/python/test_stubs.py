"""The committed stub of the compiled module is what its source says now."""

import subprocess
import sys
from pathlib import Path

import wirecopy

STUB = Path(__file__).resolve().parents[2] / "python" / "wirecopy" / "_core.pyi"


def test_the_stub_is_up_to_date(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "pybind11_stubgen", "wirecopy._core", "-o", str(tmp_path), "--exit-code"]
    made = subprocess.run(command, capture_output=True, text=True, cwd=tmp_path)
    assert made.returncode == 0, made.stderr
    fresh = (tmp_path / "wirecopy" / "_core.pyi").read_text("utf-8")
    assert STUB.read_text("utf-8") == fresh, "the bindings have changed; run: make stubs"


def test_the_package_is_marked_as_typed() -> None:
    assert (Path(wirecopy.__file__).parent / "py.typed").exists()
    assert (Path(wirecopy.__file__).parent / "_core.pyi").exists()
