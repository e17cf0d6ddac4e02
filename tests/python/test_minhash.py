"""MinHash, its index and FracMinHash through the public names."""

from __future__ import annotations

import pickle

import numpy as np
import pytest
import wirecopy as wc
import wirecopy.sample

TEXTS = [article["text"] for article in wirecopy.sample.load()]


def drawn(draws: int, size: int, resemblance: float, seed: int = 0) -> tuple[list, list, float]:
    """Pairs of sets of one size, and the resemblance that they have."""
    draw = np.random.default_rng(seed)
    shared = round(2 * size * resemblance / (1 + resemblance))
    pool = draw.integers(0, 2**64, (draws, 2 * size - shared), dtype=np.uint64)
    return list(pool[:, :size]), list(pool[:, size - shared :]), shared / (2 * size - shared)


@pytest.mark.parametrize("size", [3, 40, 128, 300, 1000, 20_000])
@pytest.mark.parametrize("resemblance", [0.1, 0.5, 0.9])
@pytest.mark.parametrize("k", [100, 128])
def test_the_error_is_no_larger_than_theory(size: int, resemblance: float, k: int) -> None:
    draws = 100 if size > 10_000 else 600
    x, y, true = drawn(draws, size, resemblance)
    minhash = wc.MinHash(k)
    error = minhash.similarity(minhash.signatures_of_sets(x), minhash.signatures_of_sets(y)) - true
    theory = np.sqrt(true * (1 - true) / k)
    # 4 standard deviations of what is measured on so many draws.
    assert np.sqrt(np.mean(error**2)) <= theory * (1 + 4 / np.sqrt(2 * draws))
    assert abs(np.mean(error)) <= 4 * theory / np.sqrt(draws) + 1e-9


def test_sets_with_a_structure_are_no_worse() -> None:
    minhash = wc.MinHash(128)
    errors = []
    for start in range(0, 400_000, 1000):
        x, y = np.arange(start, start + 600), np.arange(start + 300, start + 900)
        rows = minhash.signatures_of_sets([x, y])
        errors.append(minhash.similarity(rows[0], rows[1])[0] - 1 / 3)
    assert np.sqrt(np.mean(np.square(errors))) <= np.sqrt(2 / 9 / 128) * (1 + 4 / np.sqrt(800))


@pytest.mark.parametrize("bits", [1, 2, 4, 8, 16])
def test_packed_signatures_have_the_error_of_theory(bits: int) -> None:
    x, y, true = drawn(600, 300, 0.5)
    minhash = wc.MinHash(128)
    a, b = (minhash.pack(minhash.signatures_of_sets(side), bits) for side in (x, y))
    assert a.shape == (600, 128 * bits // 64)
    error = minhash.packed_similarity(a, b, bits) - true
    equal = true + (1 - true) / 2**bits
    theory = np.sqrt(equal * (1 - equal) / 128) / (1 - 2.0**-bits)
    assert np.sqrt(np.mean(error**2)) <= theory * (1 + 4 / np.sqrt(1200))
    assert abs(np.mean(error)) <= 4 * theory / np.sqrt(600)


@pytest.mark.parametrize("unit", ["word", "char", "regex"])
def test_signatures_of_texts_are_those_of_their_sets(unit: str) -> None:
    minhash = wc.MinHash(64, n=3, unit=unit)
    index = wc.MinHashIndex(k=64, bands=64, rows=1)
    sets = index._sets(TEXTS, minhash, 1)
    assert np.array_equal(minhash.signatures(TEXTS), minhash.signatures_of_sets(sets))
    assert np.array_equal(minhash.fit(TEXTS).transform(TEXTS), minhash.fit_transform(TEXTS))


def test_empty_sets_are_like_nothing() -> None:
    minhash = wc.MinHash(32)
    rows = minhash.signatures(["too short", "also too short", "this one is long enough to have some"])
    assert (rows[:2] == 2**32 - 1).all() and (rows[2] < 2**32 - 1).all()
    assert minhash.similarity(rows[[0, 0, 2]], rows[[1, 2, 2]]).tolist() == [0, 0, 1]
    index = wc.MinHashIndex(0.5, k=32)
    assert [len(side) for side in index.pairs(rows)] == [0, 0]
    index.insert_many(rows)
    assert index.query(rows[0]) == [] and index.query(rows[2]) == [2]
    assert minhash.signatures([]).shape == (0, 32)
    assert minhash.signatures_of_sets([]).shape == (0, 32)


def test_a_signature_grows_with_texts_and_numbers() -> None:
    minhash = wc.MinHash(128, n=2)
    one, other = minhash.sketch("the ship sank in the harbour"), minhash.sketch()
    other.update("the ship sank")
    other.update("sank in the harbour")
    assert one == other and one.similarity(other) == 1 and len(one) == 128
    other.update([1, 2, 3])
    assert one != other and pickle.loads(pickle.dumps(other)) == other
    one.merge(other)
    assert one == other
    many = np.arange(100_000)
    one.update(many)
    for part in np.array_split(many, 3):
        other.update(part)
    assert one == other and pickle.loads(pickle.dumps(one)).similarity(other) == 1
    with pytest.raises(ValueError, match="different seed"):
        one.similarity(wc.MinHash(128, n=2, seed=2).sketch())
    with pytest.raises(TypeError):
        one.merge([1])


def test_the_join_finds_what_it_says() -> None:
    exact = wc.shingle_join(TEXTS, min_resemblance=0.5)
    found = wc.MinHashIndex(0.5).join(TEXTS)
    known = dict(zip(zip(exact.a.tolist(), exact.b.tolist(), strict=True), exact.resemblance, strict=True))
    pairs = list(zip(found.a.tolist(), found.b.tolist(), strict=True))
    assert set(pairs) <= set(known)
    assert len(pairs) >= 0.95 * len(known)
    assert found.resemblance.tolist() == [known[pair] for pair in pairs]


@pytest.mark.parametrize("threshold", [0.3, 0.5, 0.8])
def test_recall_is_at_least_what_is_expected(threshold: float) -> None:
    index, minhash = wc.MinHashIndex(threshold), wc.MinHash()
    assert index.recall(threshold) >= 0.95 and index.bands * index.rows <= 128
    assert index.recall(0) == 0 and index.recall(1) == 1
    x, y, true = drawn(2000, 200, threshold)
    rows = minhash.signatures_of_sets([*x, *y])
    a, b = index.pairs(rows)
    expected = index.recall(true)
    share = np.count_nonzero(b - a == 2000) / 2000
    assert share >= expected - 4 * np.sqrt(expected * (1 - expected) / 2000)


def test_many_equal_signatures() -> None:
    rows = np.repeat(wc.MinHash().signatures_of_sets([[1, 2, 3]]), 20_000, axis=0)
    index = wc.MinHashIndex(0.5)
    with pytest.raises(ValueError, match="max_pairs"):
        index.pairs(rows)
    a, b = index.pairs(rows, collapse=True)
    assert not a.any() and np.array_equal(b, np.arange(1, 20_000))
    index.insert_many(rows)
    assert index.query(rows[0]) == list(range(20_000))


def test_the_index_by_id() -> None:
    minhash = wc.MinHash(k=64)
    index = wc.MinHashIndex(0.5, k=64)
    rows = minhash.signatures_of_sets([range(100), range(10, 110), range(5000, 5100)])
    for id, row in zip("abc", rows, strict=True):
        index.insert(id, row)
    assert index.query(rows[0]) == ["a", "b"] and "a" in index and len(index) == 3
    assert index.query(rows[0], min_similarity=1) == ["a"]
    index.remove("a")
    index.insert("a", rows[2])
    again = pickle.loads(pickle.dumps(index))
    for one in (index, again):
        assert one.query(rows[0]) == ["b"] and one.query(rows[2]) == ["c", "a"] and len(one) == 3
    with pytest.raises(ValueError, match="is in the index"):
        index.insert("b", rows[0])
    with pytest.raises(ValueError, match="must differ"):
        index.insert_many(rows[:2], ["x", "x"])
    with pytest.raises(KeyError):
        index.remove("x")


def test_containment_of_samples() -> None:
    draw = np.random.default_rng(1)
    inner = [draw.integers(0, 2**63, 300) for _ in range(800)]
    outer = [np.concatenate([one[:120], draw.integers(0, 2**63, 3000)]) for one in inner]
    frac = wc.FracMinHash(20)
    x, y = frac.samples_of_sets(inner), frac.samples_of_sets(outer)
    error = frac.containment(x, y) - 0.4
    assert abs(np.mean(error)) < 4 * np.sqrt(0.24 * 20 / 300 / 800)
    # Without the correction an estimate for small sets is too low.
    small = frac.samples_of_sets([one[:20] for one in inner])
    assert abs(np.mean(frac.containment(small, x)) - 1) < 0.5
    every = wc.FracMinHash(1)
    assert every.containment(every.samples_of_sets(inner), every.samples_of_sets(outer)).tolist() == [0.4] * 800
    texts = frac.samples(TEXTS)
    assert len(texts) == len(TEXTS) and texts.sizes.tolist() == [len(s) for s in wc.FracMinHash(1).samples(TEXTS)]
    with pytest.raises(ValueError, match="max_pairs"):
        wc.FracMinHash(1).pairs(wc.FracMinHash(1).samples_of_sets([[1]] * 10), max_pairs=44)


@pytest.mark.parametrize(
    "call",
    [
        lambda: wc.MinHash(0).signatures([]),
        lambda: wc.MinHash(65537).signatures([]),
        lambda: wc.MinHash(n=0).signatures([]),
        lambda: wc.MinHash(unit="line").signatures([]),
        lambda: wc.MinHash(seed=-1).signatures([]),
        lambda: wc.MinHash().signatures_of_sets([[-1]]),
        lambda: wc.MinHash().signatures_of_sets([["a"]]),
        lambda: wc.MinHash().signatures_of_sets((np.array([0, 3]), np.array([1], dtype=np.uint64))),
        lambda: wc.MinHash().signatures_of_sets((np.array([0, 2, 1]), np.array([1, 2], dtype=np.uint64))),
        lambda: wc.MinHash().similarity(np.zeros((1, 128)), np.zeros((1, 128))),
        lambda: wc.MinHash().similarity(np.zeros((1, 128), np.uint32), np.zeros((2, 128), np.uint32)),
        lambda: wc.MinHash().pack(np.zeros((1, 128), np.uint32), 3),
        lambda: wc.MinHash.merge(np.zeros(3, np.uint32), np.zeros(4, np.uint32)),
        lambda: wc.MinHashIndex(0),
        lambda: wc.MinHashIndex(0.001),
        lambda: wc.MinHashIndex(0.5, recall=1),
        lambda: wc.MinHashIndex(0.5, bands=3),
        lambda: wc.MinHashIndex(0.5, bands=43, rows=3),
        lambda: wc.MinHashIndex(0.5).insert("a", np.zeros(64, np.uint32)),
        lambda: wc.MinHashIndex(0.5).join(TEXTS, wc.MinHash(64)),
        lambda: wc.FracMinHash(0.5).samples([]),
        lambda: wc.FracMinHash("2").samples([]),
    ],
)
def test_wrong_arguments(call) -> None:
    with pytest.raises(ValueError):
        call()


def test_a_text_that_is_not_well_formed_is_named() -> None:
    with pytest.raises(wc.TextError) as told:
        wc.MinHash().signatures(["good", b"bad \xff"])
    assert told.value.article == 1


def test_parameters_as_estimators_have_them() -> None:
    from sklearn.base import clone

    for one in (wc.MinHash(64, n=2, unit="char", seed=9), wc.FracMinHash(7, n=2)):
        assert clone(one).get_params() == one.get_params()
        assert repr(clone(one)) == repr(one)
