"""The questions of a category: read from a form, checked, kept with the version that was asked."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from tanggap.kit.words import Pair
from tanggap.reports import catalogue
from tanggap.reports.models import Category, Question

LONGEST = 300
LARGEST = 1_000_000

ANSWER_NEEDED = Pair("Jawab dulu: {question}", "Please answer: {question}")
NOT_OFFERED = Pair("Pilih salah satu jawaban yang ada: {question}", "Choose one of the answers: {question}")
NOT_A_NUMBER = Pair("Isi dengan angka: {question}", "Answer with a number: {question}")
TOO_LONG = Pair("Paling banyak {most} huruf: {question}", "At most {most} characters: {question}")

YES, NO = "yes", "no"

Given = list[dict[str, Any]]


class Read(NamedTuple):
    """What was answered, and what is wrong with it."""

    given: Given
    errors: list[tuple[str, Pair]]


class Asked(NamedTuple):
    """A question as a form shows it."""

    question: Question
    name: str
    value: str
    choices: list[tuple[str, str]]


def field(question: Question) -> str:
    """The name of its input."""
    return f"q-{question.code}"


def read(category: Category, form: Mapping[str, str]) -> Read:
    """The answers in a form, wrong ones left out and named."""
    result = Read([], [])
    for question in catalogue.current().questions(category):
        text = str(form.get(field(question), "")).replace("\0", "").strip()
        sentence = _wrong(question, text)
        if sentence is not None:
            result.errors.append((field(question), sentence.format(question=_text(question))))
        elif text:
            result.given.append({"code": question.code, "version": question.version, "value": _value(question, text)})
    return result


def missing(category: Category, given: Given) -> bool:
    """Whether the category asks something that these answers leave open."""
    known = {(answer["code"], answer["version"]) for answer in given}
    questions = catalogue.current().questions(category)
    return any(question.required and (question.code, question.version) not in known for question in questions)


def shown(category: Category | None, given: Given, typed: Mapping[str, str] | None = None) -> list[Asked]:
    """The questions of a category with what was answered so far, or typed just now."""
    known = {answer["code"]: str(answer["value"]) for answer in given}
    return [
        Asked(
            question,
            field(question),
            str((typed or {}).get(field(question), known.get(question.code, ""))),
            choices(question),
        )
        for question in catalogue.current().questions(category)
    ]


def choices(question: Question) -> list[tuple[str, str]]:
    """The answers that are offered, in the reader's language."""
    if question.kind == Question.Kind.YES_NO:
        return [(YES, str(Pair("Ya", "Yes"))), (NO, str(Pair("Tidak", "No")))]
    return [(choice["code"], str(Pair(choice["id"], choice["en"]))) for choice in question.choices]


def told(category: Category | None, given: Given) -> list[tuple[str, str]]:
    """Question and answer in words, for whoever reads the report."""
    asked = {question.code: question for question in catalogue.current().questions(category)}
    lines = []
    for answer in given:
        question = asked.get(answer["code"])
        if question is not None:
            words = dict(choices(question))
            lines.append((question.text, words.get(str(answer["value"]), str(answer["value"]))))
    return lines


def _text(question: Question) -> Pair:
    return Pair(question.text_id.replace("{", "("), question.text_en.replace("{", "("))


def _wrong(question: Question, text: str) -> Pair | None:
    if not text:
        return ANSWER_NEEDED if question.required else None
    if question.kind in (Question.Kind.CHOICE, Question.Kind.YES_NO):
        return None if text in dict(choices(question)) else NOT_OFFERED
    if question.kind == Question.Kind.NUMBER:
        return None if text.isascii() and text.isdigit() and int(text) <= LARGEST else NOT_A_NUMBER
    return TOO_LONG.format(most=LONGEST) if len(text) > LONGEST else None


def _value(question: Question, text: str) -> str | int:
    return int(text) if question.kind == Question.Kind.NUMBER else text
