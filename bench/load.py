"""How many reports a second a running city files, and how long its pages take. Loopback only, bounded in count.

    bin/run                                   # in another terminal
    .venv/bin/python bench/load.py            # --address http://127.0.0.1:8000 --filings 500 --readers 8

A filing is the whole way of a citizen without scripts: three forms, three requests that write.
"""

from __future__ import annotations

import argparse
import re
import statistics
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import urlsplit

import httpx

CSRF = "abcdefghijklmnopqrstuvwxyzABCDEF"
IN_MENTENG = {"lat": "-6.19505", "lon": "106.83226"}
PAGES = ("/", "/laporan", "/lapor", "/darurat")


def file_one(address: str, place: int) -> float:
    """File one report through its three forms; seconds of the last request, the one that files."""
    phone = {"X-Forwarded-For": f"10.{place // 62500}.{place // 250 % 250}.{place % 250}"}
    with httpx.Client(base_url=address, headers=phone, cookies={"csrftoken": CSRF}, timeout=30) as browser:
        _send(browser, "/lapor", {"words": f"Jalan berlubang nomor {place}", "category": "jalan"})
        _send(browser, "/lapor/lokasi", {**IN_MENTENG, "seen": "1"})
        began = time.perf_counter()
        receipt = _send(browser, "/lapor/kirim", {"privacy": "publik", "identity": "anonymous"})
        took = time.perf_counter() - began
    if not re.search(r"/lapor/terima/\w+", receipt):
        raise SystemExit(f"not filed: {receipt}")
    return took


def _send(browser: httpx.Client, path: str, form: dict[str, str]) -> str:
    answer = browser.post(path, data={**form, "csrfmiddlewaretoken": CSRF})
    if answer.status_code != 302:
        raise SystemExit(f"{path} answered {answer.status_code}")
    return str(answer.headers["Location"])


def crowd(work: Callable[[int], float], *, times: int, people: int) -> tuple[float, list[float]]:
    """Do the work so many times by so many people at once; how many a second, and what each took."""
    began = time.perf_counter()
    with ThreadPoolExecutor(people) as pool:
        took = sorted(pool.map(work, range(times)))
    return times / (time.perf_counter() - began), took


def told(name: str, rate: float, took: list[float]) -> None:
    high = took[int(len(took) * 0.95) - 1]
    print(f"{name:<24}{rate:>8.1f}/s   median {statistics.median(took) * 1000:>6.1f} ms   p95 {high * 1000:>6.1f} ms")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--address", default="http://127.0.0.1:8000")
    parser.add_argument("--filings", type=int, default=500)
    parser.add_argument("--reads", type=int, default=1000)
    parser.add_argument("--people", type=int, default=8)
    given = parser.parse_args()
    if urlsplit(given.address).hostname not in ("127.0.0.1", "localhost"):
        raise SystemExit("This measures a server on this machine only.")
    told("filings (3 requests)", *crowd(lambda n: file_one(given.address, n), times=given.filings, people=given.people))
    with httpx.Client(base_url=given.address, timeout=30) as reader:
        for page in PAGES:
            rate, took = crowd(lambda _: _read(reader, page), times=given.reads, people=given.people)  # noqa: B023
            told(page, rate, took)


def _read(reader: httpx.Client, page: str) -> float:
    began = time.perf_counter()
    reader.get(page).raise_for_status()
    return time.perf_counter() - began


if __name__ == "__main__":
    main()
