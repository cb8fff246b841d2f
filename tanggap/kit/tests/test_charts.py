import pytest
from hypothesis import given
from hypothesis import strategies as st

from tanggap.kit.charts import bar_chart, round_step, sparkline


def test_bar_chart_escapes_names_and_draws_every_bar() -> None:
    svg = bar_chart([("<10>", 3, 5), ("11", 0, None)], label="a & b", first="in", second="out")
    assert "<title>&lt;10&gt;: 5 out</title>" in svg
    assert 'aria-label="a &amp; b"' in svg
    assert svg.count("<rect") == 3


def test_bar_chart_of_nothing_is_an_empty_scale() -> None:
    assert "<rect" not in bar_chart([], label="x", first="in")


def test_sparkline_needs_two_figures() -> None:
    assert sparkline([4]) == ""
    assert "polyline" in sparkline([4, 4])


@pytest.mark.parametrize(("top", "step"), [(0, 1), (4, 1), (7, 2), (33, 10), (160, 50), (900, 500)])
def test_round_step_is_one_two_or_five_times_ten(top: float, step: float) -> None:
    assert round_step(top) == step


@given(st.lists(st.tuples(st.text(max_size=4), st.integers(0, 10**6), st.integers(0, 10**6)), max_size=40))
def test_bars_stay_inside_the_picture(groups: list[tuple[str, float, float | None]]) -> None:
    svg = bar_chart(groups, label="x", first="in", second="out")
    assert 'y="-' not in svg
    assert 'height="-' not in svg
