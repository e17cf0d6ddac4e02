"""Progress of a long run: a bar in a terminal or notebook, plain lines elsewhere, or a function of the caller's."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from types import TracebackType
from typing import Any, TextIO

Tick = Callable[[str, int, int], object]

QUIET_SECONDS = 1.0  # a run that ends sooner shows nothing
LINE_SECONDS = 3.0


def in_notebook() -> bool:
    """Whether this runs in a Jupyter kernel."""
    ipython = sys.modules.get("IPython")
    shell = ipython.get_ipython() if ipython is not None else None
    return type(shell).__name__ == "ZMQInteractiveShell"


class _Bars:
    """One tqdm bar for each stage."""

    def __init__(self) -> None:
        if in_notebook():
            try:
                import ipywidgets  # noqa: F401
            except ImportError:
                from tqdm import tqdm
            else:
                from tqdm.notebook import tqdm
        else:
            from tqdm import tqdm
        self._tqdm = tqdm
        self._bar: Any = None
        self._stage = ""

    def __call__(self, stage: str, done: int, total: int) -> None:
        if self._bar is None or stage != self._stage:
            self.close()
            self._stage = stage
            self._bar = self._tqdm(
                total=total or None, desc=stage, leave=False, unit_scale=True, file=sys.stderr, dynamic_ncols=True
            )
        self._bar.total = total or None
        self._bar.n = done
        self._bar.refresh()

    def close(self) -> None:
        if self._bar is not None:
            self._bar.close()
            self._bar = None


class _Lines:
    """A line every few seconds, for logs."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._last = -LINE_SECONDS
        self._stage = ""

    def __call__(self, stage: str, done: int, total: int) -> None:
        now = time.monotonic()
        if now - self._last < LINE_SECONDS:
            return
        self._last = now
        share = f"{100 * done // total} %" if total else f"{done:,}"
        self._stream.write(f"wirecopy: {stage} {share}\n")
        self._stream.flush()

    def close(self) -> None:
        pass


class Progress:
    """What is handed to the core as its tick.

    Parameters
    ----------
    mode : None, bool or callable
        None: a bar where stderr is a terminal or this is a notebook. True: a bar, or plain lines where stderr is no
        terminal. False: nothing. A callable: called as mode(stage, done, total), about every 50 ms; what it raises
        ends the run and reaches the caller.
    """

    def __init__(self, mode: bool | Tick | None = None) -> None:
        if mode is not None and not isinstance(mode, bool) and not callable(mode):
            raise TypeError(f"progress must be None, True, False or a function, not {type(mode).__name__}")
        self._caller = mode if callable(mode) else None
        terminal = in_notebook() or (sys.stderr is not None and sys.stderr.isatty())
        self._shown = self._caller is None and mode is not False and (terminal or mode is True)
        self._terminal = terminal
        self._start = time.monotonic()
        self._display: _Bars | _Lines | None = None

    @property
    def tick(self) -> Tick | None:
        """The function to call with (stage, done, total), or None where nobody looks."""
        if self._caller is not None:
            return self._caller
        return self._tick if self._shown else None

    def _tick(self, stage: str, done: int, total: int) -> None:
        if self._display is None:
            if time.monotonic() - self._start < QUIET_SECONDS:
                return
            self._display = _Bars() if self._terminal else _Lines(sys.stderr)
        self._display(stage, done, total)

    def __enter__(self) -> Progress:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._display is not None:
            self._display.close()
