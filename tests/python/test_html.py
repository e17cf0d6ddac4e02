"""Web pages in: text, title, date and outlet; and what is said where trafilatura is missing."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
import wirecopy as wc
from python.wire_desk import BRIDGE, FIRE

HEAD = """<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>Bridge shut until spring | Quellin Star</title>
<meta property="og:site_name" content="Quellin Star"><meta property="og:title" content="Bridge shut until spring">
<meta property="article:published_time" content="2026-03-02T08:15:00Z"></head><body>
<nav><ul><li><a href="/">Home</a></li><li><a href="/sport">Sport</a></li></ul></nav><article><h1>Bridge shut until spring</h1>"""
FOOT = "</article><footer><p>All rights reserved.</p><a href='/terms'>Terms of use</a></footer></body></html>"


def page(text: str) -> str:
    sentences = text.split(". ")
    return HEAD + "".join(f"<p>{'. '.join(sentences[k : k + 2])}.</p>" for k in range(0, len(sentences), 2)) + FOOT


def test_an_article_of_a_page() -> None:
    pytest.importorskip("trafilatura")
    for given in (page(BRIDGE), page(BRIDGE).encode()):
        article = wc.read_html(given, url="https://quellinstar.example/2026/bridge")
        assert article["title"] == "Bridge shut until spring"
        assert article["outlet"] == "Quellin Star"
        assert article["published"].startswith("2026-03-02")
        assert article["url"] == "https://quellinstar.example/2026/bridge"
        assert article["text"].startswith("Bridge shut until spring\n\n")
        assert "Home" not in article["text"]
        cleaned = wc.clean(article["text"], outlet=article["outlet"])
        assert cleaned.spans[0].label == "headline"
        assert set(BRIDGE.split()[:30]) <= set(cleaned.body.replace("\n", " ").split())


def test_pages_go_on_as_articles() -> None:
    pytest.importorskip("trafilatura")
    articles = [wc.read_html(page(text)) for text in (BRIDGE, BRIDGE, FIRE)]
    copies = wc.find_copies(articles, progress=False)
    assert copies.labels_[0] == copies.labels_[1] != copies.labels_[2]
    assert copies.articles.to_pylist()[0]["outlet"] == "Quellin Star"


def test_files_of_pages(tmp_path: Path) -> None:
    pytest.importorskip("trafilatura")
    for name, text in (("a.html", BRIDGE), ("b.htm", BRIDGE), ("c.html", FIRE)):
        (tmp_path / name).write_text(page(text), "utf-8")
    copies = wc.find_copies([tmp_path / "a.html", tmp_path / "b.htm", tmp_path / "c.html"], progress=False)
    assert copies.articles.to_pylist()[0]["id"] == "a.html"
    assert copies.labels_[0] == copies.labels_[1] != copies.labels_[2]
    (tmp_path / "none.html").write_text("<html><body></body></html>", "utf-8")
    with pytest.raises(wc.TextError, match="none.html.*no article"):
        wc.find_copies(tmp_path / "none.html", progress=False)


def test_a_page_without_an_article() -> None:
    pytest.importorskip("trafilatura")
    with pytest.raises(wc.TextError, match="no article was found"):
        wc.read_html("<html><body></body></html>", url="https://quellinstar.example/")


def test_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "trafilatura", None)
    with pytest.raises(ImportError, match=r"pip install wirecopy\[html\]"):
        wc.read_html(page(BRIDGE))


@pytest.mark.parametrize("bad", [None, 7, ["<html>"]])
def test_not_a_page(bad: object) -> None:
    pytest.importorskip("trafilatura")
    with pytest.raises(TypeError, match="HTML as str or bytes"):
        wc.read_html(bad)
