"""Benchmarks of signatures: of hashed shingles, and from texts to pairs with the recall beside the time."""

from __future__ import annotations

import inputs
from measure import Measure, in_turn, memory

K = 128
THRESHOLD = 0.5


def _sets(texts):
    """Word 5-shingles as (starts, values), the same for all."""
    import wirecopy as wc

    return wc.MinHashIndex(THRESHOLD)._sets(texts, wc.MinHash(K), 1)


def signatures_wirecopy(texts):
    import wirecopy as wc

    sets, minhash = _sets(texts), wc.MinHash(K, threads=1)
    return lambda: minhash.signatures_of_sets(sets)


def signatures_rensa(texts):
    import numpy as np
    from rensa import RMinHash

    starts, values = _sets(texts)
    offsets = starts.astype(np.uint64)
    return lambda: RMinHash.digest_matrix_from_flat_token_hashes(values, offsets, K, 1)


def signatures_datasketch(texts):
    import numpy as np
    from datasketch import MinHash

    starts, values = _sets(texts)
    upper = (values >> np.uint64(32)).astype(np.uint32)
    sets = [upper[i:j].tolist() for i, j in zip(starts[:-1], starts[1:], strict=True)]

    def work():
        begun = MinHash(num_perm=K, hashfunc=int)
        rows = []
        for one in sets:
            row = begun.copy()
            row.update_batch(one)
            rows.append(row)
        return rows

    return work


def _tokens(texts):
    """(row, lower-cased words, five in a row): what the peers are given. To them two empty sets are equal: left out."""
    import re

    word = re.compile(r"\w+")
    for row, text in enumerate(texts):
        words = word.findall(text.lower())
        if len(words) >= 5:
            yield row, [" ".join(words[i : i + 5]) for i in range(len(words) - 4)]


def pairs_wirecopy_exact(texts):
    import wirecopy as wc

    return lambda: _pairs(wc.shingle_join(texts, unit="regex", min_resemblance=THRESHOLD, threads=1))


def pairs_wirecopy_words(texts):
    import wirecopy as wc

    return lambda: _pairs(wc.shingle_join(texts, min_resemblance=THRESHOLD, threads=1))


def pairs_wirecopy_either(texts):
    import wirecopy as wc

    return lambda: _pairs(wc.shingle_join(texts, min_containment=THRESHOLD, threads=1))


def pairs_wirecopy(texts):
    import wirecopy as wc

    index, minhash = wc.MinHashIndex(THRESHOLD, threads=1), wc.MinHash(K, unit="regex", threads=1)
    return lambda: _pairs(index.join(texts, minhash))


def pairs_rensa(texts):
    from rensa import RMinHash, RMinHashLSH

    def work():  # 32 bands of 4: rensa leaves the choice to its user
        numbers = []
        rows = RMinHash.from_token_sets((numbers.append(row) or shingles for row, shingles in _tokens(texts)), K, 1)
        index = RMinHashLSH(threshold=THRESHOLD, num_perm=K, num_bands=32)
        index.insert_many(rows)
        found = ((a, b) for a, near in enumerate(index.query_all(rows)) for b in near if a < b)
        return {(numbers[a], numbers[b]) for a, b in found if rows[a].jaccard(rows[b]) >= THRESHOLD}

    return work


def pairs_datasketch(texts):
    from datasketch import MinHash, MinHashLSH

    def work():
        begun, rows, found = MinHash(num_perm=K), {}, set()
        index = MinHashLSH(threshold=THRESHOLD, num_perm=K)
        for b, shingles in _tokens(texts):
            row = begun.copy()
            row.update_batch([shingle.encode() for shingle in shingles])
            found.update((a, b) for a in index.query(row) if rows[a].jaccard(row) >= THRESHOLD)
            index.insert(b, row)
            rows[b] = row
        return found

    return work


def pairs_as_text_dedup(texts):
    """text-dedup's method, written anew: its program reads a data set from disk and gives no pairs back. MinHash of 32 bits
    in numpy, bands (as many as its search, datasketch's, chooses: 25 of 5), and a union of all that share one. The pairs
    are those inside its groups, which it does not verify. The shingles are those that all peers are given."""
    import hashlib
    import itertools
    from collections import defaultdict

    import numpy as np

    bands, rows = 25, 5

    def work():
        draw = np.random.RandomState(42)
        most, prime = np.uint64(2**32 - 1), np.uint64(2**61 - 1)
        a = draw.randint(1, prime, size=K, dtype=np.uint64)
        b = draw.randint(0, prime, size=K, dtype=np.uint64)
        tables = [defaultdict(list) for _ in range(bands)]
        parent = {}

        def find(x):
            while parent[x] != x:
                parent[x] = x = parent[parent[x]]
            return x

        for row, shingles in _tokens(texts):
            parent[row] = row
            hashes = [int.from_bytes(hashlib.sha1(one.encode()).digest()[:4], "little") for one in set(shingles)]
            minima = ((np.array(hashes, dtype=np.uint64)[:, None] * a + b) % prime & most).min(axis=0)
            for i, table in enumerate(tables):
                table[minima[i * rows : (i + 1) * rows].tobytes()].append(row)
        for table in tables:
            for together in table.values():
                for x in together[1:]:
                    one, other = sorted((find(together[0]), find(x)))
                    parent[other] = one
        groups = defaultdict(list)
        for row in parent:
            groups[find(row)].append(row)
        return {pair for group in groups.values() for pair in itertools.combinations(group, 2)}

    return work


def pairs_gaoya(texts):
    """gaoya cuts the texts itself: words, lower-cased, five in a row; its pairs are those that its signatures put over the
    bound. To it too two empty sets are equal: texts of fewer words are left out."""
    from gaoya.minhash import MinHashStringIndex

    def work():
        index = MinHashStringIndex(
            32, THRESHOLD, num_bands=32, band_size=4, num_hashes=K, analyzer="word", lowercase=True, ngram_range=(5, 5)
        )
        found = set()
        for b, text in enumerate(texts):
            if len(text.split(maxsplit=5)) < 5:
                continue
            found.update((a, b) for a in index.query(text))
            index.insert_document(b, text)
        return found

    return work


def pairs_set_similarity_search(texts):
    """All pairs, exactly, in Python (Bayardo, Ma, Srikant 2007)."""
    from SetSimilaritySearch import all_pairs

    def work():
        numbers, sets = [], []
        for row, shingles in _tokens(texts):
            numbers.append(row)
            sets.append(set(shingles))
        found = all_pairs(sets, similarity_func_name="jaccard", similarity_threshold=THRESHOLD)
        return {tuple(sorted((numbers[a], numbers[b]))) for a, b, _ in found}

    return work


def _pairs(found):
    return set(zip(found.a.tolist(), found.b.tolist(), strict=True))


MEASURES = [
    Measure("signatures of hashed word 5-shingles, k = 128", signatures_wirecopy, "rensa", signatures_rensa),
    Measure("the same", signatures_wirecopy, "datasketch `update_batch`, a fifth", signatures_datasketch, share=5),
]
JOINS = [
    ("`shingle_join`", pairs_wirecopy_exact),
    ("`shingle_join`, words by UAX #29", pairs_wirecopy_words),
    ("`shingle_join`, these, containment .5", pairs_wirecopy_either),
    ("`MinHashIndex.join`", pairs_wirecopy),
    ("rensa", pairs_rensa),
    ("datasketch", pairs_datasketch),
    ("text-dedup's method in numpy: bands and a union, pairs inside groups", pairs_as_text_dedup),
    ("gaoya", pairs_gaoya),
    ("SetSimilaritySearch", pairs_set_similarity_search),
]


def table():
    from run import table as rows

    yield from rows(MEASURES)
    yield ""
    yield "From texts to pairs of resemblance .5 and more (where not said otherwise), recall and precision against the first row,"
    yield "which is exact and takes the same runs of word characters as the peers."
    yield ""
    yield "| how | input | s | MiB | pairs | recall | precision |"
    yield "|---|---|---|---|---|---|---|"
    for source in inputs.names():
        truth = None
        for name, function in JOINS:
            seconds, _ = in_turn(Measure(name, function), source)
            found = function(inputs.texts(source))()
            truth = found if truth is None else truth
            right = len(found & truth)
            shares = f"{right / max(len(truth), 1):.4f} | {right / max(len(found), 1):.4f}"
            yield f"| {name} | {source} | {seconds:.3g} | {memory(function, source):.0f} | {len(found):,} | {shares} |"
