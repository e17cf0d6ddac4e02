"""Long calls leave Python free: other threads go on, and Ctrl-C ends them."""

from __future__ import annotations

import signal
import sys
import threading
import time

import pytest
import wirecopy as wc

WORDS = "a ferry to the harbour was delayed by fog on monday morning officials said"
# About a second of work, so that there is a call to interrupt; nothing here depends on how long it takes.
ARTICLES = [f"{WORDS} {i} and {i * 7919 % 100003} {WORDS}" for i in range(100_000)]

LONG_CALLS = {
    "words": lambda: wc.TfidfVectorizer(threads=1).fit_transform(ARTICLES),
    "pairs of words": lambda: wc.TfidfVectorizer(ngram_range=(1, 2), threads=1).fit_transform(ARTICLES),
    "char_wb": lambda: wc.CountVectorizer(analyzer="char_wb", ngram_range=(3, 5), threads=2).fit_transform(
        ARTICLES[:50_000]
    ),
    "hashing": lambda: wc.HashingVectorizer(threads=1).transform(ARTICLES),
}


@pytest.fixture(autouse=True)
def tables_are_made() -> None:
    """The first call in a process makes tables in Python; these tests are about the core."""
    wc.CountVectorizer().fit(["a bridge"])


def test_another_thread_goes_on_during_a_call() -> None:
    """Nobody is made to give up the GIL here, so the other thread counts only where the call gives it up by itself."""
    steps, end = [0], threading.Event()
    going = threading.Event()

    def count() -> None:
        going.set()
        while not end.is_set():
            steps[0] += 1
            time.sleep(0)  # gives up the GIL

    interval = sys.getswitchinterval()
    sys.setswitchinterval(1000)
    counter = threading.Thread(target=count)
    try:
        counter.start()
        going.wait()
        before = steps[0]
        LONG_CALLS["pairs of words"]()
        during = steps[0] - before
    finally:
        end.set()
        counter.join()
        sys.setswitchinterval(interval)
    assert during > 1000


@pytest.mark.skipif(not hasattr(signal, "setitimer"), reason="needs timers that send signals")
@pytest.mark.parametrize("name", LONG_CALLS)
def test_ctrl_c_ends_a_call(name: str) -> None:
    """A signal soon after the call has begun; without a look at signals the call would come to its end first."""
    finished = []

    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    before = signal.signal(signal.SIGALRM, interrupt)
    try:
        with pytest.raises(KeyboardInterrupt):
            signal.setitimer(signal.ITIMER_REAL, 0.01)
            LONG_CALLS[name]()
            finished.append(name)
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
    assert not finished
    assert wc.CountVectorizer(threads=2).fit_transform(["a bridge", "the bridge"]).nnz == 3
