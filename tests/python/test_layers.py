"""Reads the #include lines: a stage uses only stages above it, and what must stay in one place stays there."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
CPP = ROOT / "cpp"
PUBLIC = CPP / "include" / "wirecopy"

# The stages in the order in which the data flows, and the foundations under all of them: ARCHITECTURE.md's table.
STAGES = ["text", "tokens", "clean", "terms", "vectors", "pairs", "minhash", "passages", "relations", "clusters", "tree",
          "report", "pipeline", "wirecopy"]
FOUNDATIONS = {"control", "errors", "export", "hash", "icu", "memory", "parallel", "radix_sort", "simd", "stream_units",
               "utf8", "version"}

INCLUDE = re.compile(r'^[ \t]*#[ \t]*include[ \t]*([<"])([^>"]+)[>"]', re.MULTILINE)


def includes(source: str) -> list[tuple[bool, str]]:
    """(in angle brackets, path) of each #include line."""
    return [(mark == "<", path) for mark, path in INCLUDE.findall(source)]


def owner(path: str) -> str:
    """The stage or foundation a file belongs to: its name, or what stands before the first underscore in it."""
    stem = Path(path).stem
    if stem in FOUNDATIONS or stem in STAGES:
        return stem
    return stem.split("_")[0]


def faults(path: str, source: str, *, public: bool) -> list[str]:
    """What is wrong with the includes of one file of the library."""
    found = []
    mine = owner(path)
    if mine not in FOUNDATIONS and mine not in STAGES:
        return [f"{path}: '{mine}' is neither a stage nor a foundation"]
    for angled, target in includes(source):
        if target.startswith("unicode/") and (mine != "icu" or public):
            found.append(f"{path}: includes <{target}>; only cpp/src/icu* may")
        if target in {"thread", "future", "execution", "omp.h", "pthread.h"} and (mine != "parallel" or public):
            found.append(f"{path}: includes <{target}>; only cpp/src/parallel* starts threads")
        if target.startswith(("pybind11/", "Python.h")):
            found.append(f"{path}: includes <{target}>; only python/src may")
        if public and target.startswith(("Eigen/", "unsupported/Eigen")):
            found.append(f"{path}: a public header includes <{target}>")
        if public and not angled and not target.startswith("wirecopy/"):
            found.append(f'{path}: a public header includes "{target}", which is not installed')
        if angled:
            continue
        other = owner(target)
        if other not in FOUNDATIONS and other not in STAGES:
            found.append(f"{path}: includes {target}, which is neither a stage nor a foundation")
        elif mine in FOUNDATIONS and other in STAGES:
            found.append(f"{path}: the foundation '{mine}' includes {target} of the stage '{other}'")
        elif mine in STAGES and other in STAGES and STAGES.index(other) > STAGES.index(mine):
            found.append(f"{path}: the stage '{mine}' includes {target} of the later stage '{other}'")
    return found


def code(path: Path) -> str:
    """The file's text without its line comments."""
    return re.sub(r"//.*", "", path.read_text("utf-8"))


def library_files() -> list[Path]:
    return sorted([*PUBLIC.glob("*.hpp"), *(CPP / "src").glob("**/*.[ch]pp")])


@pytest.mark.parametrize("path", library_files(), ids=lambda p: str(p.relative_to(CPP)))
def test_no_arrow_points_the_wrong_way(path: Path) -> None:
    assert faults(path.name, path.read_text("utf-8"), public=path.parent == PUBLIC) == []


@pytest.mark.parametrize(
    "name, source, public",
    [
        ("tokens.cpp", '#include "wirecopy/clean.hpp"', False),
        ("pairs_lines.cpp", '  #  include "relations_evidence.hpp"', False),
        ("hash.hpp", '#include "wirecopy/text.hpp"', False),
        ("text.cpp", "#include <unicode/uchar.h>", False),
        ("icu.hpp", "#include <unicode/uchar.h>", True),
        ("clusters.cpp", "#include <thread>", False),
        ("vectors.hpp", "#include <Eigen/Core>", True),
        ("vectors.cpp", "#include <pybind11/pybind11.h>", False),
        ("text.hpp", '#include "utf8.hpp"', True),
        ("helpers.cpp", "", False),
        ("text.cpp", '#include "helpers.hpp"', False),
    ],
)
def test_a_wrong_arrow_is_found(name: str, source: str, public: bool) -> None:
    assert len(faults(name, source, public=public)) == 1


def test_allowed_arrows() -> None:
    assert faults("icu.cpp", "#include <unicode/uchar.h>\n#include \"utf8.hpp\"", public=False) == []
    assert faults("pipeline_run.hpp", '#include "wirecopy/text.hpp"\n#include "parallel.hpp"', public=False) == []
    assert faults("vectors.cpp", '#include <Eigen/Core>\n#include "wirecopy/terms.hpp"', public=False) == []


def test_threads_are_named_in_one_place() -> None:
    named = [p.name for p in library_files()
             if re.search(r"std::(jthread|thread|async)\b(?!::hardware_concurrency)", code(p))]
    assert named == ["parallel_team.cpp", "parallel_team.hpp"]


def test_no_result_comes_from_std_hash() -> None:
    assert [p.name for p in library_files() if re.search(r"std::hash\b", code(p))] == []


def test_bindings_use_the_public_headers_alone() -> None:
    sources = sorted((ROOT / "python" / "src").glob("*.[ch]pp"))
    assert sources
    own = {p.name for p in sources}
    wrong = []
    for path in sources:
        for angled, target in includes(path.read_text("utf-8")):
            if target.startswith(("unicode/", "Eigen/")) or target in {"thread", "future"}:
                wrong.append(f"{path.name}: <{target}>")
            elif not angled and not target.startswith("wirecopy/") and target not in own:
                wrong.append(f"{path.name}: {target}")
            elif target.startswith("wirecopy/") and not (CPP / "include" / target).exists():
                wrong.append(f"{path.name}: {target} is not a public header")
    assert wrong == []


def test_one_include_brings_every_stage() -> None:
    brought = {Path(t).name for _, t in includes((PUBLIC / "wirecopy.hpp").read_text("utf-8"))}
    # control, errors and export come with the stages that use them.
    optional = {"wirecopy.hpp", "control.hpp", "errors.hpp", "export.hpp"}
    assert {p.name for p in PUBLIC.glob("*.hpp")} - optional <= brought


def test_every_language_of_furniture_is_read() -> None:
    folder = CPP / "src" / "clean_languages"
    named = {Path(path).name for _, path in includes((CPP / "src" / "clean_languages.inc").read_text("utf-8"))}
    assert named == {path.name for path in folder.glob("*.inc")} and len(named) >= 13
