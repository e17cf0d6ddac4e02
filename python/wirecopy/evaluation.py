"""How good clusters are, each measure with its interval."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa
from wirecopy import options
from wirecopy.results import Copies
from wirecopy.table import Table

MEASURES = (
    "adjusted_rand", "bcubed_precision", "bcubed_recall", "bcubed_f1", "pair_precision", "pair_recall", "pair_f1",
)
# What each article brings to every measure, column by column.
FOUND, GIVEN, BOTH, ALL, PRECISION, RECALL, ONE = range(7)


class Score(NamedTuple):
    """A figure and its bootstrap interval."""

    value: float
    low: float
    high: float

    def __str__(self) -> str:
        return f"{self.value:.3f} [{self.low:.3f}, {self.high:.3f}]"


@dataclass(frozen=True)
class Evaluation:
    """What `evaluate` measured.

    Attributes
    ----------
    adjusted_rand : Score
        Adjusted Rand index: 1 for the true clusters, about 0 for random ones.
    bcubed_precision, bcubed_recall, bcubed_f1 : Score
        Of an article's cluster the share that belongs with it, of those that belong with it the share in its cluster, each
        the mean over articles; F1 is of the two means.
    pair_precision, pair_recall, pair_f1 : Score
        Of the pairs that share a cluster those that should, and of those that should those that do.
    articles, clusters, true_clusters : int
        Articles with a true label, clusters found among them, true ones.
    resample, rounds, seed, level
        How the intervals were made.
    """

    adjusted_rand: Score
    bcubed_precision: Score
    bcubed_recall: Score
    bcubed_f1: Score
    pair_precision: Score
    pair_recall: Score
    pair_f1: Score
    articles: int
    clusters: int
    true_clusters: int
    resample: str
    rounds: int
    seed: int
    level: float

    @property
    def table(self) -> Table:
        """One row per measure: measure, value, low, high."""
        scores = [getattr(self, name) for name in MEASURES]
        columns = {"measure": pa.array(MEASURES, type=pa.string())}
        for at, name in enumerate(Score._fields):
            columns[name] = pa.array([score[at] for score in scores])
        return Table(pa.table(columns), "measures")

    def __str__(self) -> str:
        lines = [f"{self.articles:,} articles, {self.clusters:,} clusters, {self.true_clusters:,} true ones"]
        lines += [f"  {name:<18}{getattr(self, name)}" for name in MEASURES]
        lines.append(f"  {self.level:.0%} intervals: {self.rounds:,} bootstrap rounds over {self.resample}, seed {self.seed}")
        return "\n".join(lines)

    def _repr_html_(self) -> str:
        return self.table._repr_html_()


def evaluate(
    labels: Any, truth: Any, *, stories: bool = False, resample: str = "clusters", rounds: int = 1000, seed: int = 0,
    level: float = 0.95,
) -> Evaluation:
    """Compares clusters with the true ones.

    Parameters
    ----------
    labels : Copies or sequence
        A result of `find_copies`, or a label per article (int or str).
    truth : sequence
        The true label of each article, in the same order. None or NaN: not known; the article is left out.
    stories : bool
        True: of a `Copies`, its stories rather than its clusters.
    resample : {'clusters', 'articles'}
        What the bootstrap draws. ``'clusters'``: true clusters, whole: articles of one are right or wrong together, so
        intervals over articles alone are too narrow. ``'articles'``: where there are only a few true clusters.
    rounds : int
        Bootstrap rounds; 0 for none (the interval is then the figure alone).
    seed : int
        Of the bootstrap.
    level : float
        Share of the rounds inside the interval (percentiles), in (0, 1).

    Returns
    -------
    Evaluation

    Raises
    ------
    ValueError, TypeError
        For lengths that differ, no true label at all, an option out of range.

    Notes
    -----
    Where nothing was found precision is 1, where there is nothing to find recall is. A drawn article or cluster brings the
    pairs it is in, half of each, as they are among all articles; so a cluster drawn twice is never compared with itself.
    O(articles) and O(true clusters) a round. Hubert and Arabie 1985 (adjusted Rand index), Bagga and Baldwin 1998
    (B-cubed), Efron and Tibshirani 1993 (percentile intervals).

    Examples
    --------
    >>> import wirecopy as wc
    >>> wc.evaluate([0, 0, 1, 1], ["x", "x", "x", "y"], rounds=0).pair_recall.value
    0.3333333333333333
    """
    if isinstance(labels, Copies):
        labels = labels.story_labels_ if stories else labels.labels_
    elif stories:
        raise ValueError("stories=True chooses between the labels of a Copies; give the story labels themselves")
    if resample not in ("clusters", "articles"):
        raise ValueError(f"resample must be 'clusters' or 'articles', not {resample!r}")
    draws, start, inside = checked_bootstrap(rounds, seed, level)
    found, given = _codes("labels", labels), _codes("truth", truth)
    if len(found) != len(given):
        raise ValueError(f"labels has {len(found)} rows, truth {len(given)}; both must have one per article")
    known = given >= 0
    if not known.any():
        raise ValueError("truth holds no label at all")
    if (found[known] < 0).any():
        raise ValueError(f"labels: row {int(np.flatnonzero(known & (found < 0))[0])} has no label")
    found, given = np.unique(found[known], return_inverse=True)[1], np.unique(given[known], return_inverse=True)[1]
    brought = _brought(found, given)
    value = _measures(brought.sum(axis=0, keepdims=True))[0]
    units = brought if resample == "articles" else _sums(brought, given)
    low, high = interval(np.array([_measures(sums)[0] for sums in _drawn(units, draws, start)]), value, inside)
    scores = [Score(float(v), float(lo), float(hi)) for v, lo, hi in zip(value, low, high, strict=True)]
    return Evaluation(*scores, len(found), int(found.max()) + 1, int(given.max()) + 1, resample, draws, start, inside)


def checked_bootstrap(rounds: int, seed: int, level: float) -> tuple[int, int, float]:
    """The options of a bootstrap, or an error that names the wrong one."""
    inside = options.number("level", level, 0, 1)
    if not 0 < inside < 1:
        raise ValueError(f"level must lie between 0 and 1, not {level!r}")
    return options.whole("rounds", rounds, 0), options.whole("seed", seed, 0), inside


def interval(drawn: np.ndarray, value: np.ndarray, level: float) -> tuple[np.ndarray, np.ndarray]:
    """Percentiles of the rounds (rows); without rounds, the figures themselves."""
    if len(drawn) == 0:
        return value, value
    low, high = np.quantile(drawn, [(1 - level) / 2, (1 + level) / 2], axis=0)
    return low, high


def _codes(name: str, values: Any) -> np.ndarray:
    """Small numbers for labels, -1 for those not known."""
    if hasattr(values, "to_pylist"):
        values = values.to_pylist()
    if isinstance(values, np.ndarray) and values.ndim == 1 and values.dtype.kind in "iu":
        return np.unique(values, return_inverse=True)[1].astype(np.int64)
    if isinstance(values, (str, bytes)) or not hasattr(values, "__iter__"):
        raise TypeError(f"{name} must be a sequence with a label per article, not {type(values).__name__}")
    numbers: dict[Any, int] = {}
    codes = []
    for row, value in enumerate(values):
        if value is None or (isinstance(value, (float, np.floating)) and math.isnan(value)) or value != value:
            codes.append(-1)
            continue
        try:
            codes.append(numbers.setdefault(value, len(numbers)))
        except TypeError:
            raise TypeError(f"{name}: row {row} is {type(value).__name__}; a label is an int or a str") from None
    return np.array(codes, dtype=np.int64)


def _brought(found: np.ndarray, given: np.ndarray) -> np.ndarray:
    """A row per article: half the pairs it is in that share a cluster, a true cluster, both, all; its B-cubed precision and
    recall; 1."""
    n = len(found)
    both = np.unique(found * (int(given.max()) + 1) + given, return_inverse=True)[1]
    in_found, in_given, in_both = (np.bincount(codes)[codes].astype(np.float64) for codes in (found, given, both))
    one = np.ones(n)
    columns = [(in_found - 1) / 2, (in_given - 1) / 2, (in_both - 1) / 2, one * (n - 1) / 2, in_both / in_found,
               in_both / in_given, one]
    return np.stack(columns, axis=1)


def _sums(brought: np.ndarray, groups: np.ndarray) -> np.ndarray:
    return np.stack([np.bincount(groups, weights=column) for column in brought.T], axis=1)


def _drawn(units: np.ndarray, rounds: int, seed: int) -> Any:
    """Sums over as many units as there are, drawn with replacement, for each round."""
    random = np.random.default_rng(seed)
    for _ in range(rounds):
        times = np.bincount(random.integers(0, len(units), len(units)), minlength=len(units))
        yield times[None, :].astype(np.float64) @ units


def _measures(sums: np.ndarray) -> np.ndarray:
    """The measures, in the order of MEASURES, of rows of sums."""
    found, given, both, pairs = sums[:, FOUND], sums[:, GIVEN], sums[:, BOTH], sums[:, ALL]
    wrong, missed = found - both, given - both
    right = pairs - found - missed  # pairs that rightly share no cluster
    rand = _share(2 * (both * right - missed * wrong), (both + missed) * (missed + right) + (both + wrong) * (wrong + right))
    rand = np.where((wrong == 0) & (missed == 0), 1.0, rand)
    precision, recall = sums[:, PRECISION] / sums[:, ONE], sums[:, RECALL] / sums[:, ONE]
    columns = [rand, precision, recall, 2 * precision * recall / (precision + recall), _share(both, found),
               _share(both, given), _share(2 * both, found + given)]
    return np.stack(columns, axis=1)


def _share(part: np.ndarray, whole: np.ndarray) -> np.ndarray:
    return np.divide(part, whole, out=np.ones_like(part), where=whole != 0)
