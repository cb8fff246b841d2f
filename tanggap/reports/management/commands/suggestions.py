"""``tanggap suggestions train``: learn from confirmed reports which words belong to which category."""

from argparse import ArgumentParser
from collections.abc import Sequence
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from tanggap.reports import learning, suggestions


class Command(BaseCommand):
    help = "Learn from confirmed reports which words belong to which category; accuracy is that on held-out reports."

    def add_arguments(self, parser: ArgumentParser) -> None:
        acts = parser.add_subparsers(dest="act", required=True)
        acts.add_parser("train", help="learn, print the accuracy on held-out reports, keep the model")
        acts.add_parser("forget", help="remove the model: the word lists alone suggest")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["act"] == "forget":
            learning.place().unlink(missing_ok=True)
            self.stdout.write("The word lists alone suggest.")
            return
        teaching, judging = learning.split(learning.confirmed())
        learning.place().unlink(missing_ok=True)
        lists = accuracy(judging)
        try:
            model = learning.learn(teaching)
        except learning.TooFewReports as few:
            raise CommandError(f"nothing to learn from: {few}") from few
        model.keep(learning.place())
        self.stdout.write(f"Learnt {len(model.codes)} categories from {len(teaching)} confirmed reports.")
        self.stdout.write(f"On {len(judging)} held-out reports:")
        self.stdout.write(f"  word lists alone: {lists}")
        self.stdout.write(f"  with the model:   {accuracy(judging)}")


def accuracy(examples: Sequence[learning.Example]) -> str:
    """How many of the examples are answered, and how many of the answers are right."""
    answers = [(found[0].category.code, code) for words, code in examples if (found := suggestions.suggest(words))]
    right = sum(given == code for given, code in answers)
    return f"{_share(right, len(answers))} right of {_share(len(answers), len(examples))} answered"


def _share(part: int, whole: int) -> str:
    return f"{part / whole:.1%}" if whole else "none"
