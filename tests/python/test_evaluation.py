"""Measures of clusters with their intervals, and the bound that labelled pairs suggest."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest
import wirecopy as wc
from wirecopy import sample


def test_a_result_of_find_copies() -> None:
    articles = sample.load()
    copies = wc.find_copies(articles)
    truth = sample.truth()
    cluster = {name: at for at, names in enumerate(truth["clusters"]) for name in names}
    story = {name: at for at, names in enumerate(truth["stories"]) for name in names}
    labels = [cluster.get(a["id"], a["id"]) for a in articles]
    found = wc.evaluate(copies, labels)
    assert tuple(found.adjusted_rand) == (1, 1, 1) and found.articles == len(articles)
    assert found == wc.evaluate(copies.labels_, pa.array([str(label) for label in labels]))
    assert wc.evaluate(copies, [story.get(a["id"], a["id"]) for a in articles], stories=True).bcubed_f1.value == 1
    rows = found.table.to_pylist()
    assert [row["measure"] for row in rows][:2] == ["adjusted_rand", "bcubed_precision"] and rows[0]["value"] == 1
    assert "67 articles" in str(found) and "[1.000, 1.000]" in str(found)


def test_articles_without_a_true_label_are_left_out() -> None:
    whole = wc.evaluate([0, 0, 1, 1], [5, 5, 6, 5])
    for truth in ([5, None, 5, 6, 5, None], [5.0, float("nan"), 5.0, 6.0, 5.0, float("nan")], pd.Series([5, None, 5, 6, 5, None])):
        assert wc.evaluate([0, 7, 0, 1, 1, 1], truth) == whole


def test_the_interval_covers_the_figure_about_as_often_as_it_says() -> None:
    """True clusters of four, each found whole or in halves by a coin: pair recall is 2/3 on the average."""
    random = np.random.default_rng(1)
    inside = {"clusters": 0, "articles": 0}
    for _ in range(200):
        truth, found = [], []
        for cluster in range(60):
            parted = random.random() < 0.5
            truth += [cluster] * 4
            found += [2 * cluster, 2 * cluster, 2 * cluster + parted, 2 * cluster + parted]
        for how in inside:
            _, low, high = wc.evaluate(found, truth, resample=how, rounds=200).pair_recall
            inside[how] += low <= 2 / 3 <= high
    assert 180 <= inside["clusters"] <= 199  # 190 of 200 are wanted
    assert inside["articles"] < 160  # articles of one cluster are right or wrong together: too narrow


def test_a_threshold_of_a_hundred_pairs() -> None:
    random = np.random.default_rng(3)
    same = random.random(100) < 0.5
    score = np.where(same, random.normal(0.6, 0.1, 100), random.normal(0.3, 0.1, 100))
    found = wc.suggest_threshold(score, same)
    assert 0.35 < found.threshold.low <= found.threshold.value <= found.threshold.high < 0.55
    assert found.pairs == 100 and found.same == same.sum()
    assert found == wc.suggest_threshold(score, same) != wc.suggest_threshold(score, same, seed=1)
    assert "100 pairs" in str(found)


@pytest.mark.parametrize(
    ("call", "error", "message"),
    [
        (lambda: wc.evaluate([0], [0, 1]), ValueError, "1 rows, truth 2"),
        (lambda: wc.evaluate([0], [None]), ValueError, "no label at all"),
        (lambda: wc.evaluate([None, 1], [0, 1]), ValueError, "labels: row 0"),
        (lambda: wc.evaluate("ab", [0, 1]), TypeError, "labels must be a sequence"),
        (lambda: wc.evaluate([[0], [1]], [0, 1]), TypeError, "row 0 is list"),
        (lambda: wc.evaluate([0, 1], [0, 1], resample="pairs"), ValueError, "resample"),
        (lambda: wc.evaluate([0, 1], [0, 1], level=1), ValueError, "level"),
        (lambda: wc.evaluate([0, 1], [0, 1], rounds=-1), ValueError, "rounds"),
        (lambda: wc.evaluate([0, 1], [0, 1], stories=True), ValueError, "stories"),
        (lambda: wc.suggest_threshold([0.1], [True, False]), ValueError, "one length"),
        (lambda: wc.suggest_threshold([0.1, 0.2], [True, True]), ValueError, "alike"),
        (lambda: wc.suggest_threshold([0.1, float("nan")], [True, False]), ValueError, "pair 1"),
        (lambda: wc.suggest_threshold([0.1, 0.2], ["a", "b"]), TypeError, "True and False"),
    ],
)
def test_errors(call, error, message) -> None:
    with pytest.raises(error, match=message):
        call()
