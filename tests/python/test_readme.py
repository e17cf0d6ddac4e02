"""README.md holds: its Python runs, its table is what comes out, its C++ is an example, its files exist."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest
from wirecopy import cli, sample

ROOT = Path(__file__).resolve().parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")
PAGES = [ROOT / "README.md", ROOT / "ARCHITECTURE.md", ROOT / "CONTRIBUTING.md", ROOT / "CHANGELOG.md"]
PAGES += sorted((ROOT / "docs").rglob("*.md"))


def blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```$", README, re.DOTALL | re.MULTILINE)


@pytest.fixture(scope="module")
def names(tmp_path_factory: pytest.TempPathFactory) -> dict[str, object]:
    """What the README's Python leaves behind, run in order in a folder that holds the sample as articles.jsonl."""
    folder = tmp_path_factory.mktemp("readme")
    source = Path(sample.__file__).with_name("articles.jsonl")
    (folder / "articles.jsonl").write_bytes(source.read_bytes())
    space: dict[str, object] = {"folder": folder}
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        for number, block in enumerate(blocks("python"), 1):
            exec(compile(block, f"README.md, Python block {number}", "exec"), space)
    return space


def test_python_runs(names: dict[str, object]) -> None:
    assert len(blocks("python")) >= 3
    assert len(blocks("python")[0].strip().splitlines()) == 3
    page = (names["folder"] / "report.html").read_text(encoding="utf-8")
    assert "All safe after ferry runs aground off Skerryvane" in page


def test_the_table_is_what_comes_out(names: dict[str, object]) -> None:
    head = "| b | relation | direction | aligned_a | aligned_b |\n|---|---|---|---|---|\n"
    rows = [line.strip("| ").split(" | ") for line in README.split(head)[1].split("\n\n")[0].splitlines()]
    pairs = names["pairs"]
    found = pairs[pairs["a"] == "ferry-meridian"]
    assert [row[:3] for row in rows] == found[["b", "relation", "direction"]].to_numpy().tolist()
    for place, name in ((3, "aligned_a"), (4, "aligned_b")):
        assert [float(row[place]) for row in rows] == pytest.approx(found[name].tolist(), abs=0.02)


def test_the_cpp_is_an_example() -> None:
    (block,) = blocks("cpp")
    assert block == (ROOT / "cpp" / "examples" / "ten_lines.cpp").read_text(encoding="utf-8")


def test_commands_are_understood() -> None:
    lines = [line.split("#")[0] for block in blocks("sh") for line in block.splitlines()]
    assert len(lines) >= 4
    for line in lines:
        program, *arguments = shlex.split(line)
        assert program == "wirecopy"
        assert cli.parser().parse_args(arguments).command == arguments[0]
    targets = re.findall(r"^    make (\w+)", README, re.MULTILINE)
    rules = (ROOT / "Makefile").read_text(encoding="utf-8")
    assert targets and all(re.search(rf"^{target}:", rules, re.MULTILINE) for target in targets)


def test_numbers_of_the_sample() -> None:
    articles = sample.load()
    outlets = len({article["outlet"] for article in articles})
    assert f"{len(articles)} articles by {outlets} outlets" in " ".join(README.split())


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_links_lead_somewhere(page: Path) -> None:
    text = re.sub(r"^```.*?^```$", "", page.read_text(encoding="utf-8"), flags=re.DOTALL | re.MULTILINE)
    for target in re.findall(r"\]\(([^)#]+?)(?:#[^)]*)?\)", text):
        assert target.startswith("https://") or (page.parent / target).exists(), target
    if page.name == "CONTRIBUTING.md":
        return  # it also says where tests yet to be written belong
    for path in re.findall(r"`((?:cpp|python|tests|docs|notebooks)/[\w./-]+?)`", text):
        assert (ROOT / path).exists(), path
