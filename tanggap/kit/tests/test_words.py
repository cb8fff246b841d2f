import pytest
from django.template import Context, Template
from django.utils.translation import override

from tanggap.kit.words import Pair, fill


def rendered(source: str, **values: object) -> str:
    return Template(source).render(Context(values))


def test_pair_speaks_the_readers_language_when_written_out() -> None:
    pair = Pair("sisa {n} jam", "{n} {n:hour|hours} left").format(n=1)
    assert str(pair) == "sisa 1 jam"
    with override("en"):
        assert str(pair) == "1 hour left"
        assert f"{pair.format(n=2)}" == "2 hours left"


def test_pair_never_shows_a_hole_in_a_filled_sentence() -> None:
    with pytest.raises(KeyError):
        str(Pair("{n} dari {of}", "{n} of {of}").format(n=1))


def test_fill_reaches_no_attribute_of_a_value() -> None:
    assert fill("{a.__class__} {a}", {"a": 1}) == "{a.__class__} 1"


def test_tag_escapes_values_and_keeps_its_own_markup() -> None:
    source = '{% t "<b>{name}</b> melapor" "<b>{name}</b> reports" name=name %}'
    assert rendered(source, name="<i>&") == "<b>&lt;i&gt;&amp;</b> melapor"
    with override("en"):
        assert rendered(source, name="Sari") == "<b>Sari</b> reports"


def test_tag_escapes_a_sentence_that_comes_from_a_variable() -> None:
    assert rendered("{% t title title %}", title="<script>") == "&lt;script&gt;"


def test_tag_leaves_places_to_a_script_where_no_value_is_given() -> None:
    assert rendered('{% t "{n} foto" "{n} photos" %}') == "{n} foto"


def test_tag_keeps_its_sentence_under_a_name() -> None:
    assert rendered('{% t "a" "b" as word %}[{{ word }}]') == "[a]"


def test_pairs_are_labels_of_choices() -> None:
    from django.db.models import TextChoices

    class Fruit(TextChoices):
        MANGO = "mango", Pair("Mangga", "Mango")

    assert str(Fruit.MANGO.label) == "Mangga"
    with override("en"):
        assert str(Fruit.MANGO.label) == "Mango"
