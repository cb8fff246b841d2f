"""What a process reads once, at its first use, and keeps: files that stand outside the project and may be missing."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Generic, TypeVar

T = TypeVar("T")


class Once(Generic[T]):
    """A reading that is made at the first call and kept; None where there is nothing to read."""

    def __init__(self, read: Callable[[], T | None]) -> None:
        self._read = read
        self._kept: T | None = None
        self._asked = False
        self._lock = threading.Lock()

    def __call__(self) -> T | None:
        """What was read, reading it now if nobody has."""
        if not self._asked:
            with self._lock:
                if not self._asked:
                    self._kept = self._read()
                    self._asked = True
        return self._kept

    def use(self, given: T | None) -> None:
        """Take this from now on; for tests and measurements."""
        self._kept, self._asked = given, True

    def forget(self) -> None:
        """Read anew at the next use."""
        self._kept, self._asked = None, False
