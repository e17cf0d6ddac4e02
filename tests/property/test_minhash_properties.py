"""Whatever the sets are: signatures, candidates and samples are those of the slow truth, for any path and threads."""

from __future__ import annotations

import itertools
import json
import os
import pickle
import subprocess
import sys

import numpy as np
import pytest
import wirecopy as wc
from hypothesis import given, settings
from hypothesis import strategies as st
from reference import minhash as slow

MEMBER = st.one_of(st.integers(0, 40), st.integers(0, 2**64 - 1))
SETS = st.lists(st.lists(MEMBER, max_size=40), max_size=8)
K = st.sampled_from([1, 2, 7, 16, 33, 64, 100, 128, 130])
SEED = st.one_of(st.integers(0, 3), st.just(2**64 - 1))
THREADS = st.integers(1, 3)


@settings(deadline=None)
@given(SETS, K, SEED, THREADS)
def test_signatures(sets, k, seed, threads) -> None:
    made = wc.MinHash(k, seed=seed, threads=threads).signatures_of_sets(sets)
    assert made.shape == (len(sets), k) and made.dtype == np.uint32
    assert made.tolist() == [slow.signature(one, k, seed) for one in sets]


DRAWN = """
import json, sys
import numpy as np
import wirecopy as wc
draw = np.random.default_rng(3)
out = []
for k in (1, 5, 16, 128, 129, 256, 300, 512, 600):
    for size in (1, 2, 17, 24, 25, 70, 300, 1100, 5000):
        sets = [draw.integers(0, 2**64, size, dtype=np.uint64)]
        out.append(wc.MinHash(k, seed=k).signatures_of_sets(sets)[0].tolist())
json.dump(out, sys.stdout)
"""


def test_every_path_gives_the_same() -> None:
    made = []
    for path in ("portable", "avx2", "avx512"):
        done = subprocess.run(
            [sys.executable, "-c", DRAWN], env={**os.environ, "WIRECOPY_SIMD": path}, capture_output=True, text=True,
            check=True,
        )
        made.append(json.loads(done.stdout))
    assert made[0] == made[1] == made[2]
    draw = np.random.default_rng(3)
    first = [draw.integers(0, 2**64, size, dtype=np.uint64).tolist() for size in (1, 2, 17)]
    assert made[0][:3] == [slow.signature(one, 1, 1) for one in first]


@settings(deadline=None)
@given(st.lists(MEMBER, max_size=30), st.lists(MEMBER, max_size=30), K)
def test_a_union_is_merged_in_any_order(x, y, k) -> None:
    minhash = wc.MinHash(k)
    whole = minhash.signatures_of_sets([x + y])[0]
    parts = minhash.signatures_of_sets([x, y])
    assert np.array_equal(wc.MinHash.merge(parts[0], parts[1]), whole)
    grown = minhash.sketch(y)
    for member in reversed(x):
        grown.update([member])
    assert np.array_equal(grown.minima, whole)


@settings(deadline=None)
@given(st.lists(MEMBER, max_size=30), st.lists(MEMBER, max_size=30), K, st.sampled_from([1, 2, 4, 8, 16]))
def test_similarities(x, y, k, bits) -> None:
    minhash = wc.MinHash(k)
    rows = minhash.signatures_of_sets([x, y])
    both = rows.tolist()
    assert minhash.similarity(rows[0], rows[1]).tolist() == [slow.similarity(*both)]
    packed = minhash.pack(rows, bits)
    found = minhash.packed_similarity(packed[:1], packed[1:], bits)
    assert found.tolist() == pytest.approx([slow.packed_similarity(*both, bits)], abs=1e-12)


# Few values, so that bands are often equal.
SIGNATURES = st.lists(st.lists(st.sampled_from([1, 2, slow.NO_MINIMUM]), min_size=6, max_size=6), max_size=12)
BANDS = st.sampled_from([(1, 1), (1, 6), (2, 3), (3, 2), (6, 1), (2, 2)])


@given(SIGNATURES, BANDS, THREADS)
def test_candidates(signatures, shape, threads) -> None:
    bands, rows = shape
    index = wc.MinHashIndex(k=6, bands=bands, rows=rows, threads=threads)
    matrix = np.array(signatures, dtype=np.uint32).reshape(-1, 6)
    want = slow.candidates(signatures, bands, rows)
    a, b = index.pairs(matrix)
    assert list(zip(a.tolist(), b.tolist(), strict=True)) == want
    if want:
        with pytest.raises(ValueError, match="max_pairs"):
            index.pairs(matrix, max_pairs=len(want) - 1)
    assert len(index.pairs(matrix, max_pairs=len(want))[0]) == len(want)
    # Collapsed: the same rows are connected.
    a, b = index.pairs(matrix, collapse=True)
    assert groups(len(matrix), zip(a.tolist(), b.tolist(), strict=True)) == groups(len(matrix), want)
    # One by one, some of them removed again, and kept in a file in between.
    for row, signature in enumerate(matrix):
        found = index.query(signature)
        assert found == [x for x, y in want if y == row and x in index]
        index.insert(row, signature)
        if row % 3 == 1:
            index.remove(row - 1)
        index = pickle.loads(pickle.dumps(index))
    assert len(index) == len([row for row in range(len(matrix)) if row in index])


def groups(n, pairs):
    group = list(range(n))
    for a, b in pairs:
        old, new = group[b], group[a]
        group = [new if g == old else g for g in group]
    return {frozenset(i for i in range(n) if group[i] == g) for g in group}


@given(SETS, st.sampled_from([1, 1.5, 2, 10, 1000.25]), SEED, THREADS)
def test_samples(sets, scale, seed, threads) -> None:
    sets = [sorted(set(one)) for one in sets]
    frac = wc.FracMinHash(scale, seed=seed, threads=threads)
    samples = frac.samples_of_sets(sets)
    want = [slow.sample(one, scale, seed) for one in sets]
    assert [samples[row].tolist() for row in range(len(samples))] == want
    assert samples.sizes.tolist() == [len(one) for one in sets]
    pairs = []
    for a, b in itertools.combinations(range(len(sets)), 2):
        shared = len(set(want[a]) & set(want[b]))
        if shared:
            sides = (slow.containment(shared, len(want[i]), len(sets[i]), scale) for i in (a, b))
            pairs.append((a, b, shared, *sides))
    found = frac.pairs(samples)
    assert list(zip(found.a.tolist(), found.b.tolist(), found.shared.tolist(), strict=True)) == [p[:3] for p in pairs]
    assert found.containment_a.tolist() == pytest.approx([p[3] for p in pairs])
    assert found.containment_b.tolist() == pytest.approx([p[4] for p in pairs])
    merged = wc.FracMinHash.merge(samples, samples)
    assert np.array_equal(merged.hashes, samples.hashes) and set(merged.sizes.tolist()) <= {-1}
