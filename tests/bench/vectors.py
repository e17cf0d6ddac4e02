"""Benchmarks of the article vectors: ours and scikit-learn's TruncatedSVD on the same TF-IDF rows, each measure in a process
of its own on one thread. Prints CPU seconds (best of three) and the sum of squared singular values, which says how much of
the rows the axes hold. Needs the real articles.

    python tests/bench/vectors.py                      every measure, a table
    python tests/bench/vectors.py wirecopy_svd 100     one measure on every input
"""

from __future__ import annotations

import gzip
import json
import os
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
DATA = ROOT.parent / "shared" / "data"
ONE_THREAD = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
INPUTS = [("reuters", "float32"), ("reuters", "float64"), ("allsides", "float32"), ("allsides", "float64")]


def texts(name: str) -> list[str]:
    """21,578 wire items, or 5,000 web news articles."""
    if name == "reuters":
        with open(DATA / "reuters" / "docs.jsonl", encoding="utf-8") as lines:
            return [json.loads(line)["text"] for line in lines]
    with gzip.open(DATA / "allsides" / "docs.jsonl.gz", "rt", encoding="utf-8") as lines:
        return [json.loads(line)["text"] for _, line in zip(range(5000), lines)]


def rows(name: str, dtype: str):
    import wirecopy as wc

    return wc.TfidfVectorizer(dtype=dtype).fit_transform(texts(name))


def wirecopy_svd(k: int, threads: int = 1):
    import wirecopy as wc

    return wc.ArticleVectors(k, threads=threads)


def wirecopy_two_threads(k: int):
    return wirecopy_svd(k, threads=2)


def wirecopy_projection(k: int):
    import wirecopy as wc

    return wc.ArticleVectors(k, method="projection", threads=1)


def sklearn_randomized(k: int):
    from sklearn.decomposition import TruncatedSVD

    return TruncatedSVD(k, n_iter=5, random_state=0)


def sklearn_arpack(k: int):
    from sklearn.decomposition import TruncatedSVD

    return TruncatedSVD(k, algorithm="arpack", random_state=0)


MEASURES = [wirecopy_svd, sklearn_randomized, sklearn_arpack]


def measure(name: str, k: int) -> list[dict]:
    """CPU and wall seconds of fit_transform and the sum of squared singular values, for each input."""
    out = []
    for source, dtype in INPUTS:
        X = rows(source, dtype)
        cpu = wall = float("inf")
        for _ in range(3):
            estimator = globals()[name](k)
            start, began = time.process_time(), time.perf_counter()
            estimator.fit_transform(X)
            cpu, wall = min(cpu, time.process_time() - start), min(wall, time.perf_counter() - began)
        squares = float((estimator.singular_values_.astype(float) ** 2).sum()) if hasattr(estimator, "singular_values_") else None
        out.append({"input": f"{source}, {dtype}", "k": k, "cpu": cpu, "wall": wall, "squares": squares})
    return out


def in_own_process(name: str, k: int) -> list[dict]:
    done = subprocess.run(
        [sys.executable, __file__, name, str(k)], capture_output=True, text=True, check=True, env={**os.environ, **ONE_THREAD}
    )
    return json.loads(done.stdout)


def main() -> None:
    print("| rows | k | wirecopy, s | randomized, s | ratio | ARPACK, s | wirecopy, squares | randomized | ARPACK |")
    print("|---|---|---|---|---|---|---|---|---|")
    for k in (100, 256):
        for ours, randomized, arpack in zip(*(in_own_process(f.__name__, k) for f in MEASURES)):
            cells = [ours["input"], k, f"{ours['cpu']:.3g}", f"{randomized['cpu']:.3g}", f"{randomized['cpu'] / ours['cpu']:.1f} x"]
            cells += [f"{arpack['cpu']:.3g}", *(f"{m['squares']:.1f}" for m in (ours, randomized, arpack))]
            print("| " + " | ".join(map(str, cells)) + " |", flush=True)


if __name__ == "__main__":
    if len(sys.argv) == 3:
        print(json.dumps(measure(sys.argv[1], int(sys.argv[2]))))
    else:
        main()
