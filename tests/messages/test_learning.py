"""What confirmed reports teach, beside the word lists."""

from __future__ import annotations

import ast
import random
import re
from io import StringIO
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from django.core.management import CommandError, call_command

from tanggap.demo.themes import THEMES
from tanggap.reports import learning
from tanggap.reports.catalogue import current
from tanggap.reports.models import Report, Status
from tanggap.reports.suggestions import suggest
from tanggap.reports.tests.standing import agency, report

GAPS = {
    "jalan": ("Jl. Melati", "Gang Mawar", "Jl. Kenanga", "Jl. Anggrek"),
    "patokan": ("dekat sekolah", "depan warung", "samping masjid"),
    "lama": ("Sudah seminggu", "Dua hari", "Sejak Senin", "Sebulan"),
    "rt": ("3", "5", "7"),
}


@pytest.fixture(autouse=True)
def _home(settings: Any, tmp_path: Path) -> None:
    settings.HOME = tmp_path


def examples(many: int) -> list[learning.Example]:
    """Complaints of the demo city, drawn at random."""
    chance = random.Random(7)
    found = []
    for theme in chance.choices(THEMES, weights=[theme.weight for theme in THEMES], k=many):
        sentence = chance.choice(theme.said)
        words = re.sub(r"\{(\w+)\}", lambda gap: chance.choice(GAPS.get(gap[1], ("ini",))), sentence)
        found.append((words, theme.category))
    return found


def told(holder_code: str, given: list[learning.Example], **more: Any) -> None:
    holder = agency(holder_code)
    for words, code in given:
        report(holder, words=words, category=current().category(code), **{"status": Status.DONE, **more})


@pytest.mark.django_db
def test_training_tells_its_accuracy_on_reports_that_did_not_teach() -> None:
    told("kel-uji", examples(260))
    out = StringIO()
    call_command("suggestions", "train", stdout=out)
    said = out.getvalue()
    assert learning.place().exists()
    assert "held-out reports" in said
    after = re.search(r"with the model: +([\d.]+)% right", said)
    assert after is not None
    assert float(after[1]) >= 80, said


@pytest.mark.django_db
def test_model_knows_words_that_no_list_has_when_reports_used_them() -> None:
    strange = [(f"lampion gerimis {word} berkelip semalaman", "jalan") for word in "abcdefghij"]
    assert suggest("lampion gerimis berkelip") == []
    learning.learn(examples(200) + strange).keep(learning.place())
    assert suggest("lampion gerimis berkelip semalaman")[0].category.code == "jalan"


@pytest.mark.django_db
def test_unknown_words_stay_unknown_when_a_model_was_trained() -> None:
    learning.learn(examples(200)).keep(learning.place())
    assert suggest("halo apa kabar") == []
    assert suggest("asdf qwer zxcv") == []
    assert suggest("sampah menumpuk")[0].category.code == "sampah"


@pytest.mark.django_db
def test_confidential_hidden_and_unconfirmed_reports_teach_nothing() -> None:
    one = [("sampah menumpuk", "sampah")]
    told("kel-uji", one, confidential=True)
    told("kel-uji", one, words_hidden=True)
    told("kel-uji", one, status=Status.WAITING)
    assert Report.objects.count() == 3
    assert learning.confirmed() == []
    told("kel-uji", one)
    assert learning.confirmed() == one


@pytest.mark.django_db
def test_training_is_refused_when_there_is_too_little() -> None:
    told("kel-uji", [("sampah menumpuk", "sampah")])
    with pytest.raises(CommandError, match="nothing to learn"):
        call_command("suggestions", "train", stdout=StringIO())
    assert not learning.place().exists()


def test_words_of_one_report_alone_are_not_kept() -> None:
    model = learning.learn([*examples(200), ("sampah di rumah Prawirodirdjo", "sampah")])
    assert not any("prawirodirdjo" in name for name in model.columns)


def test_model_file_with_code_in_it_is_not_run(tmp_path: Path) -> None:
    path = tmp_path / "model.npz"
    np.savez(path, codes=np.array([{"an": "object"}], dtype=object))
    with pytest.raises(ValueError, match="allow_pickle"):
        learning.read(path)


def test_scikit_learn_is_not_loaded_where_nobody_trains() -> None:
    of_the_file = [
        node for node in ast.parse(Path(learning.__file__).read_text()).body if not isinstance(node, ast.Expr)
    ]
    imported = [ast.unparse(node) for node in of_the_file if isinstance(node, ast.Import | ast.ImportFrom)]
    assert imported
    assert not any("sklearn" in line or "scipy" in line for line in imported)
