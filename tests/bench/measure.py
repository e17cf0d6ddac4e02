"""What a measure is, and the process of its own that each runs in.

    python tests/bench/measure.py MODULE FUNCTION[,FUNCTION] INPUT SHARE time|memory

FUNCTION of MODULE takes the texts and gives back what is to be measured, a function without arguments. `time`: works
once to warm up (the first touch of memory is slow on virtual machines), then once for each line read, and answers with
the seconds; so whoever asks can have two of them work in turn. `memory`: works once, and answers with the growth of the
peak of the memory. Two functions work in turn in the one process.
"""

from __future__ import annotations

import importlib
import json
import os
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import inputs

HERE = Path(__file__).resolve()
ONE_THREAD = {name: "1" for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "RAYON_NUM_THREADS")}
TURNS = 3  # at least; of short work as many as fit into
SHORT = 0.5  # seconds, of both sides
MOST_TURNS = 25
TURNS_OF_THREADS = 15  # of two threads and of one


@dataclass(frozen=True)
class Measure:
    """A row of the table. `clock`: "cpu", or "wall" where the peer is one thread of ours. `share`: the peer works on
    each `share`-th text only, and its seconds are scaled up by the size of the texts."""

    what: str
    ours: Callable
    peer: str = ""
    theirs: Callable | None = None
    clock: str = "cpu"
    share: int = 1
    only: tuple[str, ...] = ()


class Missing(Exception):
    """A peer that is not installed."""


class Process:
    """One function, or two, at work in a process of its own."""

    def __init__(self, function: Callable, source: str, share: int = 1, mode: str = "time", beside: Callable | None = None) -> None:
        module = Path(sys.modules[function.__module__].__file__).stem
        names = ",".join(f.__name__ for f in (function, beside) if f)
        self.command = [sys.executable, str(HERE), module, names, source, str(share), mode]
        self.child = subprocess.Popen(
            self.command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env={**os.environ, **ONE_THREAD}
        )

    def answer(self) -> dict:
        line = self.child.stdout.readline()
        if not line:
            raise RuntimeError(f"no answer from {self.command}")
        answer = json.loads(line)
        if "missing" in answer:
            raise Missing(answer["missing"])
        return answer

    def turn(self) -> dict:
        return self.turns(1)[0]

    def turns(self, functions: int) -> list[dict]:
        """A turn of each function."""
        self.child.stdin.write("\n")
        self.child.stdin.flush()
        return [self.answer() for _ in range(functions)]

    def __enter__(self) -> Process:
        return self

    def __exit__(self, *_: object) -> None:
        self.child.stdin.close()
        self.child.wait()
        self.child.stdout.close()


def best(*processes: Process) -> list[float]:
    """The best of several turns of each: three, and more where they are short."""
    turns: list[list[float]] = []
    while len(turns) < TURNS or (len(turns) < MOST_TURNS and sum(map(sum, turns)) < SHORT):
        turns.append([process.turn()["cpu"] for process in processes])
    return [min(side) for side in zip(*turns, strict=True)]


def threads_in_turn(measure: Measure, source: str) -> tuple[float, float]:
    """Seconds of two threads and of one, the middle turn of each: the best one of two threads needs two quiet cores at
    once, that of one thread only one. In one process, since where a process lies in memory moves both."""
    with Process(measure.ours, source, beside=measure.theirs) as both:
        both.answer()
        turns = [[side["wall"] for side in both.turns(2)] for _ in range(TURNS_OF_THREADS)]
    ours, theirs = zip(*turns, strict=True)
    return statistics.median(ours), statistics.median(theirs)


def in_turn(measure: Measure, source: str) -> tuple[float, float | None]:
    """Seconds of ours and of the peer, the best of several turns each (of threads the middle ones); None where the peer is not installed."""
    if measure.clock == "wall":
        return threads_in_turn(measure, source)
    with Process(measure.ours, source) as ours:
        ours.answer()
        if measure.theirs is None:
            return best(ours)[0], None
        with Process(measure.theirs, source, measure.share) as theirs:
            try:
                theirs.answer()
            except Missing:
                return best(ours)[0], None
            a, b = best(ours, theirs)
    if measure.share > 1:
        held = inputs.texts(source)
        b *= inputs.size(held) / inputs.size(held[:: measure.share])
    return a, b


def memory(function: Callable, source: str, share: int = 1) -> float | None:
    """MiB by which the peak grows above the input; None where the peer is not installed."""
    with Process(function, source, share, "memory") as process:
        try:
            return process.answer()["mib"]
        except Missing:
            return None


def _peak_mib(forget: bool = False) -> float:
    """The peak of the memory since the process began or, on Linux, since it was last forgotten."""
    try:
        if forget:
            Path("/proc/self/clear_refs").write_text("5")
        lines = Path("/proc/self/status").read_text().splitlines()
        return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM")) / 1024
    except (OSError, StopIteration):
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _work(module: str, functions: str, source: str, share: str, mode: str) -> None:
    texts = list(inputs.texts(source)[:: int(share)])
    try:
        works = [getattr(importlib.import_module(module), name)(texts) for name in functions.split(",")]
    except ModuleNotFoundError as error:
        print(json.dumps({"missing": error.name}), flush=True)
        return
    before = _peak_mib(forget=True)
    kept = [work() for work in works]
    print(json.dumps({"mib": _peak_mib() - before}), flush=True)
    while mode == "time" and sys.stdin.readline():
        for work in works:
            kept = None
            start, began = time.process_time(), time.perf_counter()
            kept = work()
            print(json.dumps({"cpu": time.process_time() - start, "wall": time.perf_counter() - began}), flush=True)


if __name__ == "__main__":
    _work(*sys.argv[1:])
