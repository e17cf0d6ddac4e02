"""The report page: whole, escaped, and without a network."""

from __future__ import annotations

import hashlib
from html.parser import HTMLParser
from pathlib import Path

import pytest
import wirecopy as wc
from python.wire_desk import BRIDGE, desk
from wirecopy.report.marked import escape, marked

HOSTILE = "<script>alert('x')</script><img src=x onerror=alert(1)> \"quoted\" & \u202eturned\u202c \x1b[31m\x00"
VOID = {"meta", "line", "rect", "circle", "link", "br", "img", "input"}


class Page(HTMLParser):
    """Collects tags, attributes and text; fails on a tag that is closed in the wrong place."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []
        self.words: list[str] = []
        self._open: list[str] = []
        self.feed(html)
        self.close()
        assert self._open == []

    def handle_starttag(self, tag, attrs) -> None:
        self.tags.append(tag)
        self.attributes.extend(attrs)
        if tag not in VOID:
            self._open.append(tag)

    def handle_startendtag(self, tag, attrs) -> None:
        self.tags.append(tag)
        self.attributes.extend(attrs)

    def handle_endtag(self, tag) -> None:
        assert self._open.pop() == tag

    def handle_data(self, data) -> None:
        self.words.append(data)


def hostile_desk() -> list[dict]:
    """The wire desk with hostile text in every field."""
    articles = desk()
    for n, article in enumerate(articles):
        article["id"] = f"{HOSTILE}{n}"
        article["outlet"] = f"Post {n} {HOSTILE}"
        article["text"] = f"{HOSTILE} headline\n\n{article['text']}\n\n{HOSTILE}"
    return articles


def check(html: str) -> Page:
    page = Page(html)
    assert not {"script", "img", "link", "iframe", "object", "base"} & set(page.tags)
    names = {name for name, _ in page.attributes}
    assert not any(name.startswith("on") for name in names)
    assert "src" not in names
    for name, value in page.attributes:
        if name == "href":
            assert value is not None and value.startswith("#")
    assert "url(" not in html and "@import" not in html and "http://" not in html and "https://" not in html
    assert not set(html) & set("\u202e\u202c\x1b\x00")
    return page


def test_page(tmp_path: Path) -> None:
    wc.find_copies(desk()).to_html(tmp_path / "report.html")
    page = check((tmp_path / "report.html").read_text(encoding="utf-8"))
    words = " ".join(page.words)
    for part in ("What was looked at", "Clusters of copies", "Over time", "Side by side", "Stories", "Left aside"):
        assert part in words
    assert "b1" in page.words and "svg" in page.tags and "mark" in page.tags
    assert "fewer than 3 tokens" in words
    assert list(tmp_path.iterdir()) == [tmp_path / "report.html"]


def test_hostile_texts_stay_text(tmp_path: Path) -> None:
    copies = wc.find_copies(hostile_desk())
    copies.to_html(tmp_path / "report.html")
    page = check((tmp_path / "report.html").read_text(encoding="utf-8"))
    shown = "".join(page.words)
    assert "<script>alert('x')</script><img src=x onerror=alert(1)>" in shown
    assert "[U+202E]turned[U+202C]" in shown
    check(copies._repr_html_())
    for name in ("articles", "pairs", "clusters", "stories", "furniture"):
        check(getattr(copies, name)._repr_html_())
    first, second = (row["id"] for row in copies.articles.to_pylist()[:2])
    explanation = copies.explain(first, second)
    check(explanation._repr_html_())
    explanation.to_html(tmp_path / "pair.html")
    check((tmp_path / "pair.html").read_text(encoding="utf-8"))
    assert not set(str(explanation)) & set("\x1b\x00\u202e")


@pytest.mark.parametrize("articles", [[], ["", "a"], [BRIDGE]])
def test_page_of_nothing(tmp_path: Path, articles: list[str]) -> None:
    wc.find_copies(articles).to_html(tmp_path / "report.html")
    check((tmp_path / "report.html").read_text(encoding="utf-8"))


def test_passages_are_marked_on_both_sides() -> None:
    html = wc.compare(*desk()[:2])._repr_html_()
    assert html.count('href="#x-b-0"') == html.count('href="#x-a-0"') == 1
    assert html.count('id="x-a-0"') == html.count('id="x-b-0"') == 1
    assert 'title="byline">By Oona Field' in html


def test_marks_cover_what_they_should() -> None:
    text = "ab\U0001f600cd efgh"
    spans = [wc.LabelledSpan(0, 5, "headline"), wc.LabelledSpan(6, 10, "body")]
    html = marked(text, spans, [(2, 8, 3), (7, 9, 1)])
    assert '<span class="furniture" title="headline">ab</span>' in html
    assert '<span class="furniture" title="headline"><mark class="p3">\U0001f600cd</mark></span>' in html
    for piece in ('<mark class="p3">e</mark>', '<mark class="p3">f</mark>', '<mark class="p1">g</mark>h'):
        assert piece in html
    assert "".join(Page(html).words) == text
    assert "".join(Page(marked(text, spans, [(0, 10, 0)], limit=4)).words).startswith("ab\U0001f600c … 6 more")


def test_what_is_left_out_is_said(tmp_path: Path) -> None:
    def word(n: int, k: int) -> str:
        return "".join(chr(97 + byte % 26) for byte in hashlib.sha256(f"{n} {k}".encode()).digest()[:7])

    texts = [" ".join(word(n // 2, k) for k in range(60)) + "." for n in range(140)]
    copies = wc.find_copies(texts)
    assert len(copies.clusters) > 50
    copies.to_html(tmp_path / "report.html")
    shown = "".join(Page((tmp_path / "report.html").read_text(encoding="utf-8")).words)
    assert f"The first 50 of {len(copies.clusters)} clusters are shown." in shown
    assert f"{len(copies):,} articles, the first 20 shown" in copies.articles._repr_html_()


def test_an_existing_page_is_replaced_whole(tmp_path: Path) -> None:
    path = tmp_path / "report.html"
    path.write_text("old", encoding="utf-8")
    copies = wc.find_copies(desk())
    copies.to_html(path)
    assert path.read_text(encoding="utf-8").startswith("<!DOCTYPE html>")
    with pytest.raises(OSError):
        copies.to_html(tmp_path / "no folder" / "report.html")


def test_escape() -> None:
    assert escape("<a href='x'>&\r\n\x07") == "&lt;a href=&#x27;x&#x27;&gt;&amp;\n[U+0007]"
