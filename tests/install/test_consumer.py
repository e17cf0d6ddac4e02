"""A C++ program of someone else's builds against wirecopy, got in each way it can be got, and agrees with Python."""

import importlib.metadata
import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
import wirecopy
import wirecopy.sample

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
# Kept between runs, so that only what changed is compiled again.
BUILD = ROOT / "build" / "install"
# Half the time to build, and results have to be those of the wheel, which is optimized.
UNOPTIMIZED = "-DCMAKE_BUILD_TYPE=None"

pytestmark = pytest.mark.skipif(os.name == "nt", reason="the consumer is built with a Unix toolchain")


def run(*command: object, **options) -> str:
    done = subprocess.run([str(c) for c in command], capture_output=True, text=True, **options)
    assert done.returncode == 0, f"{command[:4]} failed\n{done.stdout[-4000:]}\n{done.stderr[-4000:]}"
    return done.stdout


def configure(source: Path, build: Path, *options: str) -> None:
    # A different generator or a moved compiler in a kept folder would stop CMake: then begin anew.
    generator = ["-G", "Ninja"] if shutil.which("ninja") else []
    command = ["cmake", *generator, "-S", source, "-B", build, *options]
    if subprocess.run([str(c) for c in command], capture_output=True).returncode:
        shutil.rmtree(build, ignore_errors=True)
        run(*command)


def built(way: str) -> Path:
    """The build folder of the consumer."""
    build = BUILD / f"consumer-{way}"
    configure(HERE / "consumer", build, *options_for(way), UNOPTIMIZED, "-DCMAKE_EXPORT_COMPILE_COMMANDS=ON")
    run("cmake", "--build", build, "--parallel", "2")
    return build


def installed(shared: bool) -> Path:
    """A prefix with the library in it, moved after the installation: nothing may hold the old place's name."""
    kind = "shared" if shared else "static"
    staging, prefix = BUILD / f"{kind}-staging", BUILD / f"{kind}-prefix"
    if shared:
        build = BUILD / kind
        configure(ROOT / "cpp", build, UNOPTIMIZED, f"-DPython_EXECUTABLE={sys.executable}")
        run("cmake", "--build", build, "--parallel", "2")
    else:  # by the program that takes wirecopy in as a folder, which need not be compiled once more
        build = built("folder")
    shutil.rmtree(staging, ignore_errors=True)
    shutil.rmtree(prefix, ignore_errors=True)
    run("cmake", "--install", build, "--prefix", staging)
    staging.rename(prefix)
    return prefix


def from_wheel() -> list[str]:
    direct = importlib.metadata.distribution("wirecopy").read_text("direct_url.json")
    if direct and json.loads(direct).get("dir_info", {}).get("editable"):
        pytest.skip("an editable install hides the C++ side; install plainly: make test")
    folder = run(Path(sys.executable).parent / "wirecopy", "config", "--cmake").strip()
    assert (Path(folder) / "wirecopyConfig.cmake").exists()
    return [f"-Dwirecopy_DIR={folder}"]


def options_for(way: str) -> list[str]:
    # The consumer may not look for what the library was built with.
    hidden = ["-DCMAKE_DISABLE_FIND_PACKAGE_ICU=ON", "-DCMAKE_DISABLE_FIND_PACKAGE_Eigen3=ON"]
    if way == "wheel":
        return [*from_wheel(), *hidden]
    if way == "shared":
        return [f"-Dwirecopy_ROOT={installed(shared=True)}", *hidden]
    if way == "static":  # its last link needs ICU's library, though no header of it
        return [f"-Dwirecopy_ROOT={installed(shared=False)}"]
    return [f"-DWIRECOPY_SOURCE={ROOT / 'cpp'}", f"-DPython_EXECUTABLE={sys.executable}", "-DWIRECOPY_INSTALL=ON",
            "-DWIRECOPY_PRECOMPILE=ON"]


@pytest.fixture(scope="module", params=["wheel", "shared", "static", "folder"])
def consumer(request) -> tuple[Path, Path]:
    """The built program and its build folder."""
    build = built(request.param)
    return build / "consumer", build


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    """The sample articles as .txt files."""
    path = tmp_path_factory.mktemp("articles")
    for row, article in enumerate(wirecopy.sample.load()):
        (path / f"{row:03}.txt").write_text(article["text"], "utf-8", newline="")
    return path


def test_it_prints_the_clusters_python_finds(consumer, folder) -> None:
    program, _ = consumer
    printed = [int(line) for line in run(program, folder).split()]
    found = wirecopy.find_copies(folder, progress=False)
    assert printed == found.labels_.tolist()
    assert max(printed) + 1 < len(printed), "the sample holds copies"


def test_its_pairs_are_those_of_python(consumer, folder) -> None:
    """cpp/examples/pairs.cpp prints the pairs of both joins."""
    _, build = consumer
    lines = [line.split() for line in run(build / "pairs", folder).splitlines()]
    shingles = [(int(a), int(b), int(n), float(r)) for kind, a, b, n, r in (x for x in lines if x[0] == "shingles")]
    cosine = [(int(a), int(b), float(s)) for kind, a, b, s in (x for x in lines if x[0] == "cosine")]
    texts = [path.read_bytes().decode() for path in sorted(folder.glob("*.txt"))]
    found = wirecopy.shingle_join(texts, min_containment=0.4)
    assert len(shingles) + len(cosine) == len(lines) and len(shingles) > 50
    assert [x[:3] for x in shingles] == list(zip(found.a.tolist(), found.b.tolist(), found.shared.tolist(), strict=True))
    assert [x[3] for x in shingles] == pytest.approx(found.resemblance.tolist(), abs=1e-6)
    rows = wirecopy.TfidfVectorizer(dtype=np.float32).fit_transform(texts)
    alike = wirecopy.similarity_join(rows, threshold=0.5)
    assert [x[:2] for x in cosine] == list(zip(alike.a.tolist(), alike.b.tolist(), strict=True))
    assert [x[2] for x in cosine] == pytest.approx(alike.similarity.tolist(), abs=1e-6)


def test_who_copied_whom(consumer) -> None:
    """cpp/examples/who_copied_whom.cpp prints relations, directions and the tree of its five articles."""
    _, build = consumer
    lines = run(build / "who_copied_whom").splitlines()
    arrows = {tuple(line.split(":")[0].split()) for line in lines if "<-" not in line}
    assert {("gazette", "->", "post"), ("post", "->", "star"), ("gazette", "->", "mail"), ("gazette", "->", "herald")} <= arrows
    assert len(arrows) == 10
    assert any(line.startswith("gazette -> herald: reprint") and line.endswith("credited 1.00") for line in lines)
    tree = {name: (parent, why) for name, _, parent, why, *_ in (line.split(maxsplit=4) for line in lines if "<-" in line)}
    assert tree == {
        "gazette": ("?", "(first)"), "post": ("gazette", "(only_one,"), "star": ("post", "(fewest_changes,"),
        "mail": ("gazette", "(same_text,"), "herald": ("gazette", "(only_one,"),
    }


def test_its_vectors_are_those_of_python(consumer) -> None:
    """cpp/examples/vectors.cpp prints each of its articles, then a text given to it, with the two nearest articles."""
    _, build = consumer
    blocks: list[tuple[str, list[tuple[float, str]]]] = []
    for line in run(build / "vectors", "A baker mends the apple cider bridge.").splitlines():
        if line.startswith("  "):
            similarity, _, text = line.strip().partition(" ")
            blocks[-1][1].append((float(similarity), text))
        else:
            blocks.append((line, []))
    articles = [text for text, _ in blocks[:-1]]
    assert len(articles) == 12

    weights = wirecopy.TfidfVectorizer().fit(articles)
    axes = wirecopy.ArticleVectors(4).fit(weights.transform(articles))
    of_articles, of_all = (
        normalized(axes.transform(weights.transform(texts))) for texts in (articles, [text for text, _ in blocks])
    )
    for row, (_, printed) in enumerate(blocks):
        similarity = of_articles @ of_all[row]
        if row < len(articles):
            similarity[row] = -np.inf
        assert [text for _, text in printed] == [articles[i] for i in np.argsort(-similarity, kind="stable")[:2]]
        assert [s for s, _ in printed] == pytest.approx(np.sort(similarity)[::-1][:2].tolist(), abs=0.0006)
    # An article's nearest are the others of its story, three in each.
    assert all(articles.index(text) // 3 == row // 3 for row, (_, near) in enumerate(blocks[:-1]) for _, text in near)


def normalized(rows: np.ndarray) -> np.ndarray:
    return rows / np.linalg.norm(rows, axis=1, keepdims=True)


def test_it_sees_no_header_of_icu_or_eigen(consumer) -> None:
    _, build = consumer
    entries = json.loads((build / "compile_commands.json").read_text("utf-8"))
    entry = next(e for e in entries if e["file"].endswith("consumer/main.cpp"))
    command = re.sub(r" -o \S+ -c ", " -M -c ", entry["command"])
    read = run("sh", "-c", command, cwd=entry["directory"])
    assert "wirecopy/pipeline.hpp" in read
    assert not re.search(r"/unicode/|Eigen|cmeel|icukit|pybind11", read)
    assert not re.search(r"icu|eigen|cmeel", " ".join(re.findall(r"-(?:I|isystem) ?(\S+)", command)), re.IGNORECASE)


def test_it_reports_a_text_that_is_not_utf8(consumer, tmp_path) -> None:
    program, _ = consumer
    (tmp_path / "a.txt").write_bytes("Zwölf Boote liefen aus.".encode("latin-1"))
    done = subprocess.run([program, tmp_path], capture_output=True, text=True)
    assert done.returncode == 1
    assert done.stderr.startswith("article 0, byte 2: ")


def test_the_library_shows_its_own_names_only() -> None:
    """What a shared build exports is wirecopy's: nothing of ICU or Eigen can clash with a program's own."""
    library = next((p for p in Path(wirecopy.__file__).parent.glob("lib/libwirecopy.so*")), None)
    if library is None or not shutil.which("nm"):
        pytest.skip("needs the plain install's libwirecopy.so, and nm")
    names = run("nm", "--dynamic", "--defined-only", "--demangle", library)
    defined = [line.split(" ", 2)[2] for line in names.splitlines()]
    assert any("wirecopy::find_copies" in name for name in defined)
    # Weak template instances of the standard library are merged across libraries by design.
    assert [n for n in defined if not re.search(r"wirecopy::|std::|__gnu_cxx|operator (new|delete)", n)] == []


def test_pkg_config_finds_it(tmp_path) -> None:
    if not shutil.which("pkg-config"):
        pytest.skip("needs pkg-config")
    prefix = installed(shared=True)
    where = {**os.environ, "PKG_CONFIG_PATH": str(next(prefix.glob("lib*/**/pkgconfig")))}
    flags = run("pkg-config", "--cflags", "--libs", "wirecopy", env=where).split()
    assert run("pkg-config", "--modversion", "wirecopy", env=where).strip() == wirecopy.__version__
    library = next(prefix.glob("lib*/**/libwirecopy.*")).parent
    source = HERE / "consumer" / "main.cpp"
    run("c++", "-std=c++20", source, *flags, f"-Wl,-rpath,{library}", "-o", tmp_path / "program")
    (tmp_path / "a.txt").write_text("One article alone.", "utf-8")
    assert run(tmp_path / "program", tmp_path).split() == ["0"]
