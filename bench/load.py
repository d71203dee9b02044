"""Load from outside: several browsers in processes of their own, and what they waited."""

import multiprocessing
import time
from collections.abc import Callable
from dataclasses import dataclass
from multiprocessing.synchronize import Barrier
from typing import TypeAlias

from bench.stage import Browser


@dataclass(frozen=True, slots=True)
class Waited:
    """Waits in milliseconds, sorted; how long it all took; how many answers were not wanted."""

    waits: list[float]
    seconds: float
    failures: int

    @property
    def rate(self) -> float:
        return len(self.waits) / self.seconds

    def percentile(self, share: float) -> float:
        return self.waits[min(len(self.waits) - 1, int(share * len(self.waits)))]


Act = Callable[[Browser, int], bool]
"""One request of one browser; True when the answer was the wanted one."""

Answers: TypeAlias = "multiprocessing.Queue[tuple[list[float], int]]"
"""The waits of each browser and how many of its answers were not wanted."""


def together(port: int, cookies: list[str], act: Act, each: int) -> Waited:
    """Every browser does `each` requests, one after the other, all at the same time."""
    ready = multiprocessing.Barrier(len(cookies) + 1)
    answers: Answers = multiprocessing.Queue()
    browsers = [
        multiprocessing.Process(target=_browse, args=(port, cookie, act, each, ready, answers))
        for cookie in cookies
    ]
    for browser in browsers:
        browser.start()
    ready.wait()
    begun = time.perf_counter()
    parts = [answers.get(timeout=300) for _ in browsers]
    seconds = time.perf_counter() - begun
    for browser in browsers:
        browser.join()
    waits = sorted(wait for part, _ in parts for wait in part)
    return Waited(waits, seconds, sum(failures for _, failures in parts))


def _browse(port: int, cookie: str, act: Act, each: int, ready: Barrier, answers: Answers) -> None:
    browser, failures = Browser(port, cookie), 0
    waits: list[float] = []
    act(browser, -1)  # opens the connection and whatever the act keeps
    ready.wait()
    for number in range(each):
        begun = time.perf_counter()
        failures += not act(browser, number)
        waits.append((time.perf_counter() - begun) * 1000)
    answers.put((waits, failures))
