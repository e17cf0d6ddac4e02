"""The Python in docs/ runs, each page from top to bottom in one namespace."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import wirecopy as wc

DOCS = Path(__file__).resolve().parents[2] / "docs"
FENCE = re.compile(r"^```python\n(.*?)^```$", re.DOTALL | re.MULTILINE)
PAGES = [page for page in sorted(DOCS.glob("*.md")) if FENCE.search(page.read_text("utf-8"))]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_python_runs(page, tmp_path, monkeypatch) -> None:
    monkeypatch.chdir(tmp_path)
    space: dict[str, object] = {}
    for number, block in enumerate(FENCE.findall(page.read_text("utf-8")), 1):
        exec(compile(block, f"{page.name}, Python block {number}", "exec"), space)


def test_the_page_for_scikit_learns_users_has_examples() -> None:
    assert "coming-from-scikit-learn.md" in [page.name for page in PAGES]
    text = (DOCS / "coming-from-scikit-learn.md").read_text("utf-8")
    for name in ("stop_words", "stemmer", "analyzer=\"icu\"", "partial_fit", "merge", "Bm25Transformer"):
        assert name in text
    assert hasattr(wc.CountVectorizer, "merge")


def test_what_differs_is_so() -> None:
    """The rows of the page's table that no other test looks at."""
    with pytest.raises(ValueError, match="empty sequence"):
        wc.HashingVectorizer().transform([])
    with pytest.raises(wc.TextError, match="article 1"):
        wc.CountVectorizer().fit(["text", None])
    fitted = wc.CountVectorizer().fit(["aa bb"])
    with pytest.raises(ValueError, match="ngram_range"):
        fitted.set_params(ngram_range=(0, 1)).transform(["aa"])
    assert wc.CountVectorizer(stop_words={"aa"}).get_stop_words() == {"aa"}
    for how in ("word", "char", "char_wb", "icu"):
        with pytest.raises(wc.TextError, match="article 1: lone surrogate .* at code point 3"):
            wc.CountVectorizer(analyzer=how).fit(["text", "aa \ud800"])
    # Where Python takes the text apart it goes through, as there.
    assert "b\ud800" in wc.CountVectorizer(tokenizer=str.split, token_pattern=None).fit(["aa b\ud800"]).vocabulary_
    assert list(wc.CountVectorizer(max_features=2).fit(["cc bb aa dd dd"]).vocabulary_) == ["aa", "dd"]
    assert list(wc.CountVectorizer(analyzer="icu").fit(["STRASSE straße ＡＢ"]).vocabulary_) == ["ab", "strasse"]
    assert not hasattr(wc.CountVectorizer(min_df=2).fit(["aa", "aa bb"]), "stop_words_")
