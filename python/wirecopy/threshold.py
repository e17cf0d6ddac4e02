"""Where a bound on a pair's score should lie, with its interval."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from wirecopy.evaluation import Score, checked_bootstrap, interval


@dataclass(frozen=True)
class Threshold:
    """What `suggest_threshold` found.

    Attributes
    ----------
    threshold : Score
        Call a pair the same where its score is at least this.
    f1 : Score
        F1 of the labelled pairs there. It is measured on the pairs that chose the bound, so a little generous.
    precision, recall : float
    pairs, same : int
        Labelled pairs, and those labelled the same.
    rounds, seed, level
        How the intervals were made.
    """

    threshold: Score
    f1: Score
    precision: float
    recall: float
    pairs: int
    same: int
    rounds: int
    seed: int
    level: float

    def __str__(self) -> str:
        return (
            f"{self.pairs:,} pairs, {self.same:,} the same\n  threshold         {self.threshold}\n"
            f"  f1                {self.f1}\n  precision         {self.precision:.3f}\n"
            f"  recall            {self.recall:.3f}\n"
            f"  {self.level:.0%} intervals: {self.rounds:,} bootstrap rounds over pairs, seed {self.seed}"
        )


def suggest_threshold(
    score: Sequence[float], same: Sequence[bool], *, rounds: int = 1000, seed: int = 0, level: float = 0.95
) -> Threshold:
    """The bound on a pair's score that labelled pairs suggest: the one with the best F1.

    Parameters
    ----------
    score : sequence of float
        Of each labelled pair: an edge, an aligned share, a cosine. Higher is more alike.
    same : sequence of bool
        Whether a reader calls the two the same. About a hundred pairs say something where they lie near the bound; the
        interval says how much.
    rounds, seed, level
        Of the bootstrap over pairs, as for `evaluate`.

    Returns
    -------
    Threshold
        The bound lies halfway between the lowest score that counts as the same and the next lower one. Of bounds with the
        same F1 it is the highest.

    Raises
    ------
    ValueError, TypeError
        For lengths that differ, a score that is not finite, pairs that are all the same or all different.

    Notes
    -----
    O(pairs log pairs), and O(pairs) a round. A round that draws no pair labelled the same, or none labelled different, is
    drawn again.

    Examples
    --------
    >>> import wirecopy as wc
    >>> wc.suggest_threshold([0.9, 0.7, 0.4, 0.1], [True, True, False, False]).threshold.value
    0.55
    """
    draws, start, inside = checked_bootstrap(rounds, seed, level)
    scores = np.asarray(score, dtype=np.float64)
    labels = np.asarray(same)
    if labels.dtype.kind not in "biu" or not np.isin(labels, (0, 1)).all():
        raise TypeError("same must hold True and False")
    if scores.ndim != 1 or labels.ndim != 1 or len(scores) != len(labels):
        raise ValueError("score and same must be sequences of one length")
    if not np.isfinite(scores).all():
        raise ValueError(f"score: pair {int(np.flatnonzero(~np.isfinite(scores))[0])} is not a finite number")
    labels = labels.astype(bool)
    if labels.all() or not labels.any():
        raise ValueError("the pairs are all labelled alike; a bound needs some that are the same and some that are not")
    order = np.argsort(-scores, kind="stable")
    scores, labels = scores[order], labels[order]
    bound, f1, precision, recall = _best_bound(scores, labels, np.ones(len(scores)))
    random = np.random.default_rng(start)
    drawn = []
    while len(drawn) < draws:
        times = np.bincount(random.integers(0, len(scores), len(scores)), minlength=len(scores)).astype(np.float64)
        if 0 < times[labels].sum() < len(scores):
            drawn.append(_best_bound(scores, labels, times)[:2])
    value = np.array([bound, f1])
    low, high = interval(np.array(drawn), value, inside)
    return Threshold(
        Score(bound, float(low[0]), float(high[0])), Score(f1, float(low[1]), float(high[1])), precision, recall, len(scores),
        int(labels.sum()), draws, start, inside,
    )


def _best_bound(scores: np.ndarray, same: np.ndarray, times: np.ndarray) -> tuple[float, float, float, float]:
    """The best bound, its F1, precision and recall, of pairs by falling score that count `times` each."""
    there = times > 0
    scores, same, times = scores[there], same[there], times[there]
    last = np.flatnonzero(np.append(scores[1:] != scores[:-1], True))  # of each run of equal scores
    taken, right = np.cumsum(times)[last], np.cumsum(times * same)[last]
    whole = float((times * same).sum())
    f1 = 2 * right / (taken + whole)
    best = int(np.argmax(f1))
    lowest = scores[last[best]]
    bound = (lowest + scores[last[best + 1]]) / 2 if best + 1 < len(last) else lowest
    return float(bound), float(f1[best]), float(right[best] / taken[best]), float(right[best] / whole)
