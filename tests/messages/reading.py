"""Messages with what a person understood of them, and how often the suggestions agree."""

from __future__ import annotations

import csv
import time
from dataclasses import dataclass, field
from pathlib import Path

from tanggap.channels.understanding import Understood, understand

HERE = Path(__file__).parent


@dataclass(frozen=True)
class Written:
    """One message: the categories of which any is right, the kelurahan that it names, whether it is an emergency."""

    words: str
    categories: frozenset[str]
    kelurahan: str
    emergency: bool


@dataclass
class Figures:
    """What was answered, what was right, and which messages went wrong."""

    name: str
    messages: int = 0
    with_category: int = 0
    categories_answered: int = 0
    categories_found: int = 0
    categories_right: int = 0
    with_kelurahan: int = 0
    kelurahan_answered: int = 0
    kelurahan_found: int = 0
    kelurahan_right: int = 0
    emergencies: int = 0
    emergencies_caught: int = 0
    false_alarms: int = 0
    milliseconds: float = 0.0
    wrong: list[str] = field(default_factory=list)

    def add(self, message: Written, found: Understood) -> None:
        category = found.category.code if found.category else ""
        kelurahan = found.kelurahan.name if found.kelurahan else ""
        self.messages += 1
        self.with_category += bool(message.categories)
        self.categories_answered += bool(category)
        self.categories_found += bool(category and message.categories)
        self.categories_right += category in message.categories
        self.with_kelurahan += bool(message.kelurahan)
        self.kelurahan_answered += bool(kelurahan)
        self.kelurahan_found += bool(kelurahan and message.kelurahan)
        self.kelurahan_right += bool(kelurahan) and kelurahan == message.kelurahan
        self.emergencies += message.emergency
        self.emergencies_caught += message.emergency and found.emergency is not None
        self.false_alarms += not message.emergency and found.emergency is not None
        if (
            (category and category not in message.categories)
            or (kelurahan and kelurahan != message.kelurahan)
            or message.emergency is not (found.emergency is not None)
        ):
            heard = found.emergency.word if found.emergency else "-"
            self.wrong.append(f"{message.words} -> {category or '-'}, {kelurahan or '-'}, {heard}")

    def __str__(self) -> str:
        calm = self.messages - self.emergencies
        return (
            f"{self.name}: category {_of(self.categories_right, self.categories_answered)} right, answered for"
            f" {_of(self.categories_found, self.with_category)}; kelurahan"
            f" {_of(self.kelurahan_right, self.kelurahan_answered)} right, answered for"
            f" {_of(self.kelurahan_found, self.with_kelurahan)}; emergencies"
            f" {_of(self.emergencies_caught, self.emergencies)} caught, false alarms {_of(self.false_alarms, calm)};"
            f" {self.milliseconds:.2f} ms a message"
        )


def _of(part: int, whole: int) -> str:
    return f"{part}/{whole} ({part / whole:.0%})"


def messages(file: str) -> list[Written]:
    """The messages of a file beside this one."""
    with (HERE / file).open(encoding="utf-8", newline="") as lines:
        return [
            Written(
                row["words"],
                frozenset(row["category"].split("|")) - {""},
                row["kelurahan"],
                row["emergency"] == "1",
            )
            for row in csv.DictReader(lines)
        ]


def read(file: str) -> Figures:
    """Understand every message of a file; the time is the processor's, the better of two, for others work beside."""
    written = messages(file)
    figures = Figures(file)
    spent = []
    for _ in range(2):
        begun = time.process_time()
        found = [understand(message.words) for message in written]
        spent.append(time.process_time() - begun)
    figures.milliseconds = min(spent) * 1000 / len(written)
    for message, understood in zip(written, found, strict=True):
        figures.add(message, understood)
    return figures
