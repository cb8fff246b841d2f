"""What confirmed reports teach about words: a small model beside the word lists.

Learning takes scikit-learn, at the command line only. Using takes NumPy alone: the file holds numbers and plain text,
and is read without pickle, so that whoever can put a file there still cannot run code.
"""

from __future__ import annotations

import math
import zlib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from django.conf import settings
from numpy.typing import NDArray

from tanggap.reports.models import Report, Status
from tanggap.reports.wording import tokens

GRAMS = (3, 4, 5)  # letters; they see "lubang" in "berlobang2" where a word list sees nothing
SEEN_IN = 3  # reports that a gram must occur in: fewer teach nothing, and could carry a name out of a private report
LEAST_EXAMPLES = 5  # reports of a category that is to be learnt
HELD_OUT = 5  # every fifth report judges and does not teach
SURE_ALONE = 0.6  # the share at which the model may speak where the word lists are silent
LEAST_TOGETHER = 0.15  # the share below which a category is not offered
LEAST_KNOWN = 0.3  # of a text's words that the model must have seen
MODEL_WEIGHT = 0.5
CONFIRMED = (Status.IN_PROGRESS, Status.VALIDATION, Status.DONE, Status.CLOSED)

Example = tuple[str, str]
"""Words and the code of the category that was confirmed."""


class TooFewReports(Exception):
    """Not two categories have enough confirmed reports to tell them apart."""


@dataclass(frozen=True)
class Model:
    """TF-IDF of words and letters, and a weight of each for each category."""

    codes: tuple[str, ...]
    columns: Mapping[str, int]
    rarity: NDArray[np.float32]
    weights: NDArray[np.float32]
    bias: NDArray[np.float32]

    def shares(self, text: str) -> dict[str, float]:
        """How likely each category is (0 to 1, together 1); nothing where too few of the words are known."""
        counted = features(text)
        known = {self.columns[name]: count for name, count in counted.items() if name in self.columns}
        words = [name for name in counted if name[0] == WORD]
        if not words or sum(name in self.columns for name in words) < LEAST_KNOWN * len(words):
            return {}
        at = np.fromiter(known, dtype=np.int64)
        values = np.array([1 + math.log(count) for count in known.values()], dtype=np.float32) * self.rarity[at]
        values /= np.linalg.norm(values)
        scores = values @ self.weights[at] + self.bias
        odds = np.exp(scores - scores.max())
        return dict(zip(self.codes, (odds / odds.sum()).tolist(), strict=True))

    def keep(self, path: Path) -> None:
        """Write the file whole or not at all: a web process may be reading it."""
        path.parent.mkdir(parents=True, exist_ok=True)
        names = np.array(sorted(self.columns, key=self.columns.__getitem__))
        fresh = path.with_suffix(".new.npz")
        np.savez_compressed(
            fresh, codes=np.array(self.codes), names=names, rarity=self.rarity, weights=self.weights, bias=self.bias
        )
        fresh.replace(path)


WORD, GRAM = "=", "~"


def features(text: str) -> Counter[str]:
    """The words of a text and their letters in threes to fives, counted."""
    words = tokens(text)
    counted = Counter(WORD + word for word in words)
    for word in words:
        padded = f" {word} "
        counted.update(GRAM + padded[at : at + size] for size in GRAMS for at in range(len(padded) - size + 1))
    return counted


def read(path: Path) -> Model:
    """The model in a file. Raises OSError, ValueError or KeyError where it holds anything but numbers and text."""
    with np.load(path, allow_pickle=False) as kept:
        return Model(
            codes=tuple(map(str, kept["codes"])),
            columns={str(name): at for at, name in enumerate(kept["names"])},
            rarity=kept["rarity"],
            weights=kept["weights"],
            bias=kept["bias"],
        )


def place() -> Path:
    """Where the model of this deployment lies."""
    return Path(settings.HOME) / "suggestions" / "model.npz"


_kept: tuple[tuple[int, int] | None, Model | None] = (None, None)


def current() -> Model | None:
    """The model of this deployment, read anew when the file changes; None where none was trained."""
    global _kept
    try:
        stat = place().stat()
    except OSError:
        return None
    stamp = (stat.st_mtime_ns, stat.st_size)
    if _kept[0] != stamp:
        _kept = (stamp, read(place()))
    return _kept[1]


def weighed(shares: Mapping[int, float], text: str, *, by_code: Mapping[str, int]) -> dict[int, float]:
    """The shares of the word lists together with what the model says; unchanged where there is no model.

    Where the lists are silent the model speaks only when it is sure.
    """
    model = current()
    learnt = {by_code[code]: share for code, share in model.shares(text).items() if code in by_code} if model else {}
    if not learnt:
        return dict(shares)
    if not shares:
        best = max(learnt, key=learnt.__getitem__)
        return {best: learnt[best]} if learnt[best] >= SURE_ALONE else {}
    together = {
        owner: (1 - MODEL_WEIGHT) * shares.get(owner, 0.0) + MODEL_WEIGHT * learnt.get(owner, 0.0)
        for owner in {*shares, *learnt}
    }
    return {owner: share for owner, share in together.items() if share >= LEAST_TOGETHER}


def confirmed() -> list[Example]:
    """The words of reports that an agency took up under their category; never confidential or hidden ones."""
    rows = (
        Report.objects.filter(status__in=CONFIRMED, category__isnull=False, confidential=False, words_hidden=False)
        .exclude(words="")
        .order_by("pk")
    )
    return list(rows.values_list("words", "category__code"))


def split(examples: Iterable[Example]) -> tuple[list[Example], list[Example]]:
    """Those that teach and those that judge. The same words always fall on the same side."""
    sides: tuple[list[Example], list[Example]] = ([], [])
    for words, code in examples:
        sides[zlib.crc32(" ".join(tokens(words)).encode()) % HELD_OUT == 0].append((words, code))
    return sides


def learn(examples: Sequence[Example]) -> Model:
    """A model from words and their categories. Raises TooFewReports."""
    from scipy.sparse import csr_matrix
    from sklearn.linear_model import LogisticRegression

    enough = {code for code, many in Counter(code for _, code in examples).items() if many >= LEAST_EXAMPLES}
    taught = [(features(words), code) for words, code in examples if code in enough]
    seen: Counter[str] = Counter(name for counted, _ in taught for name in counted)
    names = sorted(name for name, many in seen.items() if many >= SEEN_IN)
    if len(enough) < 2 or not names:
        raise TooFewReports(f"two categories need {LEAST_EXAMPLES} confirmed reports each")
    columns = {name: at for at, name in enumerate(names)}
    rarity = np.array([math.log((1 + len(taught)) / (1 + seen[name])) + 1 for name in names], dtype=np.float32)
    rows: list[int] = []
    at: list[int] = []
    values: list[float] = []
    for row, (counted, _) in enumerate(taught):
        weighty = {columns[name]: 1 + math.log(many) for name, many in counted.items() if name in columns}
        scaled = np.array(list(weighty.values())) * rarity[list(weighty)]
        values.extend((scaled / (np.linalg.norm(scaled) or 1)).tolist())
        at.extend(weighty)
        rows.extend([row] * len(weighty))
    matrix = csr_matrix((values, (rows, at)), shape=(len(taught), len(names)), dtype=np.float32)
    fitted: Any = LogisticRegression(C=20, max_iter=500, class_weight="balanced")
    fitted.fit(matrix, [code for _, code in taught])
    return _model(fitted, columns, rarity)


def _model(fitted: Any, columns: dict[str, int], rarity: NDArray[np.float32]) -> Model:
    weights, bias = fitted.coef_.T.astype(np.float32), fitted.intercept_.astype(np.float32)
    if weights.shape[1] == 1:
        # Of two categories scikit-learn keeps one column of weights; the other's are nothing.
        weights = np.hstack([np.zeros_like(weights), weights])
        bias = np.array([0, bias[0]], dtype=np.float32)
    return Model(tuple(map(str, fitted.classes_)), columns, rarity, weights, bias)
