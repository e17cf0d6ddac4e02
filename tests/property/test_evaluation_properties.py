"""The measures are those of the textbook, of scikit-learn, and hold whatever the labels are called."""

from __future__ import annotations

import numpy as np
import pytest
import wirecopy as wc
from hypothesis import given
from hypothesis import strategies as st
from reference import evaluation
from sklearn.metrics import adjusted_rand_score, precision_recall_fscore_support
from sklearn.metrics.cluster import pair_confusion_matrix
from wirecopy.evaluation import MEASURES

LABELS = st.integers(1, 24).flatmap(
    lambda n: st.tuples(*(st.lists(st.integers(0, 6), min_size=n, max_size=n) for _ in range(2)))
)


def values(found) -> list[float]:
    return [getattr(found, name).value for name in MEASURES]


@given(LABELS)
def test_as_the_textbook_says(labels) -> None:
    assert values(wc.evaluate(*labels, rounds=0)) == pytest.approx(evaluation.measures(*labels))


@given(LABELS)
def test_as_scikit_learn_says(labels) -> None:
    found, truth = labels
    got = wc.evaluate(found, truth, rounds=0)
    assert got.adjusted_rand.value == pytest.approx(adjusted_rand_score(truth, found))
    (_, wrong), (missed, right) = pair_confusion_matrix(truth, found)
    if right + wrong and right + missed:
        pairs = [(found[i] == found[k], truth[i] == truth[k]) for i in range(len(found)) for k in range(i)]
        said, true = zip(*pairs, strict=True)
        want = precision_recall_fscore_support(true, said, average="binary", zero_division=0)[:3]
        assert (got.pair_precision.value, got.pair_recall.value, got.pair_f1.value) == pytest.approx(want)
        assert got.pair_precision.value == pytest.approx(right / (right + wrong))


@given(LABELS, st.sampled_from(["clusters", "articles"]), st.integers(0, 3))
def test_names_and_order_do_not_matter_and_intervals_hold_their_figures(labels, resample, seed) -> None:
    found, truth = labels
    got = wc.evaluate(found, truth, rounds=20, resample=resample, seed=seed)
    named = wc.evaluate([f"c{x}" for x in found], [f"t{x}" for x in truth], rounds=20, resample=resample, seed=seed)
    assert values(named) == pytest.approx(values(got))
    assert values(wc.evaluate(found[::-1], truth[::-1], rounds=0)) == pytest.approx(values(got))
    assert got == wc.evaluate(np.array(found), truth, rounds=20, resample=resample, seed=seed)
    for name in MEASURES:
        low, high = getattr(got, name)[1:]
        assert low <= high <= 1 + 1e-12
        if not name.startswith("adj"):
            assert low >= 0
    perfect = wc.evaluate(truth, truth, rounds=20, resample=resample, seed=seed)
    assert all(tuple(getattr(perfect, name)) == pytest.approx((1, 1, 1)) for name in MEASURES)


PAIRS = st.lists(st.tuples(st.integers(0, 10).map(lambda i: i / 10), st.booleans()), min_size=2, max_size=30).filter(
    lambda pairs: len({same for _, same in pairs}) == 2
)


@given(PAIRS, st.randoms(use_true_random=False))
def test_the_best_bound(pairs, random) -> None:
    score, same = zip(*pairs, strict=True)
    want = evaluation.best_bound(score, same)
    got = wc.suggest_threshold(score, same, rounds=0)
    assert (got.threshold.value, got.f1.value) == pytest.approx(want)
    taken = [yes for value, yes in pairs if value >= got.threshold.value]
    assert got.precision == pytest.approx(sum(taken) / len(taken)) and got.recall == pytest.approx(sum(taken) / sum(same))
    random.shuffle(pairs)
    again = wc.suggest_threshold(*zip(*pairs, strict=True), rounds=0)
    assert again == got
