"""The version stands in version.hpp alone; everything else reads it from there."""

import importlib.metadata
import re
from pathlib import Path

import wirecopy
from wirecopy import _core

HEADER = Path(__file__).resolve().parents[2] / "cpp" / "include" / "wirecopy" / "version.hpp"


def in_header() -> str:
    return re.search(r'#define WIRECOPY_VERSION "(.+)"', HEADER.read_text("utf-8")).group(1)


def test_the_package_has_the_version_of_the_header() -> None:
    assert importlib.metadata.version("wirecopy") == in_header()
    assert wirecopy.__version__ == in_header()


def test_the_compiled_module_has_the_version_of_the_header() -> None:
    assert _core.version == in_header()


def test_the_numbers_of_the_header_agree() -> None:
    numbers = re.findall(r"#define WIRECOPY_VERSION_(?:MAJOR|MINOR|PATCH) (\d+)", HEADER.read_text("utf-8"))
    assert ".".join(numbers) == in_header()


def test_the_cmake_package_has_the_version_of_the_header() -> None:
    package = next(p for p in importlib.metadata.files("wirecopy") if p.name == "wirecopyConfigVersion.cmake")
    assert f'set(PACKAGE_VERSION "{in_header()}")' in Path(package.locate()).read_text("utf-8")
